"""What the worklist says of a stored case: its words, its status, its due date. Imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.language import mark, told, tr
from imr_desktop.ui import wording
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.review.checking import Open


def title_of(summary: CaseSummary) -> str:
    """What a case is about: its first item's title, and how many more."""
    if not summary.titles:
        return tr("No disputed item yet")
    first = " ".join(summary.titles[0].split())
    return (
        first
        if len(summary.titles) == 1
        else tr("{first}; {titles_count} more", first=first, titles_count=len(summary.titles) - 1)
    )


def facts_of(summary: CaseSummary) -> str:
    """48 y · DOI 03/03/2007; of a cumulative injury its first and last day."""
    parts = (
        tr("{age} y", age=summary.age) if summary.age is not None else "",
        tr("DOI {injury}", injury=dates.span(summary.injury, summary.injury_until)) if summary.injury else "",
    )
    return " · ".join(part for part in parts if part)


def status_of(summary: CaseSummary, blocking: Open | str | None) -> Status:
    """The next act as a chip; `blocking` is what stands in the way of signing, None while not known.

    A sentence where the case was set aside.
    """
    if isinstance(blocking, str):
        return Status(mark("Set aside"), mark("Set aside"), "octagon-alert", "error")
    items = len(summary.titles)
    if summary.signed_at is not None:
        return Status(mark("Signed"), mark("Signed"), "shield-check", "ok")
    if not items or summary.decided == 0:
        return Status(mark("Undecided"), mark("Undecided"), "circle-dashed", "undecided", dashed=True)
    if summary.decided < items:
        words = tr("{decided} of {items} decided", decided=summary.decided, items=items)
        return Status(words, words, "circle-dashed", "undecided", dashed=True)
    if blocking is not None and blocking.to_fix:
        return Status(told(blocking.words), told(blocking.words), "octagon-alert", "error")
    if blocking is not None and blocking.reasons:  # what the header's button says: its view asks for the reasons
        return Status(mark("Review and sign"), mark("Review"), "pen-line", "accent")
    if blocking is not None:
        return Status(mark("Ready to sign"), mark("Ready"), "circle-check", "ok")
    return Status(tr("{items} of {items} decided", items=items), mark("Decided"), "circle-check", "met")


def due_of(summary: CaseSummary, today: date) -> wording.Due:
    """The due date in words as of today; what was signed says when."""
    if summary.signed_at is not None:
        return wording.Due("", tr("Signed {day}", day=wording.day(dates.in_california(summary.signed_at).date(), today)))
    if summary.due is None:
        return wording.Due("", tr("No due date yet"))
    now = dates.now() if summary.track == "expedited" else None
    due = wording.due_words(summary.due, today, calculated=summary.calculated, now=now)
    when = due.when if summary.due < today else due.shown
    track = f"{tr(summary.track.capitalize())} · " if summary.track != "standard" else ""
    return wording.Due(due.left, f"{track}{when}", due.urgency, f"{track}{due.shown}")


_RANKS = {"Set aside": 0, "Undecided": 2, "Decided": 4, "Review": 4, "Ready": 5, "Signed": 6}


@dataclass(frozen=True)
class CaseRow:
    """A stored case. `blocking`: what stands in the way of signing, None while not known; why it was set aside.

    `services`: the names of the treatments its items ask for, as far as the rules know them.
    """

    summary: CaseSummary
    blocking: Open | str | None = None
    services: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.summary.id

    @property
    def words(self) -> str:
        return title_of(self.summary)

    @property
    def status(self) -> Status:
        return status_of(self.summary, self.blocking)

    @property
    def rank(self) -> int:
        """Where its status stands on the way to the signature: set aside, to fix, undecided, decided, ready, signed."""
        status = self.status
        return _RANKS.get(status.brief, 1 if status.token == "error" else 3)

    @property
    def aside(self) -> str:
        """Why it was set aside; empty where it was not."""
        return self.blocking if isinstance(self.blocking, str) else ""

    def due(self, today: date) -> wording.Due:
        """The due date in words."""
        return due_of(self.summary, today)

    @property
    def spoken(self) -> str:
        """The case as whole sentences for a screen reader."""
        summary, due = self.summary, self.due(dates.today())
        items = "; ".join(" ".join(title.split()) for title in summary.titles) or tr("No disputed item yet")
        number = tr("Case {number}", number=summary.number) if summary.number else tr("A case without a number yet")
        told_due = " ".join(filter(None, (due.left, due.when)))
        sentences = (f"{number}: {items}", facts_of(summary).replace(" · ", ", "), self.status.word, told_due, self.aside)
        return " ".join(f"{one.rstrip('.')}." for one in sentences if one)
