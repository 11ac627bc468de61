"""Clinical findings: their categories, and the line that is typed for one: ``Taut bands with twitch response #exam @37``.

The categories are read from ``resources/ui/finding_categories.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Finding, SourceRef
from imr_desktop.paths import resource

_CATEGORY = re.compile(r"(?:^|(?<=\s))#([A-Za-z]+)(?=\s|$)")
_PAGES = re.compile(r"(?:^|(?<=\s))@(\d{1,6})(?:[-\u2013](\d{1,6}))?(?=\s|$)")
MAX_RUN = 50


@dataclass(frozen=True)
class Entry:
    """A typed finding: its text without tokens, the category's key, its pages, and what is wrong with it (a sentence)."""

    text: str
    category: str
    pages: tuple[int, ...]
    error: str = ""


def parse(line: str, page_count: int) -> Entry:
    """Read a typed line. ``#60`` and unknown words after ``#`` stay text; `page_count` bounds the pages."""
    category, kept = "", line
    for found in _CATEGORY.finditer(line):
        key = from_typed(found.group(1))
        if key:
            category, kept = key, kept.replace(found.group(), "", 1)
    pages = [page for found in _PAGES.finditer(kept) for page in _run(found)]
    text = " ".join(_PAGES.sub("", kept).split())
    return Entry(text, category, tuple(dict.fromkeys(pages)), _error(text, line, pages, page_count))


def _run(found: re.Match[str]) -> range:
    first = int(found.group(1))
    last = int(found.group(2) or first)
    return range(first, min(max(first, last), first + MAX_RUN) + 1)


def _error(text: str, line: str, pages: Sequence[int], page_count: int) -> str:
    if not text and line.strip():
        return "Write what was found before its category and page."
    beyond = [page for page in pages if not 1 <= page <= page_count]
    if beyond and not page_count:
        return f"There is no record yet, so page {beyond[0]} cannot be cited."
    if beyond:
        return f"Page {beyond[0]} is not in the record, which ends at page {page_count}."
    return ""


def line_of(finding: Finding) -> str:
    """The line that would be typed for a finding, for editing it in place."""
    tokens = [finding.text]
    if finding.category:
        tokens.append(f"#{finding.category}")
    tokens += [
        f"@{first}" if first == last else f"@{first}-{last}"
        for first, last in citation.runs(source.page for source in finding.sources)
    ]
    return " ".join(tokens)


def sources(case: Case, pages: Sequence[int], kept: Sequence[SourceRef] = ()) -> tuple[SourceRef, ...]:
    """Sources for typed pages; a source kept from before stays whole where its page is still named."""
    before = {source.page: source for source in kept}
    return tuple(before.get(page) or case.source(page) for page in pages)


# --- categories --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Category:
    """One category: the key kept in the case, the word shown, and what may be typed after ``#``."""

    key: str
    label: str
    typed: tuple[str, ...]


@cache
def categories() -> tuple[Category, ...]:
    """All categories, in the order a summary tells them."""
    rows = tomllib.loads(resource("ui", "finding_categories.toml").read_text(encoding="utf-8"))["category"]
    return tuple(Category(row["key"], row["label"], tuple(row["typed"])) for row in rows)


def label(key: str) -> str:
    """The word shown for a category's key; an unknown key is shown as it is, capitalised."""
    for category in categories():
        if category.key == key:
            return category.label
    return key[:1].upper() + key[1:]


def from_typed(word: str) -> str | None:
    """The category's key for what was typed after ``#``, or None."""
    wanted = word.casefold()
    for category in categories():
        if wanted in category.typed:
            return category.key
    return None


def rank(key: str) -> int:
    """The place of a category in a composed summary; unknown ones come last."""
    keys = [category.key for category in categories()]
    return keys.index(key) if key in keys else len(keys)
