"""Body parts, side and spinal levels in a request's words."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from imr_desktop.rules.phrases import PhraseTable, tokens_of

Side = Literal["left", "right", "bilateral"]

# Canonical body part -> the words it goes by; plurals are folded.
BODY_PARTS = MappingProxyType({
    "head": ("head", "brain", "skull", "cranial"),
    "face": ("face", "facial", "jaw", "tmj", "temporomandibular joint"),
    "eye": ("eye", "eyes", "ocular"),
    "cervical spine": ("cervical spine", "cervical", "neck", "c spine", "cspine", "cervico"),
    "thoracic spine": ("thoracic spine", "thoracic", "t spine", "tspine", "mid back", "upper back", "midback"),
    "lumbar spine": ("lumbar spine", "lumbar", "low back", "lower back", "l spine", "lspine", "lumbosacral spine",
                     "lumbosacral", "lumbo sacral", "ls spine", "l s spine", "l/s", "lumbar sacral"),
    "sacrum": ("sacrum", "sacral", "coccyx", "tailbone"),
    "sacroiliac joint": ("sacroiliac joint", "sacroiliac", "si joint", "sij"),
    "back": ("back",),
    "spine": ("spine", "spinal", "entire spine"),
    "trapezius": ("trapezius", "trapezii", "trap", "trapezial"),
    "periscapular": ("periscapular", "peri scapular"),
    "scapula": ("scapula", "scapular", "shoulder blade"),
    "rhomboid": ("rhomboid",),
    "paraspinal": ("paraspinal", "paravertebral", "paraspinous"),
    "levator scapulae": ("levator scapulae", "levator"),
    "shoulder": ("shoulder", "rotator cuff", "acromioclavicular joint", "ac joint"),
    "upper extremity": ("upper extremity", "upper limb", "ue", "bue", "rue", "lue", "upper ext"),
    "arm": ("arm", "arms", "upper arm", "humerus", "bicep"),
    "elbow": ("elbow", "epicondyle", "lateral epicondyle", "medial epicondyle"),
    "forearm": ("forearm",),
    "wrist": ("wrist", "carpal tunnel"),
    "hand": ("hand", "palm"),
    "finger": ("finger", "digit"),
    "thumb": ("thumb",),
    "chest": ("chest", "rib", "ribs", "sternum", "thorax"),
    "abdomen": ("abdomen", "abdominal"),
    "pelvis": ("pelvis", "pelvic"),
    "groin": ("groin", "inguinal"),
    "hip": ("hip", "hips"),
    "buttock": ("buttock", "gluteal", "gluteus", "piriformis"),
    "lower extremity": ("lower extremity", "lower limb", "le", "ble", "rle", "lle", "lower ext"),
    "thigh": ("thigh", "quadricep", "hamstring", "femur"),
    "knee": ("knee", "patella", "meniscus"),
    "leg": ("leg", "legs", "lower leg", "calf", "tibia", "shin"),
    "ankle": ("ankle", "achille"),
    "foot": ("foot", "feet", "heel", "plantar fascia"),
    "toe": ("toe", "toes"),
})

_REGIONS = MappingProxyType({"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine", "S": "lumbar spine"})
_BOTH = frozenset({"bilateral", "bilaterally", "both", "bilat", "ble", "bue", "b/l"})
_LEFT = frozenset({"left", "lt", "lle", "lue"})
_RIGHT = frozenset({"right", "rt", "rle", "rue"})
_SIDE_WORD = re.compile(r"b/l|[a-z]+")

_ONE_LEVEL = r"(?:c[1-8]|t(?:1[0-2]|[1-9])|l[1-6]|s[1-5])"
_NEXT_LEVEL = r"(?:\s?[-/–]\s?(?:[ctls])?(?:1[0-2]|[1-9])(?![\d.%]))"
LEVELS = re.compile(rf"\b{_ONE_LEVEL}{_NEXT_LEVEL}{{0,6}}\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _table() -> PhraseTable:
    table = PhraseTable()
    for part, words in BODY_PARTS.items():
        for phrase in words:
            table.add(phrase, part)
    return table


def body_parts(text: str) -> tuple[str, ...]:
    """Canonical body parts in the order they are named, each once; the longest name wins (lower leg, not leg)."""
    found: list[str] = []
    covered = -1
    for match in sorted(_table().find(tokens_of(text)), key=lambda match: (match.first, -match.length)):
        if match.last > covered:
            covered = max(covered, match.last)
            if match.payload not in found:
                found.append(match.payload)
    return tuple(found)


def side(text: str) -> Side | None:
    """The side named, bilateral where both is said; None where none is, or where parts differ in side."""
    words = {match.group() for match in _SIDE_WORD.finditer(text.lower())}
    if words & _BOTH:
        return "bilateral"
    left, right = bool(words & _LEFT), bool(words & _RIGHT)
    if left == right:
        return None
    return "left" if left else "right"


def spinal_levels(text: str) -> tuple[str, ...]:
    """Levels as ``L4-5``, ``L5-S1`` or ``L4``, in the order they are named, each once."""
    found: dict[str, None] = {}
    for match in LEVELS.finditer(text):
        for level in _named(match.group()):
            found[level] = None
    return tuple(found)


def regions_of(text: str) -> tuple[str, ...]:
    """The parts of the spine its levels lie in (``C5-6``: cervical spine)."""
    return tuple(dict.fromkeys(_REGIONS[level[0]] for level in spinal_levels(text) if level[0] in _REGIONS))


def _named(text: str) -> list[str]:
    parts = re.findall(r"([ctls]?)(\d{1,2})", text.lower())
    region, whole = "", []
    for letter, number in parts:
        region = letter or region
        whole.append((region.upper(), number))
    if len(whole) == 2:
        (first, low), (second, high) = whole
        return [f"{first}{low}-{high}" if first == second else f"{first}{low}-{second}{high}"]
    return [f"{letter}{number}" for letter, number in whole]
