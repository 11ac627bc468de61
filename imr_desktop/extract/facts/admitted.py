"""Which sentences may tell of an examination, and which say something though nothing in them has a type."""

from __future__ import annotations

import re

from imr_desktop.extract.facts.studies import STUDIES
from imr_desktop.extract.facts.tables import phrase

_SHORTEST, _LONGEST, _SHORT = 12, 400, 60
_RESULTS = frozenset({"findings", "diagnosis", "studies"})
_SIGNATURE = phrase(
    r"\b(?:signed|signature|www\.|telephone|fax(?:ed)?)\b|\b(?:m\.d|d\.o)\.|"
    r", (?:p\.t|l\.ac|d\.c|p\.a|n\.p|o\.t)\b|\[redacted\]|\bpenalty of perjury\b|\btrue and correct\b|_{4,}|"
    r"\A(?:primary )?treating physician(?: \([^)]{1,40}\))?(?: [A-Z][a-z]|:)"
)
_CREDENTIAL = re.compile(
    r"\b[A-Z][a-z'\-]+,? (?:MD|DO|DC|PhD|PsyD|DPM|NP|PA-C|PA|PT|DPT|OT|LAc|RN)\b|\bLic(?:ense|\.)|\bExecuted at\b|\bNPI\b"
)
_OF_STUDY = phrase(
    r"\W{0,3}(?:\d{1,2} view )?(?:x-?rays?|mri|ct(?: scan)?|ultrasound|radiographs?)\b"
    r"[^.:]{0,60}(?::|\b(?:show|reveal|demonstrate)\w*|"
    r"\b(?:is|was|were|are) (?:negative|normal|positive|read)\b)"
)
_SHOWN = phrase(
    r"\b(?:x-?rays?|mris?|ct(?: scan)?|ultrasound|radiographs?)\b[^.;]{0,80}\b(?:shows?|showed|reveal\w*|demonstrate\w*)\b"
)
_TESTED = phrase(
    r"\b(?:latenc\w+|amplitudes?|velocit\w+|motor units?|spontaneous|conduction|needle|emg|ncs|ncv|"
    r"neuropath\w+|radiculopath\w+|study|studies|evidence|denervation|waves?|recruitment|electro\w+)\b"
)


def may_examine(words: str, section: str, type_: str) -> bool:
    """Whether a sentence may tell of an examination: no question, no result of a study; who tests nerves examines, too."""
    if words.endswith("?") or _OF_STUDY.match(words) or _SHOWN.search(words):
        return False
    if type_ == "electrodiagnostic study":
        return section not in _RESULTS and not _TESTED.search(words)
    return type_ not in STUDIES


def is_telling(words: str) -> bool:
    """Whether a sentence without a typed fact says something all the same."""
    if not _SHORTEST <= len(words) <= _LONGEST or len(words.split()) < 2 or words.isupper() or words.endswith(":"):
        return False
    return not _SIGNATURE.search(words) and not (len(words) < _SHORT and _CREDENTIAL.search(words))
