"""Whether words found speak of the part of the body that is to be treated: a sign at the wrist says nothing of the neck."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from imr_desktop.rules.request.body import body_parts, regions_of

_ARM = frozenset({"upper extremity", "arm", "forearm", "hand", "finger", "thumb"})
_LEG = frozenset({"lower extremity", "leg", "thigh", "foot", "toe", "buttock"})
_NECK = frozenset({"cervical spine", "spine", "trapezius", "levator scapulae", "periscapular", "rhomboid"})
_LOW_BACK = frozenset({"lumbar spine", "back", "spine", "sacrum", "sacroiliac joint"})
_HAND = frozenset({"wrist", "hand", "finger", "thumb", "forearm", "upper extremity"})
_FOOT = frozenset({"ankle", "foot", "toe", "leg", "lower extremity"})
_SPEAKS_OF = MappingProxyType(
    {
        "cervical spine": _NECK | _ARM,
        "trapezius": _NECK,
        "thoracic spine": frozenset({"thoracic spine", "spine", "back", "chest", "rhomboid", "periscapular"}),
        "lumbar spine": _LOW_BACK | _LEG,
        "back": _LOW_BACK | _LEG | {"thoracic spine"},
        "spine": _LOW_BACK | _LEG | _NECK | _ARM | {"thoracic spine"},
        "sacroiliac joint": _LOW_BACK | {"buttock", "hip", "pelvis"},
        "sacrum": _LOW_BACK | {"buttock", "pelvis"},
        "shoulder": frozenset({"shoulder", "scapula", "arm", "upper extremity"}),
        "elbow": frozenset({"elbow", "forearm", "arm", "upper extremity"}),
        "wrist": _HAND,
        "hand": _HAND,
        "finger": _HAND,
        "thumb": _HAND,
        "forearm": _HAND | {"elbow"},
        "upper extremity": _NECK | _ARM | {"shoulder", "elbow", "wrist"},
        "arm": _NECK | _ARM | {"shoulder", "elbow"},
        "hip": frozenset({"hip", "groin", "pelvis", "thigh", "buttock", "lower extremity"}),
        "knee": frozenset({"knee", "leg", "thigh", "lower extremity"}),
        "leg": _LEG | {"knee", "ankle"},
        "ankle": _FOOT,
        "foot": _FOOT,
        "toe": _FOOT,
        "lower extremity": _LOW_BACK | _LEG | {"hip", "knee", "ankle"},
    }
)
"""What may be said of each part: a root's signs are found in the limb, not in its joints."""
_ROOT_SIGN = re.compile(r"\b(?:reflex\w*|jerks?|dorsi\w*|plantar ?flexion|dermatom\w*|myotom\w*)\b", re.IGNORECASE)
_JOINTS_OF_ROOTS = MappingProxyType(
    {"knee": "lower extremity", "ankle": "lower extremity", "elbow": "upper extremity", "wrist": "upper extremity"}
)
_SIGNS = (
    (
        re.compile(r"straight leg|\bslr\b|lasegue|knee jerk|ankle jerk|foot drop", re.IGNORECASE),
        ("lumbar spine", "lower extremity"),
    ),
    (re.compile(r"spurling|hoffman|triceps? reflex|biceps? reflex", re.IGNORECASE), ("cervical spine", "upper extremity")),
    (re.compile(r"phalen|finkelstein|median compression|durkan", re.IGNORECASE), ("wrist",)),
    (re.compile(r"mcmurray|lachman|drawer|patellar grind", re.IGNORECASE), ("knee",)),
    (re.compile(r"\bneer|hawkins|drop arm|empty can|o'brien", re.IGNORECASE), ("shoulder",)),
)
NAMING_NONE = frozenset({"paraspinal"})
CONTEXT = 200  # characters before a sentence that names no part, in which the part is looked for


@lru_cache(maxsize=256)
def speaking_of(words: str) -> frozenset[str]:
    """The parts of which evidence counts for a request with these words; empty where it names none that is known."""
    parts = [part for part in (*body_parts(words), *regions_of(words)) if part not in NAMING_NONE]
    if not all(part in _SPEAKS_OF for part in parts):
        return frozenset()
    return frozenset(said for part in parts for said in _SPEAKS_OF[part])


@lru_cache(maxsize=4096)
def parts_of(sentence: str, before: str = "", sign: str = "") -> frozenset[str]:
    """The parts of the body a sentence speaks of, or else those named last before it; some signs belong to one part."""
    for words, parts in _SIGNS:
        if words.search(sign):
            return frozenset(parts)
    found = {*body_parts(sentence), *regions_of(sentence)} - NAMING_NONE
    if found and _ROOT_SIGN.search(sentence):
        found |= {_JOINTS_OF_ROOTS[part] for part in found if part in _JOINTS_OF_ROOTS}
    if found or not before:
        return frozenset(found)
    return frozenset({*body_parts(before), *regions_of(before)} - NAMING_NONE)


def forget_texts() -> None:
    """Forget which text speaks of which part."""
    speaking_of.cache_clear()
    parts_of.cache_clear()
