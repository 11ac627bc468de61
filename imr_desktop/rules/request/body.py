"""Body parts and spinal levels in a request's words."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from imr_desktop.rules.request.phrases import PhraseTable, tokens_of

# Canonical body part -> the words it goes by; plurals are folded.
BODY_PARTS = MappingProxyType(
    {
        "head": ("head", "brain", "skull", "cranial"),
        "face": ("face", "facial", "jaw", "tmj", "temporomandibular joint"),
        "eye": ("eye", "eyes", "ocular"),
        "cervical spine": ("cervical spine", "cervical", "neck", "c spine", "cspine", "cervico"),
        "thoracic spine": ("thoracic spine", "thoracic", "t spine", "tspine", "mid back", "upper back", "midback"),
        "lumbar spine": (
            "lumbar spine",
            "lumbar",
            "low back",
            "lower back",
            "l spine",
            "lspine",
            "lumbosacral spine",
            "lumbosacral",
            "lumbo sacral",
            "ls spine",
            "l s spine",
            "l/s",
            "lumbar sacral",
        ),
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
        # Words that name a part of the body and mean none.
        "": (
            "knee scooter",
            "knee walker",
            "knee roller",
            "face to face",
            "hand held",
            "handheld",
            "hand controls",
            "head set",
            "foot drop",
            "back up",
            "arm rest",
            "foot rest",
            "hand rails",
            "second hand",
            "left hand dominant",
            "right hand dominant",
            "hand dominant",
        ),
    }
)

_REGIONS = MappingProxyType({"C": "cervical spine", "T": "thoracic spine", "L": "lumbar spine", "S": "lumbar spine"})
_BOTH_LIMBS = re.compile(
    r"\b(upper|lower) ?(?:and|&|/|,|or) ?(upper|lower) (?:extremit(?:y|ies)|limbs?|ext)\b", re.IGNORECASE
)
_LETTER_APART = re.compile(r"\b([ctls]) (?=\d)", re.IGNORECASE)
_ONE_LEVEL = r"(?:c[1-8]|t(?:1[0-2]|[1-9])|l[1-6]|s[1-5]|[ctl] [1-8](?= ?[-/] ?[cl]?[1-8]))"
_NEXT_LEVEL = r"(?:(?: ?[-/–] ?| (?:to|thru|through) (?=[ctls]))(?:[ctls])?(?:1[0-2]|[1-9])(?![\d.%]))"
# A further pair without its letter: C4-5, 5-6.
_FURTHER = (
    r"(?:(?:,? (?:and |& )?|,)[1-9] ?[-/] ?[cltsCLTS]?[1-9](?![\d./%-])"
    r"(?! ?(?:x|times?|weeks?|wks?|days?|months?|visits?|sessions?|injections?|mg|tab)))"
)
LEVELS = re.compile(rf"\b{_ONE_LEVEL}{_NEXT_LEVEL}{{0,6}}\b{_FURTHER}{{0,4}}", re.IGNORECASE)
_PAIRS = re.compile(r",| and |&| (?=[1-9] ?[-/])")


@lru_cache(maxsize=1)
def _table() -> PhraseTable[str]:
    table = PhraseTable[str]()
    for part, words in BODY_PARTS.items():
        for phrase in words:
            table.add(phrase, part)
    return table


@lru_cache(maxsize=512)
def body_parts(text: str) -> tuple[str, ...]:
    """Canonical body parts in the order they are named, each once; the longest name wins (lower leg, not leg).

    Texts are remembered until `Packs.forget_texts`.
    """
    found: list[str] = []
    covered = -1
    text = _BOTH_LIMBS.sub(r"\1 extremity, \2 extremity", text)
    for match in sorted(_table().find(tokens_of(text)), key=lambda match: (match.first, -match.length)):
        if match.last > covered:
            covered = max(covered, match.last)
            if match.payload and match.payload not in found:
                found.append(match.payload)
    return tuple(found)


def spinal_levels(text: str) -> tuple[str, ...]:
    """Levels as ``L4-5``, ``L5-S1`` or ``L4``, in the order they are named, each once."""
    return tuple(dict.fromkeys(level for match in LEVELS.finditer(text) for level in _levels(match.group())))


def regions_of(text: str) -> tuple[str, ...]:
    """The parts of the spine its levels lie in (``C5-6``: cervical spine)."""
    return tuple(dict.fromkeys(_REGIONS[level[0]] for level in spinal_levels(text) if level[0] in _REGIONS))


def _levels(text: str) -> list[str]:
    """The levels in one stretch of words; a pair without a letter goes on in the region before it."""
    found: list[str] = []
    region = ""
    for pair in _PAIRS.split(_LETTER_APART.sub(r"\1", text)):
        named, region = _named(pair, region)
        found += named
    return found


def _named(text: str, region: str) -> tuple[list[str], str]:
    whole = []
    for letter, number in re.findall(r"([ctls]?) ?(\d{1,2})", text.lower()):
        region = letter or region
        whole.append((region.upper(), number))
    if len(whole) == 2:
        (first, low), (second, high) = whole
        return [f"{first}{low}-{high}" if first == second else f"{first}{low}-{second}{high}"], region
    return [f"{letter}{number}" for letter, number in whole], region
