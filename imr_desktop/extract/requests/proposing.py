"""The disputed items that the papers of a dispute propose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.forms import RequestWords, application_items, ur_guideline, ur_items
from imr_desktop.extract.likeness import plain, same_request
from imr_desktop.extract.model import Proposal
from imr_desktop.extract.rfa import rfa_items

if TYPE_CHECKING:
    from imr_desktop.extract.pagetext import PagedText
    from imr_desktop.extract.requests.part import Part
    from imr_desktop.record.model import PageText


class _Listed(NamedTuple):
    value: dict[str, Any]
    sources: tuple[SourceRef, ...]


def request_proposals(parts: Sequence[Part], _pages: Sequence[PageText], _first: int) -> Iterator[Proposal]:
    """The disputed items: the application's list, filled in from the utilization review, each in its own words.

    `parts` are the file's documents, the most trusted first, `pages` its pages from case page `first` on. The review's own
    wording of an item is kept as a second proposal under the same key.
    """
    if any(part.document.type == "determination" for part in parts):
        return
    listed = _listed(parts, "imr application", application_items)
    reviewed = _reviewed(parts)
    if not listed:
        listed, reviewed = reviewed or _listed(parts, "rfa", rfa_items), []
    for number, item in enumerate(listed, 1):
        match = next((other for other in reviewed if same_request(item.value["title"], other.value["title"])), None)
        if match is None:
            yield Proposal(f"items.{number}", item.value, item.sources)
            continue
        yield Proposal(f"items.{number}", {**match.value, **item.value}, item.sources + match.sources)
        if plain(match.value["title"]) != plain(item.value["title"]):
            yield Proposal(f"items.{number}", match.value, match.sources)
    if listed:
        yield Proposal("expected_items", len(listed), tuple(source for item in listed for source in item.sources[:1]))


def _listed(parts: Sequence[Part], kind: str, read: Callable[[PagedText], Iterable[RequestWords]]) -> list[_Listed]:
    items: dict[str, _Listed] = {}
    for part in parts:
        for words in read(part.text) if part.document.type == kind else ():
            items.setdefault(plain(words.title), _Listed(_request_value(words), (part.source(words.start, words.end),)))
    return list(items.values())


def _reviewed(parts: Sequence[Part]) -> list[_Listed]:
    items: list[_Listed] = []
    for part in parts:
        if part.document.type == "ur determination":
            guideline = ur_guideline(part.text)
            extra = {"claims_administrator_guideline": guideline.value} if guideline else {}
            source = (part.source(guideline.start, guideline.end),) if guideline else ()
            items += [
                _Listed({**_request_value(words), **extra}, (part.source(words.start, words.end), *source))
                for words in ur_items(part.text)
            ]
    return items


def _request_value(words: RequestWords) -> dict[str, Any]:
    return {"title": words.title, **({"requested": words.title, "authorized": words.authorized} if words.authorized else {})}
