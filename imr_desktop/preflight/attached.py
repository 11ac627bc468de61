"""What goes out beside the letter's own text: the case data attached to it (`determination.outgoing_case`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imr_desktop.case.model import Case, Search, SourceRef
from imr_desktop.preflight import places
from imr_desktop.preflight.problem import Place


@dataclass(frozen=True, slots=True)
class Attached:
    """A text of the attached data. `key` tells it apart in problem ids; it is changed where `place` says."""

    text: str
    place: Place
    key: str


def attached(case: Case) -> Iterator[Attached]:
    """Every text of the attached data that no field of the letter holds, where there is one."""
    for one in _all(case):
        if one.text.strip():
            yield one


def _all(case: Case) -> Iterator[Attached]:
    for document in case.documents:
        for name, text in (("title", document.title), ("author", document.author)):
            place = Place("record", "", f"documents.{name}", label=f"Record › Document {name}")
            yield Attached(text, place, f"document:{document.id}:{name}")
    for finding in case.findings:
        place = Place("record", "", "findings", label="Record › Findings")
        yield from _with_quotes(finding.text, finding.sources, place, f"finding:{finding.id}")
    for fact in case.facts:
        place = Place("case", "", "facts", label="Case facts")
        yield from _with_quotes(str(fact.value), fact.sources, place, f"fact:{fact.key}:{fact.item}")
    for search in case.searches:
        yield from _of_search(search)
    yield from _of_items(case)


def _of_items(case: Case) -> Iterator[Attached]:
    for number, item in places.numbered(case):
        for answer in item.answers:
            place = places.of_item(number, item, "answers")
            yield from _with_quotes(answer.reason, answer.sources, place, f"answer:{number}:{answer.criterion}")
        for count, step in enumerate(item.evidence, start=1):
            place = places.of_item(number, item, "evidence")
            yield from (Attached(text, place, f"evidence:{number}:{count}") for text in (step.citation, step.note))
        yield from _with_quotes("", item.sources, places.of_item(number, item), f"item:{number}")


def _of_search(search: Search) -> Iterator[Attached]:
    place = Place("record", "", "searches", label="Record › Searches")
    yield Attached(" / ".join((search.statement, *search.terms)), place, f"search:{search.id}")
    for hit in search.hits:
        yield from _with_quotes(hit.remark, (hit.source,), place, f"search:{search.id}")


def _with_quotes(text: str, sources: Iterable[SourceRef], place: Place, key: str) -> Iterator[Attached]:
    yield Attached(text, place, key)
    for source in sources:
        yield Attached(source.quote, place, key)
