"""What is said beside a page of the record: whether its words are known, and what to do where they are not. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.language import mark, tr
from imr_desktop.ui.wording import language_words

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, PageVerdict
    from imr_desktop.review.record import RecordText
    from imr_desktop.review.remarks import IndexHeld, Remarks

NOT_READ = mark("Not read")
DOUBTFUL = mark("Read by machine")
BY_EYE = mark("Read it by eye.")
ONLY_MACHINE = "Only a machine read it"
COMPARE = mark("Compare it with the picture.")
_WHY = mark("no text that a search can see")
_FOREIGN = mark("In {language}: not understood. Read it yourself.")
_REVERSE = mark("The file lies in reverse: its last page is on top")
_OTHER = mark("Names another person: {name}")
_UNCLEAR = mark("Names {name}; whose record this is is not clear")


class PageState(NamedTuple):
    """A page's verdict and the line beside it, empty where nothing needs to be said; `warns`: it must be seen."""

    verdict: PageVerdict = "read"
    line: str = ""
    warns: bool = False


READ = PageState()


def states(case: Case, record: RecordText | None, remarks: Remarks | None = None) -> dict[int, PageState]:
    """The pages of a case of which something is to be said; all others are read."""
    said = _remarked(case, remarks) if remarks is not None else {}
    reasons: Mapping[int, tuple[str, ...]] = getattr(record, "reasons", None) or {}
    hidden: Mapping[int, str] = getattr(record, "hidden", None) or {}
    turned = {note.page: note.turned for note in case.page_notes if note.turned}
    by_eye = {note.page for note in case.page_notes if note.read_at}
    verdicts = verdicts_of(case)
    pages = {*verdicts, *(page for page, words in hidden.items() if words), *turned, *by_eye, *said}
    return {
        page: PageState(
            verdict,
            "  \u00b7  ".join(filter(None, (said.get(page, ""), _verdict(verdict, reasons.get(page, ())), *more))),
            page in said,
        )
        for page in sorted(pages)
        for verdict in (verdicts.get(page, "read"),)
        for more in (
            (
                tr("Read by eye") if page in by_eye else "",
                tr("Hidden text on p. {page}", page=page) if hidden.get(page) else "",
                tr("Turned by {turned}°", turned=turned[page]) if page in turned else "",
            ),
        )
    }


def foreign_left(case: Case, remarks: Remarks) -> dict[int, str]:
    """The pages in another language that no person said to have read yet, each with it."""
    by_eye = {note.page for note in case.page_notes if note.read_at}
    return {page: language for page, language in remarks.languages.items() if page not in by_eye}


def _remarked(case: Case, remarks: Remarks) -> dict[int, str]:
    """What is said of pages of another person, and of those that nobody here understands."""
    found = {page: tr(_FOREIGN, language=language_words(language)) for page, language in foreign_left(case, remarks).items()}
    for page in {page for run in remarks.backwards for page in run}:  # the list, where it stands too, may be hidden
        found[page] = "  \u00b7  ".join(filter(None, (tr(_REVERSE), found.get(page, ""))))
    for held in remarks.indexes:
        words = tr("Index: {what}. See View › Record at a glance", what=index_counts(held))
        found[held.page] = "  \u00b7  ".join(filter(None, (words, found.get(held.page, ""))))
    for one in remarks.people:
        for page in range(one.first_page, one.last_page + 1):
            found[page] = "  \u00b7  ".join(
                filter(None, (tr(_UNCLEAR if one.unclear else _OTHER, name=one.name), found.get(page, "")))
            )
    return found


def index_counts(held: IndexHeld) -> str:
    """How much of an index does not agree with the record: ``1 listed at another page, 2 listed and not found``."""
    wrong = tr("{count} listed at another page", count=len(held.misplaced)) if held.misplaced else ""
    absent = tr("{count} listed and not found", count=len(held.absent)) if held.absent else ""
    return ", ".join(filter(None, (wrong, absent)))


def verdicts_of(case: Case) -> dict[int, PageVerdict]:
    """The verdicts of the case's pages other than read."""
    found: dict[int, PageVerdict] = {}
    for file in case.files:
        found.update(dict.fromkeys(file.doubtful, "doubtful"))
        found.update(dict.fromkeys(file.unreadable, "not read"))
    return found


def _verdict(verdict: PageVerdict, reasons: tuple[str, ...]) -> str:
    if verdict == "read":
        return ""
    why = "; ".join(reason.strip().rstrip(".") for reason in reasons if reason.strip())
    if verdict == "doubtful":
        why = why.removeprefix(ONLY_MACHINE).lstrip("; ")
        return f"{tr(DOUBTFUL)}{(': ' + why if why else '')}. {tr(COMPARE)}"
    return f"{tr(NOT_READ)}: {why or tr(_WHY)}. {tr(BY_EYE)}"
