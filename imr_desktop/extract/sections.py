"""Where the parts of a letter begin: headings that stand on their own lines, in any case and spacing."""

from __future__ import annotations

import re
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading found in a text: `start` is where it begins, `end` where its section's words begin."""

    name: str
    start: int
    end: int


def _spaced(words: str) -> str:
    """A pattern for a heading's words: spaces match any break; optional parts may be given in regex syntax."""
    return words.replace(" ", r"\s{1,60}")


_HEADINGS = (
    ("how", "HOW THE IMR FINAL DETERMINATION WAS MADE"),
    ("documents", "(?:LIST OF )?DOCUMENTS REVIEWED(?: FOR DETERMINATION)?"),
    ("summary", "(?:EXPERT REVIEWER )?(?:CLINICAL )?CASE SUMMARY"),
    ("issues", r"IMR (?:ISSUES?|DECISIONS?|DECISION\(S\))(?:, DECISIONS?)? AND RATIONALES?(?:\(S\))?"),
    ("issues", r"INDEPENDENT MEDICAL REVIEW DECISION(?:\(S\)|S)? AND RATIONALE(?:\(S\)|S)?"),
    ("issue", "ISSUE(?:S|\\(S\\))? AT DISPUTE"),
    ("guidelines", r"MEDICAL TREATMENT GUIDELINE(?:\(S\)|S)? RELIED UPON BY (?:THE )?PROFESSIONAL REVIEWER(?: AND WHY)?"),
    ("rationale", r"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE (?:IS/WAS|IS|WAS)(?: NOT)? MEDICALLY NECESSARY"),
    ("qualifications", "MEDICAL (?:REVIEWER )?QUALIFICATIONS(?: OF THE (?:EXPERT|MEDICAL|PROFESSIONAL|PHYSICIAN) REVIEWER)?"),
    ("attestation", "(?:REVIEWER(?:'S)? )?(?:ATTESTATIONS?|STATEMENTS? OF THE (?:EXPERT )?REVIEWER)"),
    ("signature", "(?:ELECTRONIC(?:ALLY)? )?(?:SIGNATURE|SIGNED)|SINCERELY,?|RESPECTFULLY(?: SUBMITTED)?,?"),
)


_ALONE = frozenset({"signature", "attestation"})  # words too common to count inside a line
_PATTERNS = tuple(
    (
        name,
        tuple(
            re.compile(pattern, flags)
            for pattern, flags in (
                (rf"^[ ]{{0,120}}(?:{_spaced(words)})[ ]{{0,6}}:?[ ]{{0,200}}$", re.IGNORECASE | re.MULTILINE),
                (rf"^[ ]{{0,120}}(?:{_spaced(words)})[ ]{{0,6}}:", re.IGNORECASE | re.MULTILINE),
                (_spaced(words) + "[ ]{0,6}:?", 0),
            )[: 1 if name in _ALONE else 3]
        ),
    )
    for name, words in _HEADINGS
)


def find_headings(text: str) -> tuple[Heading, ...]:
    """The headings of a letter in order of place; a kind may come more than once.

    A heading stands alone on its line (or lines). Where none of a kind does, the words with a colon at a line's start count,
    and then the words in capitals wherever they stand, which keeps text readable whose line breaks were lost.
    """
    lines = text.replace("\f", "\n")
    found: list[Heading] = []
    for name, ways in _PATTERNS:
        matches = next((hits for hits in (list(way.finditer(lines)) for way in ways) if hits), [])
        found += [Heading(name, match.start(), match.end()) for match in matches[:50]]
    return tuple(sorted(found, key=lambda heading: heading.start))


def section(headings: tuple[Heading, ...], name: str, length: int, until: tuple[str, ...] = ()) -> tuple[int, int] | None:
    """The span of the first section of this name, up to the next heading (of the kinds in `until`, where given)."""
    for index, heading in enumerate(headings):
        if heading.name == name:
            after = (
                later.start
                for later in headings[index + 1 :]
                if later.start >= heading.end and (not until or later.name in until)
            )
            return heading.end, next(after, length)
    return None
