"""How documents speak of a patient without stating it: as a man or a woman, of a limb of one side.

Each alone is a guess. One document that does not fit the others is worth a look: it may be another person's, or a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.facts.tables import either, phrase, table

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

_HE = re.compile(r"\b(?:[Hh]e|[Hh]is|[Hh]im(?:self)?|Mr\.)(?!\w)")
_SHE = re.compile(r"\b(?:[Ss]he|[Hh]ers?(?:elf)?|Mr?s\.)(?!\w)")
_RARELY = 6
"""How many times the one is said for each of the other where that one is the patient."""


class Spoken(NamedTuple):
    """What one document lets be guessed: `what` is ``sex`` or a limb, `value` a sex or a side."""

    what: str
    value: str
    source: SourceRef


def spoken_in(documents: Sequence[Document], texts: Mapping[int, str]) -> tuple[Spoken, ...]:
    """What the documents of those who saw the patient let be guessed; `texts` are by case page."""
    others = frozenset(table("told")["spoken"]["of_others"])
    return tuple(one for document in documents if document.type not in others for one in _of(document, texts))


def _of(document: Document, texts: Mapping[int, str]) -> Iterator[Spoken]:
    said: dict[str, list[SourceRef]] = {"male": [], "female": []}
    limbs: dict[tuple[str, str], SourceRef] = {}
    for page in range(document.first_page, document.last_page + 1):
        text = texts.get(page, "")
        for sex, pattern in (("male", _HE), ("female", _SHE)):
            said[sex] += [SourceRef(document.id, page, match[0]) for match in pattern.finditer(text)]
        for match in _limb().finditer(text):
            part = " ".join(match["part"].lower().split())
            limbs.setdefault((part, match["side"].lower()), SourceRef(document.id, page, " ".join(match[0].split())))
    few, many = sorted(said, key=lambda sex: len(said[sex]))
    if said[many] and len(said[few]) * _RARELY <= len(said[many]):
        yield Spoken("sex", many, said[many][0])
    for (part, side), source in limbs.items():
        yield Spoken(part, side, source)


@cache
def _limb() -> re.Pattern[str]:
    return phrase(rf"(?<!\w)(?P<side>left|right) (?P<part>{either(table('told')['body']['limbs'])})(?!\w)")
