"""What the limited process may answer about a file: anything else is refused before it is used."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TypeVar

import msgspec

from imr_desktop.file_kinds import READERS
from imr_desktop.record.model import PageImage, PageText, Parsed, Word
from imr_desktop.sandbox.bounds import is_picture
from imr_desktop.sandbox.failure import untrue

MOST_PAGES = 20_000
MOST_PAGE_TEXT = 500_000
"""Characters on one page: a thousand times what a full page of print has."""
MOST_LAYOUT = 2_500_000
"""A page of the most text, with the spaces between."""
MOST_TEXT = 128_000_000
MOST_POINTS = 1_000_000.0
MOST_WRONG = 300
MOST_REASONS = 10
_KINDS = ("", *(kind.label.lower() for kind in READERS))

Answer = TypeVar("Answer")


def size(points: float) -> float:
    """A page's side as it may be answered; 0 where a damaged file gives nonsense."""
    return points if 0.0 <= points <= MOST_POINTS else 0.0


def parsed(data: bytes) -> Parsed:
    """A file's pages. Raises SandboxFailure."""
    return _bounded(data, Parsed, _is_parsed)


def count(data: bytes) -> int:
    """How many pages a file says that it has. Raises SandboxFailure."""
    return _bounded(data, int, lambda made: 0 < made <= MOST_PAGES)


def page(data: bytes, number: int) -> PageText:
    """One page, the one expected. Raises SandboxFailure."""
    return _bounded(data, PageText, lambda made: is_page(made, number))


def ended(data: bytes, kind: str) -> Parsed:
    """What is said of a file of a kind once its pages were said. Raises SandboxFailure."""
    return _bounded(data, Parsed, lambda made: made.kind == kind and not made.pages and not made.wrong and _is_said(made))


def picture(data: bytes) -> PageImage:
    """A page's picture. Raises SandboxFailure."""
    return _bounded(data, PageImage, lambda made: is_picture(made.width, made.height, made.stride, made.bgra))


def words(data: bytes) -> tuple[Word, ...]:
    """A page's words. Raises SandboxFailure."""
    return _bounded(data, tuple[Word, ...], _are_words)


def _bounded(data: bytes, kind: type[Answer], holds: Callable[[Answer], bool]) -> Answer:
    try:
        made = msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise untrue() from None
    if not holds(made):
        raise untrue()
    return made


def _is_parsed(made: Parsed) -> bool:
    return (
        made.kind in _KINDS
        and _is_said(made)
        and bool(made.pages) != bool(made.wrong)
        and len(made.pages) <= MOST_PAGES
        and all(is_page(page, number) for number, page in enumerate(made.pages, 1))
        and sum(len(page.text) for page in made.pages) <= MOST_TEXT
    )


def _is_said(made: Parsed) -> bool:
    return all(len(said) <= MOST_WRONG and said.isprintable() for said in (made.wrong, made.note))


def is_page(page: PageText, number: int) -> bool:
    """Whether a page is as one can be, and the one that is expected."""
    return (
        page.number == number
        and len(page.text) <= MOST_PAGE_TEXT
        and page.width == size(page.width)
        and page.height == size(page.height)
        and page.turned in (0, 90, 180, 270)
        and len(page.hidden) <= MOST_PAGE_TEXT
        and len(page.layout) <= MOST_LAYOUT
        and len(page.reasons) <= MOST_REASONS
        and all(len(reason) <= MOST_WRONG for reason in page.reasons)
        and _are_words(page.words)
    )


def _are_words(made: tuple[Word, ...]) -> bool:
    return (
        len(made) <= MOST_PAGE_TEXT
        and sum(len(word.text) for word in made) <= MOST_PAGE_TEXT
        and all(all(map(isfinite, word.box)) for word in made)
    )
