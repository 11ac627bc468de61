"""The rows of the record at a glance. Imports no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from imr_desktop.case import citation, dates, fields
from imr_desktop.case.model import Case, ClaimDates, Struct
from imr_desktop.language import mark, told, tr
from imr_desktop.review.document_kinds import title_of_kind
from imr_desktop.review.remarks import index_words
from imr_desktop.review.requests import IN_DISPUTE, NOT_IN_DISPUTE, ListQuestion
from imr_desktop.ui.guesses import guesses_of
from imr_desktop.ui.wording import counted, value_words

if TYPE_CHECKING:
    from imr_desktop.case.model import Document, Resolution, SourceRef
    from imr_desktop.review.overview import Conflict, Event, Misread, Missing
    from imr_desktop.review.remarks import IndexHeld
    from imr_desktop.review.taken import Gap, OtherPerson

MOST_CHIPS = 4
_ICONS = {
    "injury": ("triangle-alert", "warn"),
    "surgery": ("pen-tool", "error"),
    "treatment": ("list-checks", "accent"),
    "study": ("search", "accent"),
    "medication": ("clipboard-list", "ok"),
    "work status": ("info", "muted"),
    "decision": ("scale", "warn"),
    "document": ("file-text", "muted"),
}
_VALUES = {
    IN_DISPUTE: mark("in dispute"),
    NOT_IN_DISPUTE: mark("not in dispute"),
    "denied": mark("denied"),
    "modified": mark("modified"),
    "certified": mark("certified"),
}
_DIFFERS = {
    "silent": mark("The application lists it; in the letter of utilization review it was not found."),
    "certified": mark("The application lists it; utilization review certified it."),
    "deferred": mark("The application lists it; utilization review deferred it."),
    "unlisted": mark("Utilization review denied it; on the application it was not found."),
    "unlisted_unread": mark(
        "Utilization review names it, but how it decided could not be read; on the application it was not found."
    ),
    "unread": mark("The application lists it; how utilization review decided it could not be read."),
    "undecided": mark(
        "The request for authorization asks for it; it was found neither on the application nor in utilization review."
    ),
}
Tick = Literal["", "on", "off", "part"]
_TICKED: dict[Tick, str] = {"": "", "on": mark("Ticked"), "off": mark("Not ticked"), "part": mark("Partly ticked")}
_FOLDED = {"": "", "open": mark("Unfolded"), "folded": mark("Folded")}
_KINDS = {
    "injury": mark("Injury"),
    "surgery": mark("Surgery"),
    "treatment": mark("Treatment"),
    "study": mark("Study"),
    "medication": mark("Medication"),
    "work status": mark("Work status"),
    "decision": mark("Dispute"),
    "document": mark("Document"),
}


@dataclass(frozen=True)
class OverviewRow:
    """One row: a title, what belongs to it, a note, the pages it stands on; its day and kind in the time line.

    `tick`: it can be ticked, and is or is not; `fold`: it heads others, which are in view or folded away.
    """

    key: str
    title: str
    text: str = ""
    note: str = ""
    icon: tuple[str, str] = ("info", "muted")
    chips: tuple[tuple[str, int, str], ...] = ()
    day: str = ""
    kind: str = ""
    tick: Tick = ""
    fold: Literal["", "open", "folded"] = ""

    @property
    def words(self) -> str:
        return self.title

    @property
    def days(self) -> list[str]:
        """The day in lines: a span's second day stands below its first."""
        return self.day.replace(" \u2013 ", " \u2013\n").splitlines()

    @property
    def spoken(self) -> str:
        pages = ", ".join(label for label, _page, _quote in self.chips)
        ticked, fold = tr(_TICKED[self.tick]), tr(_FOLDED[self.fold])
        parts = (self.day, self.kind, self.title, self.text, self.note, pages, ticked, fold)
        return ". ".join(part.rstrip(".") for part in parts if part)


def conflict_rows(case: Case, conflicts: Iterable[Conflict], waiting: Iterable[Conflict]) -> tuple[OverviewRow, ...]:
    """A row for each contradiction, those that wait first."""
    open_keys = {one.key for one in waiting}
    made = {one.place: one for one in case.resolutions}
    return tuple(
        conflict_row(one, made.get(one.key), waits=one.key in open_keys)
        for one in sorted(conflicts, key=lambda one: one.key not in open_keys)
    )


def conflict_row(conflict: Conflict, chosen: Resolution | None = None, *, waits: bool = True) -> OverviewRow:
    """One contradiction with its values, and the reviewer's choice where there is one."""
    note = tr("Your choice: {value}. {reason}", value=chosen_words(chosen.value), reason=chosen.reason) if chosen else ""
    text = "  /  ".join(chosen_words(each.value) for each in conflict.values)
    text = tr(_DIFFERS[conflict.differs]) if isinstance(conflict, ListQuestion) else text
    icon = ("triangle-alert", "warn") if waits else ("check", "ok")
    firsts = tuple(chip for each in conflict.values for chip in chips(each.sources)[:1])
    return OverviewRow(conflict.key, place_words(conflict.key), text, note, icon, firsts[:MOST_CHIPS])


def missing_row(one: Missing) -> OverviewRow:
    """One thing that is not there: what the law owes or a document lacks, or a record by its name and day."""
    title = capitalized(told(one.what))
    note = ""
    if one.kind == "record":
        title = tr("{record} of {day}", record=capitalized(told(one.name)), day=one.when or tr("an unknown day"))
        if one.undated:
            note = tr("The one on {page} has no date that could be read.", page=citation.label(one.undated))
    if one.day is not None and one.day > dates.today():
        note = tr("A day still to come: a slip of the page.")
    if one.unread:
        pages = citation.listed(one.unread, "p.", "pp.")
        note = f"{note} {tr('Not found among the pages that were read; not read: {pages}.', pages=pages)}".strip()
    return OverviewRow(
        f"{one.kind}:{one.what}:{one.document}",
        title,
        tr("Owed by {source}", source=one.source) if one.source else "",
        note,
        ("octagon-alert", "error") if one.kind in ("document", "pages") else ("info", "warn"),
        tuple((citation.label(page, page), page, "") for page in one.pages[:MOST_CHIPS]),
    )


def event_rows(events: Iterable[Event]) -> tuple[OverviewRow, ...]:
    """A row for each entry of the time line."""
    return tuple(
        OverviewRow(
            f"{number}:{one.kind}:{one.date}:{one.text}",
            _event_title(one),
            icon=_ICONS[one.kind],
            chips=chips(one.sources),
            day=" \u2013 ".join(dates.written(day) for day in (one.date, one.until) if day),
            kind=tr(_KINDS[one.kind]),
        )
        for number, one in enumerate(events)
    )


def _event_title(one: Event) -> str:
    if one.kind == "injury":
        return tr(_KINDS["injury"])
    if one.kind == "work status":
        return capitalized(told(one.text))
    return capitalized(f"{one.text}, {one.detail}" if one.detail else one.text)


def doubt_rows(documents: Iterable[Document]) -> tuple[OverviewRow, ...]:
    """A row for each document of which something is a guess; of a start the page before it stands beside its own first."""
    listed = tuple(documents)
    files = {page: one.file for one in listed for page in (one.first_page, one.last_page)}
    return tuple(_doubt_row(one, files) for one in listed if guesses_of(one))


def _doubt_row(one: Document, files: dict[int, str]) -> OverviewRow:
    guesses = guesses_of(one)
    kind = told(title_of_kind(one.kind or one.type)) or one.type
    says = {
        "start": tr("Whether it begins here is a guess."),
        "kind": tr("That it is of this kind is a guess: {kind}.", kind=kind),
        "date": tr("That it is of this day is a guess: {day}.", day=dates.written(one.date)),
    }
    label = citation.label(one.first_page, one.last_page)
    before = (one.first_page - 1,) if "start" in guesses and files.get(one.first_page - 1) == one.file else ()
    return OverviewRow(
        one.id,
        one.title or one.type,
        " ".join((f"{label}.", *(says[guess] for guess in guesses))),
        "",
        ("triangle-alert", "warn") if "start" in guesses else ("circle-question-mark", "warn"),
        tuple((citation.label(page), page, "") for page in (*before, one.first_page)),
        dates.written(one.date),
    )


def chips(sources: Iterable[SourceRef]) -> tuple[tuple[str, int, str], ...]:
    """A chip for each page, at most `MOST_CHIPS`."""
    pages = {source.page: source.quote for source in reversed(tuple(sources)) if source.page}
    return tuple((citation.label(page, page), page, quote) for page, quote in sorted(pages.items()))[:MOST_CHIPS]


def places(sources: Iterable[SourceRef]) -> str:
    """The first pages of a value in words, and how many more say it."""
    pages = sorted({source.page for source in sources if source.page})
    words = ", ".join(citation.label(page) for page in pages[:MOST_CHIPS])
    more = len(pages) - MOST_CHIPS
    return tr("{pages} and {more:,} more", pages=words, more=more) if more > 0 else words


def place_words(key: str) -> str:
    """The name of the fact that documents differ in."""
    group, _, name = key.partition(".")
    if group == "requests":
        return tr("Number asked for: {title}", title=name)
    if group == "decided":
        return tr("Decided by utilization review: {title}", title=name)
    if group == "allowed":
        return tr("Allowed by utilization review: {title}", title=name)
    if group == "listed":
        return tr("In dispute or not: {title}", title=name)
    if group == "side":
        return tr("Side: {part}", part=name)
    if group == "level":
        return tr("Level of the spine: {title}", title=name)
    if group == "injury":
        return tr("Date of injury, from and to")
    kind: type[Struct] = ClaimDates if group == "dates" else Case
    return told(fields.title(kind, name or group))


def chosen_words(value: object) -> str:
    """A value that can be chosen, as people write it."""
    return tr(_VALUES[str(value)]) if value in _VALUES else value_words(value)


def capitalized(words: str) -> str:
    """Words as a title begins."""
    return words[:1].upper() + words[1:]


def heading(name: str, count: int) -> str:
    """A tab's words: its name and how many."""
    return f"{name} ({count:,})"


def tally(pages: int, documents: int, unread: int = 0) -> str:
    """How large the record is, and how much of it says nothing."""
    size = f"{counted(pages, 'page')}, {counted(documents, 'document')}"
    return tr("{size}, {unread:,} pages not read", size=size, unread=unread) if unread else size


def others(people: Iterable[OtherPerson]) -> str:
    """Whose pages are left out of what is shown, if any are."""
    people = tuple(people)
    told = ", ".join(f"{citation.label(one.first_page, one.last_page)}: {one.name}" for one in people)
    if any(one.unclear for one in people):
        return tr("Whose record this is is not clear. Pages that name one of several people are left out: {told}.", told=told)
    return tr("Pages that name another person are left out here: {told}.", told=told) if told else ""


def indexes(held: Iterable[IndexHeld]) -> Iterator[str]:
    """What indexes of the record say otherwise than it is."""
    for one in held:
        yield tr("Index on {page}: {what}", page=citation.label(one.page), what=told(index_words(one)))


def gaps(found: Iterable[Gap]) -> Iterator[str]:
    """Where the record may say more than was read out of it; what is said of several papers once, with the pages of each."""
    said: dict[str, list[str]] = {}
    for one in found:
        said.setdefault(told(one.what), []).append(citation.label(one.first_page, one.last_page))
    for what, pages in said.items():
        yield tr("{pages}: {what}", pages=", ".join(pages), what=what)


def misread(found: Iterable[Misread]) -> Iterator[str]:
    """Which days a machine may have misread: they are shown as no contradiction."""
    for one in found:
        yield tr(
            "{pages}, read by machine: {day} as the day of injury is a doubtful reading; {count} documents say {stands}.",
            pages=citation.listed((source.page for source in one.sources if source.page), "p.", "pp."),
            day=dates.written(one.day),
            count=one.documents,
            stands=dates.written(one.stands),
        )


def away(files: int, missing: int) -> str:
    """What could not be looked over, if anything."""
    if not files:
        return tr("This case has no record: nothing was looked over, and nothing is known.")
    if missing == files:
        return tr("The record of this case is not here: nothing was looked over, and nothing is known.")
    return (
        tr("{missing} of {files} files of the record are not here and were not looked over.", missing=missing, files=files)
        if missing
        else ""
    )
