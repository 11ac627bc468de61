"""A page's text as it is searched, with the way back to the text as it stands.

What is undone: capitals, accents, ligatures, quotes and dashes of other forms, forms of width, blanks of other kinds, signs
of no width, letter-spacing, line ends and line-end hyphens, underscores, separators of thousands. A hyphen is kept as one,
also at a line's end, for nobody can tell ``low-/back`` from ``radicu-/lopathy``: `pattern` passes over it. A word or phrase
that goes on upon the next page is found too, where that page's text is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from imr_desktop.record.find.alike import HYPHENS, SPACED, alike, is_mark
from imr_desktop.record.find.pattern import pattern  # noqa: F401  handed on

_APART = " \ue001\ue001\ue001\ue001 "
_BLANK = " \\t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_LINE = "\\n\\r\\v\\f\\x1c-\\x1e\\x85\u2028\u2029"
_THIN = "\u2006-\u200a\u202f"
_OTHERS = (
    rf"(?P<hyphen>(?<=[^\W_])[{_BLANK}]{{0,4}}[{HYPHENS}]+(?:[{_BLANK}]{{0,4}}[{_LINE}]\s{{0,40}}|[{_BLANK}]{{0,4}})(?=[^\W_]))"
    rf"|(?P<dropped>(?<=\d)(?:[{_THIN}](?=\d)|[,'\u00a0](?=\d\d\d(?!\d))))"
    r"|(?P<blank>\s{2,}|[^\S ])"
    r"|(?P<other>.[\u3099\u309a]|[\u1100-\u11ff]+|[^\x00-\x7f]|[\x00-\x1f\x7f_`])"
)
_SPECIAL = re.compile(rf"(?!(?:[A-Za-z0-9.:;/()\"?!]|[ \n][A-Za-z0-9]))(?:{_OTHERS})")
"""Leaving first what stands letter for letter, a line's end too, makes it ten times as quick."""
_MAYBE_SPACED = re.compile(rf"[{_BLANK}][^\W_][{_BLANK}]{{1,4}}[^\W_](?![^\W_])")
_WITH_SPACED = re.compile(
    rf"(?P<spaced>(?<![^\W_])[^\W\d_](?:[{_BLANK}]{{1,4}}(?:[^\W_]|-(?=[{_BLANK}]))){{2,}}(?![^\W_]))|{_OTHERS}"
)
_REACH = 160
_MOST_RUNNING = 4
_RUNNING = re.compile(r"^\W*(?:(?:page|pg|p)\W*)?\d{1,6}(?:\W*(?:of|/)\W*\d{1,6})?\W*$", re.IGNORECASE)


class Place(NamedTuple):
    """Where something stands in a page's text; `beyond` are the words of it that stand on the next page."""

    start: int
    end: int
    beyond: str = ""


class Folded:
    """A text made alike: `text` is what is searched; `places` and `span` lead back to the text as it stands."""

    def __init__(self, original: str, following: str = "") -> None:
        self._pieces: list[str] = []
        self._at: list[int] = []
        self._from: list[tuple[int, int, bool]] = []
        self._length = 0
        self._fold(original)
        self.text = "".join(self._pieces)
        self._pieces.clear()
        self._start, self._joint, self._over, self._tail = _carried(original, following)
        if self._tail is not None:
            self.text += _APART + self._tail.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in `text`: whole characters, each with its accents."""
        start, end = min(start, self._length), min(end, self._length)
        if not self._at:
            return 0, 0
        if end <= start:
            place = self._origin(start)[0] if start < self._length else self._from[-1][1]
            return place, place
        return self._origin(start)[0], self._origin(end - 1)[1]

    def places(self, wanted: re.Pattern[str]) -> Iterator[Place]:
        """Where a pattern stands in the original; what goes on upon the next page counts, once, for this one."""
        for found in wanted.finditer(self.text):
            start, end = found.span()
            if end <= self._length:
                yield Place(*self.span(start, end))
            elif self._tail is not None and start >= self._length:
                away = self._length + len(_APART)
                start, end = self._tail.span(start - away, end - away)
                if start < self._joint < end:
                    words = " ".join(self._over[: end - self._joint].split())
                    yield Place(self._start + start, self._start + self._joint, words)

    def _origin(self, at: int) -> tuple[int, int]:
        """Where a character of the folded text comes from."""
        part = bisect_right(self._at, at) - 1
        start, end, even = self._from[part]
        if not even:
            return start, end
        start += at - self._at[part]
        return start, start + 1

    # --- making it

    def _fold(self, original: str) -> None:
        done = 0
        special = _WITH_SPACED if _MAYBE_SPACED.search(original) else _SPECIAL
        for found in special.finditer(original):
            start, end = found.span()
            if start > done:
                self._put(_even(original[done:start]), done, start, even=True)
            done = end
            if found.lastgroup == "spaced":
                self._put_spaced(original, start, end)
            elif found.lastgroup == "blank":
                self._put(" ", start, end)
            elif found.lastgroup == "hyphen":
                self._put("-", start, end)
            elif found.lastgroup == "other":
                self._put_other(found[0], start, end)
        if done < len(original):
            self._put(_even(original[done:]), done, len(original), even=True)

    def _put(self, text: str, start: int, end: int, *, even: bool = False) -> None:
        if text:
            self._pieces.append(text)
            self._at.append(self._length)
            self._from.append((start, end, even))
            self._length += len(text)

    def _put_other(self, letters: str, start: int, end: int) -> None:
        same = alike(letters)
        if not same and is_mark(letters[0]):
            self._stretch(end)
        self._put(same, start, end)

    def _stretch(self, end: int) -> None:
        """An accent belongs to the letter before it."""
        if not self._from or self._from[-1][1] != end - 1:
            return
        start, last, even = self._from[-1]
        if even and last - start > 1:
            self._from[-1] = (start, last - 1, True)
            self._at.append(self._length - 1)
            self._from.append((last - 1, end, False))
        else:
            self._from[-1] = (start, end, False)

    def _put_spaced(self, original: str, start: int, end: int) -> None:
        at = start
        while at < end:
            if original[at].isspace():
                stop = at
                while original[stop].isspace():
                    stop += 1
                digits = original[at - 1].isdecimal() and original[stop].isdecimal()
                self._put(" " if stop - at > 1 or digits else SPACED, at, stop)
                at = stop
            else:
                self._put(alike(original[at]) if not original[at].isascii() else original[at].lower(), at, at + 1)
                at += 1


def _even(letters: str) -> str:
    return letters.lower().replace("\n", " ")


def fold(text: str, following: str = "") -> Folded:
    """A page's text as it is searched; `following` is the next page's, for what goes on there."""
    return Folded(text, following)


def folded(pages: Mapping[int, str]) -> Iterator[tuple[int, Folded]]:
    """Each page, in order, as it is searched together with the beginning of the page after it."""
    for page in sorted(pages):
        yield page, fold_page(pages[page], pages.get(page + 1, ""))


@lru_cache(maxsize=256)
def fold_page(text: str, following: str) -> Folded:
    """As `fold`; the pages last searched are kept, for a query is typed letter by letter."""
    return Folded(text, following)


# --- what goes on upon the next page


def _carried(text: str, following: str) -> tuple[int, int, str, Folded | None]:
    """The end of a page joined to the beginning of the next: where it starts, its length, what comes over, all folded."""
    if not text.strip() or not following.strip():
        return 0, 0, "", None
    start, end = _end_of_body(text, following)
    over = _head_of_body(text, following)
    if start >= end or not over:
        return 0, 0, "", None
    return start, end - start, over, Folded(text[start:end] + over)


def _end_of_body(text: str, following: str) -> tuple[int, int]:
    """Where the last words of a page stand, its running foot left out."""
    feet = {_form(line) for line in following.rstrip().rsplit("\n", _MOST_RUNNING)[1:]}
    end = len(text.rstrip())
    for _ in range(_MOST_RUNNING):
        line = text.rfind("\n", 0, end) + 1
        if line == 0 or not (_form(text[line:end]) in feet or _RUNNING.match(text[line:end])):
            break
        end = len(text[:line].rstrip())
    start = max(0, end - _REACH)
    while 0 < start < end and not text[start - 1].isspace():
        start += 1
    return start, end


def _head_of_body(text: str, following: str) -> str:
    """The first words of the next page, led by a line feed, its running head left out."""
    heads = {_form(line) for line in text.lstrip().split("\n", _MOST_RUNNING)[:_MOST_RUNNING]}
    lines = following.lstrip().split("\n", _MOST_RUNNING)
    while len(lines) > 1 and (not lines[0].strip() or _form(lines[0]) in heads or _RUNNING.match(lines[0])):
        del lines[0]
    words = "\n".join(lines)[: _REACH + 1].lstrip()
    return "\n" + (words if len(words) < _REACH else words[: max(words.rfind(" "), words.rfind("\n"), 0)])


def _form(line: str) -> str:
    """A line with its numbers left open: running heads and feet differ in nothing else."""
    return re.sub(r"\d+", "#", " ".join(line.lower().split()))
