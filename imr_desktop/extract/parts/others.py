"""Pages of a file that name another person than the rest of it: two patients' records in one packet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.pagetext import folded
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.parts.look import TOP
from imr_desktop.extract.parts.people import patient_in, same_person

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.record import FileRead

_CANDIDATES = 30
"""Names that may be the main one: where a machine misreads each page otherwise, thousands are not held against each other."""
_LEAST_OF_MAIN = 2
"""Pages that must name the one person before another one is held against it."""
_OF_THE_DISPUTE = frozenset({"imr application", "ur determination", "rfa", "notice of assignment", "determination"})
"""Papers whose person the case is about, however many pages of somebody else lie with them."""


class OtherPerson(NamedTuple):
    """Case pages `first_page`…`last_page` that name somebody else than most pages of their file do."""

    name: str
    first_page: int
    last_page: int

    def holds(self, document: Document) -> bool:
        """Whether a document stands on these pages."""
        return self.first_page <= document.first_page <= self.last_page


def other_people(read: FileRead, documents: Iterable[Document], first_page: int) -> tuple[OtherPerson, ...]:
    """The runs of pages whose documents name another patient than the dispute's own papers do, or most of the file.

    Empty where all name one or nobody.
    """
    documents, named = tuple(documents), _named(read)
    disputed = [name for one in documents if one.type in _OF_THE_DISPUTE for name in _of(one, named, first_page)]
    main = _main_person(disputed) or _main_person(named)
    if not main:
        return ()
    runs: list[OtherPerson] = []
    goes_on = False
    for document in documents:
        own = _of(document, named, first_page)
        other = next((name for name in own if not same_person(name, main)), "")
        if not other or any(same_person(name, main) for name in own):
            goes_on = goes_on and not own  # what names nobody stands between two of the other's
            continue
        if goes_on and same_person(runs[-1].name, other):
            runs[-1] = runs[-1]._replace(last_page=document.last_page)
        else:
            runs.append(OtherPerson(other, document.first_page, document.last_page))
        goes_on = True
    return tuple(run._replace(name=_written(run.name)) for run in runs)


def _of(document: Document, named: Sequence[str], first_page: int) -> list[str]:
    """The names on a document's pages."""
    return [name for name in named[document.first_page - first_page : document.last_page - first_page + 1] if name]


def _named(read: FileRead) -> list[str]:
    texts = without_furniture([folded(page.text) if page.readable else "" for page in read.pages]).texts
    return [patient_in([line for raw in text.split("\n") if (line := " ".join(raw[:400].split()))][:TOP]) for text in texts]


def _main_person(named: Sequence[str]) -> str:
    counts = Counter(name for name in named if name)
    if not counts:
        return ""
    often = frozenset(name for name, _pages in counts.most_common(_CANDIDATES))
    name, pages = max(
        (pair for pair in counts.items() if pair[0] in often),
        key=lambda pair: sum(n for other, n in counts.items() if same_person(other, pair[0])),
    )
    return name if sum(n for other, n in counts.items() if same_person(other, name)) >= max(pages, _LEAST_OF_MAIN) else ""


def _written(name: str) -> str:
    last, _, first = name.rpartition(" ")
    return f"{first} {last}".title()
