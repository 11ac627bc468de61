"""What goes out beside the letter's own text: the case data attached to it (`determination.outgoing_case`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imr_desktop.case import fields
from imr_desktop.case.model import Case, Document, Struct
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
    missing = Place("case", "", "records_missing", label="Case facts › Records not received")
    yield Attached(case.records_missing, missing, "records_missing")
    for document in case.documents:
        for name in fields.texts(Document):
            place = Place("record", "", f"documents.{name}", label=f"Record › Document {name}")
            yield Attached(getattr(document, name), place, f"document:{document.id}:{name}")
    for finding in case.findings:
        yield from _each(finding, Place("record", "", "findings", label="Record › Findings"), f"finding:{finding.id}")
    for fact in case.facts:
        said = (fact.key, str(fact.value), fact.sources)
        yield from _each(said, Place("case", "", "facts", label="Case facts"), f"fact:{fact.key}:{fact.item}")
    for search in case.searches:
        yield from _each(search, Place("record", "", "searches", label="Record › Searches"), f"search:{search.id}")
    for made in case.attestations:
        yield from _each(made, Place("sign", field=made.statement, label="Sign"), f"statement:{made.statement}")
    yield from _of_items(case)


def _of_items(case: Case) -> Iterator[Attached]:
    for number, item in places.numbered(case):
        for answer in item.answers:
            yield from _each(answer, places.of_item(number, item, "answers"), f"answer:{number}:{answer.criterion}")
        for count, step in enumerate(item.evidence, start=1):
            yield from _each(step, places.of_item(number, item, "evidence"), f"evidence:{number}:{count}")
        yield from _each(item.sources, places.of_item(number, item), f"item:{number}")


def _each(part: object, place: Place, key: str) -> Iterator[Attached]:
    return (Attached(text, place, key) for text in _words(part))


def _words(value: object) -> Iterator[str]:
    """Every text of a part of the case that goes out, all the way down."""
    if isinstance(value, Struct):
        for name in fields.named(type(value), fields.Use.LETTER):
            yield from _words(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value
