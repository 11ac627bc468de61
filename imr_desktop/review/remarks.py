"""What is to be said of a record's pages beside their words: whose they are, in which language, in which order they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case import citation
from imr_desktop.case.dates import written
from imr_desktop.extract import Gap, OtherPerson, PartedFile, across_files, lies_in_reverse, other_people
from imr_desktop.extract.packet import IndexHeld, indexes_held
from imr_desktop.record.languages import pages_by_language

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, CaseFile, Document
    from imr_desktop.record import FileRead

Run = tuple[int, int]
MOST_NAMED = 4
"""Documents of an index that are named."""


class Remarks(NamedTuple):
    """Of case pages: runs that name `people` other than the rest, `languages` other than English, files that lie in reverse.

    `backwards` are the first and the last page of each file whose last page is on top; `indexes` disagree with the record.
    """

    people: tuple[OtherPerson, ...] = ()
    languages: Mapping[int, str] = {}
    backwards: tuple[Run, ...] = ()
    indexes: tuple[IndexHeld, ...] = ()

    def person_of(self, document: Document) -> str:
        """Whom else a document names; empty for the patient, and for nobody."""
        return next((one.name for one in self.people if one.holds(document)), "")

    def run_of(self, page: int) -> Run | None:
        """The pages of the file in reverse that holds a case page; None for a page of any other."""
        return next((run for run in self.backwards if run[0] <= page <= run[1]), None)


def remarks_of(case: Case, reads: Iterable[FileRead], people: tuple[OtherPerson, ...] | None = None) -> Remarks:
    """What is to be said of a case's files as they were read. It looks at every page: for worker threads.

    `people` are those that were found already; without them they are looked for.
    """
    reads = tuple(reads)
    backwards: list[Run] = []
    files = {file.digest: file for file in case.files}
    texts: dict[int, str] = {}
    for read in reads:
        if (file := files.get(read.digest)) is None:
            continue
        texts |= {file.first_page + page.number - 1: page.text for page in read.pages if page.readable}
        backwards += [(file.first_page, file.first_page + file.pages - 1)] if lies_in_reverse(read) else []
    languages = {page: language for language, pages in pages_by_language(texts).items() for page in pages}
    known = people_in(case, reads) if people is None else people
    return Remarks(known, languages, tuple(backwards), indexes_held(case.documents, texts))


def people_in(
    case: Case, reads: Iterable[FileRead], people: Iterable[OtherPerson] | None = None, held: Iterable[FileRead] = ()
) -> tuple[OtherPerson, ...]:
    """The pages of files that name another person than the rest of their file, or than the case's other files.

    `people` are those that were found in each file by itself; `held` are the files that the case had before these came.
    """
    parted = tuple(_parted(case, reads))
    alone = [one for file in parted for one in other_people(*file[:3])] if people is None else people
    return across_files(parted, alone, _parted(case, held))


def _parted(case: Case, reads: Iterable[FileRead]) -> Iterator[PartedFile]:
    files = {file.digest: file for file in case.files}
    came = {line.digest: line.at.isoformat() for line in reversed(case.received) if line.at}
    cited = {source.document for item in case.items for source in item.sources}
    for read in reads:
        if (file := files.get(read.digest)) is not None:
            own = tuple(one for one in case.documents if one.file == file.digest)
            rests = any(one.id in cited for one in own)
            yield PartedFile(read, own, file.first_page, rests, came.get(file.digest, ""))


def sentences_of(file: CaseFile, remarks: Remarks, gaps: Iterable[Gap] = ()) -> Iterator[str]:
    """What is said of a file as it comes in: its order, and pages that nobody here understands, or that may say more."""
    if remarks.run_of(file.first_page):
        yield f"{file.name} lies in reverse: its last page is on top."
    own = range(file.first_page, file.first_page + file.pages)
    for language, pages in languages_in(remarks, own):
        are, them = ("are", "them") if len(pages) > 1 else ("is", "it")
        where = f"In {file.name}, {citation.listed(pages, 'p.', 'pp.')}"
        yield f"{where} {are} in {language}: not understood. Read {them} yourself."
    for gap in gaps:
        if gap.first_page in own:
            yield f"{file.name}, {citation.label(gap.first_page, gap.last_page)}: {gap.what}"


def index_words(held: IndexHeld) -> str:
    """What is wrong with an index, as sentences."""
    few = held.misplaced[:MOST_NAMED]
    elsewhere = ", ".join(f"{one.title} (listed on p. {one.listed}, stands on p. {one.page})" for one in few)
    more = f" and {len(held.misplaced) - len(few)} more" if len(held.misplaced) > len(few) else ""
    days = ", ".join(map(written, held.absent[:MOST_NAMED]))
    further = f" and {len(held.absent) - MOST_NAMED} more" if len(held.absent) > MOST_NAMED else ""
    parts = (
        f"This index lists at another page: {elsewhere}{more}." if elsewhere else "",
        f"It lists documents of days of which none was found: {days}{further}." if days else "",
    )
    return " ".join(filter(None, parts))


def languages_in(remarks: Remarks, pages: range) -> Iterator[tuple[str, list[int]]]:
    """Languages other than English among case pages, each with its pages."""
    found = {page: language for page, language in sorted(remarks.languages.items()) if page in pages}
    for language in dict.fromkeys(found.values()):
        yield language, [page for page, one in found.items() if one == language]
