"""What the search card says: pages searched, hits, answers. Imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from imr_desktop.case import citation
from imr_desktop.case.model import Search


@dataclass(frozen=True)
class Choice:
    """A short answer to a hit, under a digit key; `found` says that the thing is there after all."""

    key: str
    words: str
    found: bool = False


CHOICES = (
    Choice("1", "Other condition"),
    Choice("2", "Other date"),
    Choice("3", "Says it is absent"),
    Choice("4", "Asked for, not done"),
    Choice("5", "It is there: reword", found=True),
)
KEYS = "1–5  answer   ·   R  own words   ·   Enter  open the page   ·   F  add a finding   ·   Esc  back"
NOTHING_READ = "No page of the record could be searched on this computer."


def searched(search: Search) -> str:
    """How far the search went and what it found: ``Pages 1–31 searched · 8 hits``."""
    if not search.pages:
        return NOTHING_READ
    count = len(search.hits)
    hits = "no hit" if not count else f"{count} hit" + ("s" if count > 1 else "")
    return f"{pages(search.pages)} searched · {hits}"


def stopped(search: Search, total: int) -> str:
    """The sentence for a search that found more than can be answered; `total` is the record's pages."""
    done = len(search.pages) + len(search.unreadable)
    if done >= total:
        return ""
    last = max(search.pages, default=0)
    upto = f" after page {last}" if last else ""
    return f"Too many hits: stopped{upto}. Take a wide term away, then search again."


def pages(numbers: tuple[int, ...]) -> str:
    """Pages in words: ``Pages 3–5, 9``."""
    return citation.listed(numbers)


def unreadable(search: Search) -> str:
    """What could not be read, and what the text must say of it; empty where everything could."""
    from imr_desktop.preflight.checks.absence import unreadable_sentence

    if not search.unreadable:
        return ""
    sentence = unreadable_sentence(search.unreadable)
    return f"{pages(search.unreadable)} could not be read. The text must say so: “{sentence}” The check offers to add it."


def tally(search: Search) -> str:
    """How far the answers are: ``5 of 8 answered``."""
    total = len(search.hits)
    if not total:
        return "Nothing found: keep the search" if search.pages else ""
    done = sum(bool(hit.remark.strip()) for hit in search.hits)
    found = sum(hit.found for hit in search.hits)
    return f"{done} of {total} answered" + (f" · found {found} time{'s' if found > 1 else ''}: reword" if found else "")


def terms_text(terms: tuple[str, ...]) -> str:
    """Terms as the line they are edited in."""
    return ", ".join(terms)


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of an edited line: parted by commas or line ends, each once, 60 at most."""
    words = (" ".join(word.split())[:80] for word in text.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word))))[:60]
