"""Pages that name another person than the rest of their file or case: two patients' records in one packet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.pagetext import folded
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.parts.look import TOP
from imr_desktop.extract.parts.people import patient_in, same_person

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.record import FileRead

_BIRTH = re.compile(r"(?<!\w)(?:date of birth|birth ?date|d\.?o\.?b\.?|born)(?!\w)", re.IGNORECASE)
_HEAD, _AT_LABEL = 1_500, 30
_CANDIDATES = 30
"""Names that may be the main one: where a machine misreads each page otherwise, thousands are not held against each other."""
_LEAST_OF_MAIN = 2
"""Pages that must name the one person before another one is held against it."""
_OF_THE_DISPUTE = ("imr application", "notice of assignment", "ur determination", "rfa", "determination")
"""Papers whose person the case is about, however many pages of somebody else lie with them; the best witness first."""


class PartedFile(NamedTuple):
    """A file of a case with its documents and its first case page."""

    read: FileRead
    documents: tuple[Document, ...]
    first_page: int


class OtherPerson(NamedTuple):
    """Case pages `first_page`…`last_page` that name somebody else than their file, or the case's other files, do."""

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
    file, named = PartedFile(read, tuple(documents), first_page), _named(read)
    main = _person_of(file, named)
    return _runs(file, named, main) if main else ()


def across_files(
    files: Iterable[PartedFile], people: Iterable[OtherPerson], held: Iterable[PartedFile] = ()
) -> tuple[OtherPerson, ...]:
    """The same of files that make one case, `people` being those found in each file by itself.

    A file that names one person, and not the one whose case it is, is told as a whole. Whose case it is say the files that
    the case `held` before, else the best of the dispute's papers. Where a file names nobody, nothing is said of it.
    """
    files, held = tuple(files), tuple(held)
    if len(files) + len(held) < 2:
        return tuple(people)
    persons = [_whose(file) for file in files]
    known = list(filter(None, map(_whose, held))) or list(filter(None, persons))
    best = [one.name for one in known if one.rank == min(other.rank for other in known)]
    main = max(best, key=lambda name: sum(same_person(name, other) for other in best), default="")
    found = list(people)
    for file, person in zip(files, persons, strict=True):
        if person and main and not same_person(person.name, main):
            pages = range(file.first_page, file.first_page + len(file.read.pages))
            found = [one for one in found if one.first_page not in pages]
            found += _runs(file, _named(file.read), main)
    return tuple(sorted(found, key=lambda one: one.first_page))


class _Whose(NamedTuple):
    """Whom a file names, and how early the papers that do so are asked whose case it is."""

    name: str
    rank: int


def _whose(file: PartedFile) -> _Whose | None:
    named = _named(file.read)
    only = list(filter(None, named))
    name = _person_of(file, named) or (only[0] if only and all(same_person(only[0], one) for one in only) else "")
    if not name:
        return None
    own = [one.type for one in file.documents if any(same_person(name, each) for each in _of(one, named, file.first_page))]
    rank = min((_OF_THE_DISPUTE.index(one) for one in own if one in _OF_THE_DISPUTE), default=len(_OF_THE_DISPUTE))
    return _Whose(name, rank)


def _person_of(file: PartedFile, named: Sequence[str]) -> str:
    """The person of the dispute's papers in a file, else of most of it; empty where that is not clear."""
    disputed = [one for one in file.documents if one.type in _OF_THE_DISPUTE]
    return _main_person([name for one in disputed for name in _of(one, named, file.first_page)]) or _main_person(named)


def _runs(file: PartedFile, named: Sequence[str], main: str) -> tuple[OtherPerson, ...]:
    """The runs of a file's pages whose documents name another than the one person."""
    runs: list[OtherPerson] = []
    goes_on = False
    born = _born(file.read)
    birth = next(
        iter(Counter(day for day, name in zip(born, named, strict=True) if day and name == main).most_common(1)), None
    )
    for document in file.documents:
        pages = range(document.first_page - file.first_page, document.last_page - file.first_page + 1)
        own = {name: born[page] for page in pages if (name := named[page])}
        others = [
            name
            for name, day in own.items()
            if not same_person(name, main) or (birth and _are_two(name, main, day, birth[0]))
        ]
        other = others[0] if others else ""
        if not other or len(others) < len(own):
            goes_on = goes_on and not own  # what names nobody stands between two of the other's
            continue
        if goes_on and same_person(runs[-1].name, other):
            runs[-1] = runs[-1]._replace(last_page=document.last_page)
        else:
            runs.append(OtherPerson(other, document.first_page, document.last_page))
        goes_on = True
    return tuple(run._replace(name=_written(run.name)) for run in runs)


def _born(read: FileRead) -> list[date | None]:
    """The day of birth at each page's head, where it has one."""
    found: list[date | None] = []
    for page in read.pages:
        text = folded(page.text[:_HEAD]) if page.readable else ""
        label = _BIRTH.search(text)
        day = first_date(text, label.end(), label.end() + _AT_LABEL) if label else None
        found.append(day.value if day else None)
    return found


def _are_two(name: str, main: str, born: date | None, birth: date) -> bool:
    """Whether two names that may be one person's are two by their births; one digit may be a slip."""
    if born is None or set(name.split()) == set(main.split()):
        return False
    return (born.year != birth.year) + (born.month != birth.month) + (born.day != birth.day) > 1


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
