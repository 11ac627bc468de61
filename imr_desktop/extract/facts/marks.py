"""The words of a sentence that bear on its signs: the signs themselves, sides, places, denials, judgments and breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from imr_desktop.extract.facts.tables import table
from imr_desktop.rules.request.phrases import PhraseTable, tokens_of

_SYMBOL = re.compile(
    r"\(\s?(?P<in>[+\-])(?:ve)?\s?\)|(?:(?<=^)|(?<=[\s(,;/]))(?P<sign>[+\-])(?=[ ]?[A-Za-z]|[ ]?\([LR]\))|"
    r"(?<=[A-Za-z])[ ](?P<after>[+])(?=[ ,;.)]|$)|(?<=[A-Za-z])[ ](?P<minus>-)(?=[ ]?(?:\(?[LR]\)?(?!\w)|[,;.)/]|$))",
    re.MULTILINE,
)
_SIDE = re.compile(
    r"(?<![\w/.'\-])\(?(?P<both>B/L|R/L|L/R|[RL]\s?>\s?[LR]|(?:left|right)\s?>\s?(?:left|"
    r"right))\)?(?![\w/])|(?<![\w/.'\-])\(?(?P<one>[RL])(?:t\.)?\)?"
    r"(?![\w/'\-])(?:(?!\.)|(?<=[a-z+\-)] [RL])(?=\.(?:\s|\Z)))",
    re.MULTILINE,
)
_STRENGTH = re.compile(r"(?<![\d./])(?P<score>[0-5])\s?(?P<more>[+\-])?\s?(?:/|over|out of)\s?5(?P<plus>[+\-])?(?![\d/])")
_COUNTED = re.compile(
    r"\b(?:waddell\S*|signs?|criteria|tests?|points?|goals?|visits?)[\s:=]{1,3}(?:\w{2,5}\s)?\Z", re.IGNORECASE
)
"""Ahead of "0/5" that counts signs and grades no muscle."""
_GRADE = re.compile(r"(?<![\d./\-+])(?:(?P<n>[0-4])\s?\+|\+\s?(?P<m>[0-4]))(?:/4)?(?![\d/])")
_BREAK = re.compile(
    r";|,|(?:(?<=[a-z+\-)] [LR])|(?<=\([LR]\)))\.(?=\s{1,4}[A-Za-z])|[ ]/[ ]|\b(?:and|or|nor|with|but|while|whereas|however|"
    r"although|though|except|yet|otherwise)\b|[ ](?:-{1,2}|[\u2013\u2014\u2022])[ ]|\b(?=without\b)",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?P<on>\[\s?[xX\u2713\u2714]\s?\]|[\u2611\u2612\u2713\u2714]|\(\s?[xX]\s?\))|(?P<off>\[\s{0,2}\]|[\u2610\u274f\u25a1]|\(\s{1,2}\))"
)
_RANGE = re.compile(
    r"(?<![\d./])(?P<measured>\d{1,3})\s?(?:\u00b0|deg(?:rees?)?\.?)?\s?(?:/|of|out of|\(normal)\s{0,2}"
    r"(?P<normal>\d{2,3})(?![\d/%])"
)
"""A motion that was measured, against what it should be ("40/60", "110 of 150 degrees")."""
_FULL = range(20, 181)
"""Degrees that a whole motion may have."""
_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
_JUDGING = frozenset({"judge", "symbol", "strength", "grade"})
_STRONG = frozenset({";", "but", "while", "whereas", "however", "although", "though", "except", "yet", "otherwise"})


class Sign(NamedTuple):
    """A sign of the table: its name, where it belongs, whether it is a maneuver, and whether it has a side."""

    name: str
    region: str
    is_test: bool
    has_side: bool


class Mark(NamedTuple):
    """A word that bears: what it is, at ``start:end``; `value` is a side, a region, a polarity; `sign` the sign it names."""

    start: int
    end: int
    what: str
    value: str = ""
    sign: Sign | None = None


@cache
def _phrases() -> PhraseTable[tuple[str, str, Sign | None]]:
    rows = table("exam")
    found: PhraseTable[tuple[str, str, Sign | None]] = PhraseTable()
    for row in rows["sign"]:
        sign = Sign(row["name"], row.get("region", ""), row.get("test", False), row.get("sided", True))
        for what in ("words", "asked", "absent"):
            for word in row.get(what, ()):
                found.add(word, ("sign", what, sign))
    for what, words in rows["judge"].items():
        side = what if what in ("left", "right", "bilateral") else ""
        for word in words:
            found.add(word, ("side", side, None) if side else ("judge", what, None))
    for kind, words in table("told")["cues"].items():
        for word in words:
            found.add(word, ("cue", kind, None))
    for name in (*table("drugs")["generics"], *table("drugs")["brands"]):
        found.add(name, ("drug", name, None))
    for region, words in rows["regions"].items():
        for word in words:
            found.add(word, ("region", region, None))
    return found


class Cue(NamedTuple):
    """A word of which a sentence has one wherever it tells something of a kind, and where it stands."""

    start: int
    kind: str


def marked(text: str) -> tuple[list[Mark], list[Cue]]:
    """The table's words in a document's text, the longest first at each place, none over another; and all cues."""
    tokens = tokens_of(text)
    found = sorted(_phrases().find(tokens), key=lambda match: (match.first, -match.last))
    cues = [Cue(tokens[match.first].start, match.payload[1]) for match in found if match.payload[0] == "cue"]
    kept: list[Mark] = []
    last = -1
    for match in found:
        what, value, sign = match.payload
        if match.first > last and what != "cue":
            last = match.last
            kept.append(Mark(tokens[match.first].start, tokens[match.last].end, what, value, sign))
    return kept, cues


def marks_of(text: str, start: int, end: int, phrases: list[Mark]) -> list[Mark]:
    """All that bears in ``text[start:end]``, in order; `phrases` are the table's words there."""
    others = [*_symbols(text, start, end), *sides_in(text, start, end), *_scores(text, start, end)]
    taken = [(one.start, one.end) for one in phrases]
    free = [
        one
        for one in others
        if not any(a < one.end and one.start < b for a, b in taken if not (one.what == "side" and b - a == 1))
    ]
    breaks = [
        one
        for one in breaks_in(text, start, end)
        if one.start == one.end
        or not any(a <= one.start < b for a, b in taken if text[a:b].lower() != text[one.start : one.end].lower())
    ]
    named = any(one.what == "sign" and one.sign and one.sign.name == "weakness" for one in phrases)
    free = [one for one in free if one.what != "symbol" or _is_said(text, one, phrases)]
    symbols = [one for one in free if one.what == "symbol"]
    breaks = [one for one in breaks if not _joins(text, one, [*phrases, *free], end)]
    breaks = [one for one in breaks if not any(a.start < one.end and one.start < a.end for a in symbols)]
    graded = [] if named else [_graded(one) for one in free if one.what == "strength"][:1]
    return sorted((*phrases, *free, *breaks, *graded), key=_place)


def _joins(text: str, mark: Mark, others: list[Mark], end: int) -> bool:
    """Whether a dash only joins a side or a sign with its judgment: "Right - yes", "Neer \u2013 negative"."""
    if mark.value not in _DASHES:
        return False
    before = any(0 <= mark.start - one.end <= 1 and one.what in ("side", "sign") for one in others)
    behind = next((one for one in others if 0 <= one.start - mark.end <= 1 and one.what in _JUDGING), None)
    if not before or behind is None:
        return False
    return behind.value != "negate" or not text[behind.end : min(end, behind.end + 2)].strip(" .,;\n")


def _is_said(text: str, symbol: Mark, phrases: list[Mark]) -> bool:
    """Whether a plus or minus stands in brackets, behind a word, or right ahead of a sign: else it is a dash.

    Behind a word a minus judges maneuvers alone: "Neer - R" is negative, "crepitus - right" only has its side.
    """
    if text[symbol.start : symbol.end] == " -":
        return any(one.end == symbol.start and one.what == "sign" and one.sign and one.sign.is_test for one in phrases)
    bracketed = text[symbol.start] in "( " or symbol.value == "positive"
    return bracketed or any(0 <= one.start - symbol.end <= 1 for one in phrases if one.what == "sign")


def _graded(score: Mark) -> Mark:
    """A muscle's grade names what was examined ("EHL 4/5")."""
    return Mark(score.start, score.start, "sign", "asked", Sign("weakness", "", False, True))


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _symbols(text: str, start: int, end: int) -> Iterator[Mark]:
    for match in _SYMBOL.finditer(text, start, end):
        said = match["in"] or match["sign"] or match["after"] or match["minus"]
        yield Mark(match.start(), match.end(), "symbol", "positive" if said == "+" else "negative")


def sides_in(text: str, start: int, end: int) -> Iterator[Mark]:
    """The sides that stand as letters between two places ("(R)", "R>L")."""
    for match in _SIDE.finditer(text, start, end):
        both = match["both"]
        yield Mark(match.start(), match.end(), "side", "bilateral" if both else {"R": "right", "L": "left"}[match["one"]])


def _scores(text: str, start: int, end: int) -> Iterator[Mark]:
    for match in _STRENGTH.finditer(text, start, end):
        if _COUNTED.search(text, max(start, match.start() - 24), match.start()):
            continue
        whole = match["score"] == "5" and "-" not in (match["more"] or "") + (match["plus"] or "")
        yield Mark(match.start(), match.end(), "strength", "absent" if whole else "present")
    for match in _RANGE.finditer(text, start, end):
        if int(match["normal"]) in _FULL:
            less = int(match["measured"]) < int(match["normal"])
            yield Mark(match.start(), match.end(), "range", "present" if less else "absent")
    for match in _GRADE.finditer(text, start, end):
        yield Mark(match.start(), match.end(), "grade", match["n"] or match["m"])


def breaks_in(text: str, start: int, end: int) -> Iterator[Mark]:
    """Where the words between two places may be cut; *off* begins what stands behind a box without its mark."""
    for match in _BOX.finditer(text, start, end):
        yield Mark(match.start(), match.end(), "break", "off" if match["off"] else "box")
    for match in _BREAK.finditer(text, start, end):
        word = match[0].strip().lower() or "with"
        yield Mark(match.start(), match.end(), "break", "strong" if word in _STRONG else word)
