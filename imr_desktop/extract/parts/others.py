"""Pages that name another person than the rest of their file or case: two patients' records in one packet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.dates import first_date
from imr_desktop.extract.pagetext import folded
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.parts.look import TOP
from imr_desktop.extract.parts.people import patient_in, same_person
from imr_desktop.extract.parts.subject import subject_of

if TYPE_CHECKING:
    from imr_desktop.case.model import Document
    from imr_desktop.record import FileRead

_BIRTH = re.compile(r"(?<!\w)(?:date of birth|birth ?date|d\.?o\.?b\.?|born)(?!\w)", re.IGNORECASE)
_HEAD, _AT_LABEL = 1_500, 30
_CANDIDATES = 30
"""Names that may be the main one: where a machine misreads each page otherwise, thousands are not held against each other."""
_LEAST_OF_MAIN = 2
"""Pages that must name the one person before another is held against it; one does where it alone is of the dispute."""
_OF_THE_DISPUTE = ("imr application", "notice of assignment", "ur determination", "rfa", "determination")
"""Papers whose person the case is about, however many pages of somebody else lie with them; the best witness first."""

_JUST_NOW = "~"
"""Behind every day that a file may have come."""


class PartedFile(NamedTuple):
    """A file of a case with its documents and its first case page.

    `cited`: whether what the case disputes rests on it; `came`: when it was received, in ISO format, empty for one that just
    came.
    """

    read: FileRead
    documents: tuple[Document, ...]
    first_page: int
    cited: bool = False
    came: str = ""


class OtherPerson(NamedTuple):
    """Case pages `first_page`…`last_page` that name somebody else than their file, or the case's other files, do.

    `unclear`: their file names several people, and whose it is cannot be told: each of them is given.
    """

    name: str
    first_page: int
    last_page: int
    unclear: bool = False

    def holds(self, document: Document) -> bool:
        """Whether a document stands on these pages."""
        return self.first_page <= document.first_page <= self.last_page


def other_people(read: FileRead, documents: Iterable[Document], first_page: int) -> tuple[OtherPerson, ...]:
    """The runs of pages whose documents name another patient than the dispute's own papers do, or most of the file.

    Empty where all name one or nobody; where several are named and whose file it is cannot be told, all of them.
    """
    file = PartedFile(read, tuple(documents), first_page)
    named = _named(file)
    main = _person_of(file, named.plain)
    return _runs(file, named, main) if main else _several(file, named)


def across_files(
    files: Iterable[PartedFile], people: Iterable[OtherPerson], held: Iterable[PartedFile] = ()
) -> tuple[OtherPerson, ...]:
    """The same of files that make one case, `people` being those found in each file by itself.

    A file that names one person, and not the one whose case it is, is told as a whole. Whose case it is says what the case
    disputes already, else the files that it `held` before or got first, else the best of the dispute's papers. Where a file
    names nobody, nothing is said of it.
    """
    files, held = tuple(files), tuple(held)
    if len(files) + len(held) < 2:
        return tuple(people)
    known, come = ([(file, one) for file in group if (one := _whose(file))] for group in (held, files))
    first = min((_standing(*pair) for pair in (*known, *come)), default=None)
    best = [pair for pair in (*known, *come) if _standing(*pair) == first]
    if not best:
        return tuple(people)
    own, main = max(best, key=lambda pair: sum(same_person(pair[1].name, other.name) for _file, other in best))
    found = list(people)
    for file, person in come:
        if not same_person(person.name, main.name) and ((person.plain and main.plain) or _apart(file, own)):
            pages = range(file.first_page, file.first_page + len(file.read.pages))
            found = [one for one in found if one.first_page not in pages]
            found += _runs(file, _named(file), main.name)
    for file in files:
        pages = range(file.first_page, file.first_page + len(file.read.pages))
        if any(one.unclear and one.first_page in pages for one in found):
            found = [one for one in found if one.first_page not in pages]
            found += _runs(file, _named(file), main.name)
    return tuple(sorted(found, key=lambda one: one.first_page))


class _Whose(NamedTuple):
    """Whom a file names, how early the papers that do so are asked whose case it is, and whether a plain label says so."""

    name: str
    rank: int
    plain: bool


class _Named(NamedTuple):
    """The names on a file's pages, empty where there is none: `plain` behind a label or in a table, `told` in other words."""

    plain: list[str]
    told: list[str]


def _whose(file: PartedFile) -> _Whose | None:
    named = _named(file)
    for names in (named.plain, named.told) if not _is_unclear(file, named) else ():
        only = list(filter(None, names))
        name = _person_of(file, names) or (only[0] if only and all(same_person(only[0], one) for one in only) else "")
        if name:
            own = [one.type for one in file.documents if any(same_person(name, each) for each in _of(one, names, file))]
            rank = min((_OF_THE_DISPUTE.index(one) for one in own if one in _OF_THE_DISPUTE), default=len(_OF_THE_DISPUTE))
            return _Whose(name, rank, names is named.plain)
    return None


def _standing(file: PartedFile, person: _Whose) -> tuple[bool, str, int]:
    """What is asked first whose case it is comes first: what the case rests on, what came earlier, the better paper."""
    return not file.cited, file.came or _JUST_NOW, person.rank


def _apart(file: PartedFile, other: PartedFile) -> bool:
    """Whether no paper of either file names a person of the other one: of two whom no plain label names that must be so."""
    texts = [" ".join(_texts(one)).lower() for one in (file, other)]
    names = [{name for names in _named(one) for name in names if name} for one in (file, other)]
    return not any(_is_in(name, text) for text, those in zip(texts, reversed(names), strict=True) for name in those)


def _is_in(name: str, text: str) -> bool:
    """Whether a text has somebody's family name, however it is broken."""
    family = name.split()[:-1] or name.split()
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in family if len(word) > 2)


def _person_of(file: PartedFile, named: Sequence[str]) -> str:
    """The person of the dispute's papers in a file, else of most of it; empty where that is not clear."""
    disputed = [name for one in file.documents if one.type in _OF_THE_DISPUTE for name in _of(one, named, file)]
    return _main_person(disputed) or _main_person(named) or _main_person(disputed, 1)


def _is_unclear(file: PartedFile, named: _Named) -> bool:
    """Whether a file names several people, and none of them is clearly the one whose it is."""
    return not _person_of(file, named.plain) and bool(_several(file, named))


def _several(file: PartedFile, named: _Named) -> tuple[OtherPerson, ...]:
    """The runs of pages of each person of a file whose documents name several; empty where they name one or nobody.

    A page on which the other's family name stands, too, is no second person's: a name was cut, or a relative signed.
    """
    runs: list[OtherPerson] = []
    goes_on = False
    plain = {name for name in named.plain if name}
    texts = [text.lower() for text in _texts(file)]
    for document in file.documents:
        own = _of(document, named.plain, file)
        if not own:
            text = " ".join(texts[page - file.first_page] for page in document.pages)
            own = _of(document, named.told, file) if not any(_is_in(name, text) for name in plain) else []
        if not own or not all(same_person(own[0], one) for one in own):
            goes_on = goes_on and not own
        elif goes_on and same_person(runs[-1].name, own[0]):
            runs[-1] = runs[-1]._replace(last_page=document.last_page)
        else:
            runs.append(OtherPerson(own[0], document.first_page, document.last_page, unclear=True))
            goes_on = True
    said = [" ".join(texts[page - file.first_page] for page in range(one.first_page, one.last_page + 1)) for one in runs]
    alone = all(
        same_person(one.name, other.name) or _is_in(one.name, text) or _is_in(other.name, own)
        for (one, own), (other, text) in combinations(zip(runs, said, strict=True), 2)
    )
    return () if alone else tuple(run._replace(name=_written(run.name)) for run in runs)


def _runs(file: PartedFile, named: _Named, main: str) -> tuple[OtherPerson, ...]:
    """The runs of a file's pages whose documents name another than the one person."""
    runs: list[OtherPerson] = []
    goes_on = False
    born = _born(file.read)
    birth = next(
        iter(Counter(day for day, name in zip(born, named.plain, strict=True) if day and name == main).most_common(1)), None
    )
    texts = _texts(file)
    for document in file.documents:
        pages = range(document.first_page - file.first_page, document.last_page - file.first_page + 1)
        own = {name: born[page] for page in pages if (name := named.plain[page])}
        if not own and not any(_is_in(main, texts[page].lower()) for page in pages):
            own = {name: None for page in pages if (name := named.told[page])}
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


def _of(document: Document, named: Sequence[str], file: PartedFile) -> list[str]:
    """The names on a document's pages."""
    return [name for name in named[document.first_page - file.first_page : document.last_page - file.first_page + 1] if name]


def _texts(file: PartedFile) -> tuple[str, ...]:
    return without_furniture([folded(page.text) if page.readable else "" for page in file.read.pages]).texts


def _named(file: PartedFile) -> _Named:
    texts = _texts(file)
    plain = [patient_in([line for raw in text.split("\n") if (line := " ".join(raw[:400].split()))][:TOP]) for text in texts]
    told = [""] * len(plain)
    for document in file.documents:
        first, last = document.first_page - file.first_page, document.last_page - file.first_page
        if not any(plain[first : last + 1]):
            told[first] = subject_of("\n".join(texts[first : min(last, first + 1) + 1]))
    return _Named(plain, told)


def _main_person(named: Sequence[str], least: int = _LEAST_OF_MAIN) -> str:
    """The person that most of these pages name, at least so many of them; empty where two are named as often."""
    counts = Counter(name for name in named if name)
    if not counts:
        return ""
    weights = {
        name: sum(n for other, n in counts.items() if same_person(other, name))
        for name, _pages in counts.most_common(_CANDIDATES)
    }
    main = max(weights, key=lambda name: weights[name])
    others = (weight for name, weight in weights.items() if not same_person(name, main))
    return main if weights[main] >= least and weights[main] > max(others, default=0) else ""


def _written(name: str) -> str:
    last, _, first = name.rpartition(" ")
    return f"{first} {last}".strip().title()
