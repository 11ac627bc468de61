"""What of a line is a paper's own title: no name of a person, no day, claim, telephone or page that runs along with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.extract.dates import find_dates
from imr_desktop.extract.parts.kinds import kinds, title_words
from imr_desktop.extract.parts.letterhead import is_at_a_place
from imr_desktop.extract.parts.names import PLAIN, REVERSED, written
from imr_desktop.extract.parts.spelling import spelled
from imr_desktop.extract.parts.vocabulary import learned
from imr_desktop.extract.parts.word_lists import word_lists, words

_LEAST_OF_NAME = 3
_LIST = 3
"""Commas of a line that lists things."""
_LABEL = re.compile(rf"\W*(?:{words('titles', 'labels')})\s*[:#]\s*", re.IGNORECASE)
_PAGE = re.compile(
    rf"\(?\b(?:page|pg|p)\b\.?\s*(?:\d{{1,4}}|{words('titles', 'numbers')})(?:\s*(?:of|/)\s*\w{{1,5}})?\)?"
    r"|(?<=\s)\d{1,3}\s?/\s?\d{1,3}\s*\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:\b(?:claim|file|case|mrn|acct|account|chart|adj)\b\W{0,3}(?:(?:no|number)\b\W{0,3})?)?"
    r"(?:#\s?\d\S*|\b(?:[A-Z]{1,5}[-_ ]?)?\d{5,}\S*|\b\d{2,4}-\d{3,}\S*)",
    re.IGNORECASE,
)
_BAR = re.compile(r" [|\u2022\u00b7] ")
_TIME = re.compile(r"\b(?:at )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
_REVERSED = re.compile(r"(?P<last>[A-Z][\w'\u2019-]{2,24}), ?(?P<first>[A-Z][\w'\u2019-]{1,24})(?: [A-Z]\b\.?)?(?!\w)")
"""A person as running heads have one: the family name, a comma, the first name."""
_NAMED = re.compile(
    r"\b(?:for|of|re|regarding|to|patient|claimant|employee)\b:? (?P<first>[A-Z][\w\u2019'-]{2,24}) (?:[A-Z]\b\.? )?"
    r"(?P<last>[A-Z][\w\u2019'-]{2,24})(?!\w)"
)
"""A person whom a paper is about: "for Ana Ruiz"."""
_JOINING = rf"(?:{words('titles', 'joining')})"
_BEFORE = re.compile(rf"[^\w)]+\Z|(?:\A|(?<=[\s(])){_JOINING}\Z", re.IGNORECASE)
_AFTER = re.compile(rf"[^\w(&]+|{_JOINING}(?!\w)", re.IGNORECASE)
"""What joins a title to what stands before or after it, and is none of it."""
_OF_PAPERS = re.compile(rf"{_JOINING}|{words('titles', 'nouns')}", re.IGNORECASE)
_NO_TITLE = re.compile(rf"(?<!\w)(?:{words('titles', 'no_titles')})(?!\w)", re.IGNORECASE)
_AMOUNT = re.compile(rf"\b(?:x ?\d+|\d+ ?(?:x|{words('titles', 'units')}))\b", re.IGNORECASE)


def bare_title(line: str, patient: str = "") -> str:
    """The part of a line that names a kind of document; empty where none does, or the line says something else.

    `patient` is whose record it is, as ``last first``.
    """
    label = _LABEL.match(line)
    line = line[label.end() :] if label else line
    if is_at_a_place(line) or _NO_TITLE.search(line) or _AMOUNT.search(line):
        return ""
    title = next((piece for piece in _pieces(line, patient) if _names_kind(piece)), "")
    return title if title.count(",") < _LIST else ""


def is_bare(line: str, patient: str = "") -> bool:
    """Whether a line holds none of what runs along with a title, and is no sentence."""
    return (
        not any(_foreign(line, patient)) and not is_at_a_place(line) and not (_NO_TITLE.search(line) or _AMOUNT.search(line))
    )


def _names_kind(piece: str) -> bool:
    plain = spelled(_small(piece))
    return any(kind.names.search(plain) for kind in kinds())


def _small(line: str) -> str:
    return line.replace("\u2019", "'").lower()


def _pieces(line: str, patient: str) -> Iterator[str]:
    """What stands between names, days and numbers, without the words that joined them to it."""
    at = 0
    for start, end in [*sorted(_foreign(line, patient)), (len(line), len(line))]:
        piece = line[at : max(at, start)]
        if at:
            piece = _without(_AFTER, piece, begins=True)
        if start < len(line):
            piece = _without(_BEFORE, piece)
        if piece := piece.strip(" .,:;-|*_#/\u2013\u2022"):
            yield piece
        at = max(at, end)


def _without(joining: re.Pattern[str], piece: str, *, begins: bool = False) -> str:
    """A piece without the words of a pattern at its end, or at its beginning, however many stand there."""
    while found := joining.match(piece) if begins else joining.search(piece):
        if found.start() == found.end():
            break
        piece = piece[found.end() :] if begins else piece[: found.start()]
    return piece


def _foreign(line: str, patient: str) -> Iterator[tuple[int, int]]:
    for day in find_dates(line):
        yield day.start, day.end
    for pattern in (_PAGE, _NUMBER, _TIME, _BAR):
        yield from (found.span() for found in pattern.finditer(line))
    yield from _people(line)
    for pattern in (_REVERSED, _NAMED):
        yield from (one.span() for one in pattern.finditer(line) if _are_names(one["first"], one["last"]))
    if patient:
        yield from (found.span() for found in _patient(patient).finditer(line) if _names_one(found[0]))


def _people(line: str) -> Iterator[tuple[int, int]]:
    """People with credentials, each from the first word of the name on: "Report to" is none of it."""
    at = 0
    for word in re.finditer(r"\S+", line):
        found = (REVERSED.match(line, word.start()) or PLAIN.match(line, word.start())) if word.start() >= at else None
        if found and not _is_of_papers(word[0].strip(",.")) and written(found):
            yield found.span()
            at = found.end()


def _is_of_papers(word: str) -> bool:
    return _small(word) in title_words() or _OF_PAPERS.fullmatch(word) is not None


def _are_names(*parts: str) -> bool:
    return any(map(_is_name, parts)) and not any(map(_is_of_papers, parts))


def _is_name(word: str) -> bool:
    """Whether a word is none that papers consist of."""
    small = _small(word).removesuffix("'s")
    return small not in learned() and small not in title_words()


def _names_one(found: str) -> bool:
    """Whether words are a person's: two of the name, or one that is no word of papers ("Hand")."""
    parts = re.findall(r"[^\W\d_]{3,}", found)
    return len(parts) > 1 or (len(parts) == 1 and _is_name(parts[0]))


@lru_cache(maxsize=256)
def _patient(name: str) -> re.Pattern[str]:
    """A patient's name in any order, with a title, an initial, and what is his or hers."""
    parts = "|".join(re.escape(part) for part in name.split() if len(part) >= _LEAST_OF_NAME) or "(?!)"
    titles = "|".join(word_lists()["titles"]["before_names"])
    return re.compile(
        rf"(?:\b(?:{titles})\b\.? )?\b(?:{parts})(?:,? ?\b(?:[a-z]\b\.?,? ?)?(?:{parts})\b)*"
        r"(?:['\u2019]s)?(?: [A-Z]\b\.?)?",
        re.IGNORECASE,
    )
