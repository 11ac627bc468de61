"""What is searched for in a record, and what is said of a search: light, so that the window can show it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search

if TYPE_CHECKING:
    from imr_desktop.review.checking import CriterionReport, InputSpec, Problem

NOTHING_READ = "No page of the record could be searched on this computer."


@dataclass(frozen=True)
class Question:
    """What to search for: a claim of a text (`item` empty: the summary) at `start`, or a criterion with its inputs.

    `statement` is the claim's words as they stand, or the criterion's; `inputs` are the rule inputs that were missing.
    For people: `words` ask it, `place` says where it stands, and `fact` is the label of a yes-or-no fact that a hit can
    settle (empty for none).
    """

    statement: str
    text: str = ""
    start: int = -1
    item: str = ""
    criterion: str = ""
    inputs: tuple[str, ...] = ()
    words: str = ""
    place: str = ""
    fact: str = ""


def about_problem(case: Case, problem: Problem) -> Question:
    """The claim a problem points at, in the words of its text."""
    place = problem.place
    words = problem.quote or (problem.fix.target if problem.fix else "")
    text = _text_at(case, place.item, place.field)
    asked = f"“{' '.join(words.split())}”"
    return Question(words, text, place.start, place.item, words=asked, place=place.label)


def _text_at(case: Case, item_id: str, field: str) -> str:
    if field == "summary":
        return case.summary
    return next((item.rationale for item in case.items if item.id == item_id and field == "rationale"), "")


def about_criterion(
    case: Case, item_id: str, report: CriterionReport, keys: tuple[str, ...], inputs: Mapping[str, InputSpec]
) -> Question:
    """A criterion's missing inputs (all, or those named): their labels, and the phrases that are evidence of them."""
    known = [inputs[key] for key in keys if key in inputs]
    one = known[0] if len(keys) == 1 and known else None
    number = next((at for at, item in enumerate(case.items, start=1) if item.id == item_id), 0)
    labels = "; ".join(dict.fromkeys(spec.label for spec in known))
    return Question(
        one.label if one else report.text,
        item=item_id,
        criterion=report.id,
        inputs=keys,
        words=f"Is this in the record: {labels}?" if labels and labels != report.text else report.text,
        place=f"Item {number} › {report.text}",
        fact=one.label if one and one.type == "boolean" else "",
    )


def searched(search: Search) -> str:
    """How far the search went and what it found: ``Pages 1–31 searched · 8 hits``."""
    if not search.pages:
        return NOTHING_READ
    count = len(search.hits)
    hits = "no hit" if not count else f"{count} hit" + ("s" if count > 1 else "")
    return f"{citation.listed(search.pages)} searched · {hits}"


def stopped(search: Search, total: int) -> str:
    """The sentence for a search that found more than can be answered; `total` is the record's pages."""
    done = len(search.pages) + len(search.unreadable)
    if done >= total:
        return ""
    last = max(search.pages, default=0)
    upto = f" after page {last}" if last else ""
    return f"Too many hits: stopped{upto}. Take a wide term away, then search again."


@dataclass(frozen=True)
class Unseen:
    """What a search did not see and no reviewer looked at: pages not read, by machine only, not in English; files by name."""

    unread: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    foreign: tuple[int, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """Every page to look at."""
        return tuple(sorted({*self.unread, *self.doubtful, *self.foreign}))

    @property
    def words(self) -> str:
        """What it is, for people; empty where everything was seen."""
        parts = (
            f"{citation.listed(self.unread)} could not be read" if self.unread else "",
            f"{citation.listed(self.doubtful)} read by machine only" if self.doubtful else "",
            f"{citation.listed(self.foreign)} not in English" if self.foreign else "",
            f"not read: {', '.join(self.files)}" if self.files else "",
        )
        said = "; ".join(part for part in parts if part)
        return f"Not seen: {said}. Look at each page, or say so in the text." if said else ""


def unseen(search: Search, case: Case) -> Unseen:
    """What of the case no search sees and no reviewer looked at, as far as this search went."""
    from imr_desktop.preflight import not_seen

    looked = not_seen.looked_at(case)
    unread = tuple(page for page in search.unreadable if page not in looked)
    unsure = [page for page in search.doubtful if page not in looked]
    machine = {page for file in case.files for page in file.doubtful}
    return Unseen(
        unread,
        tuple(page for page in unsure if page in machine),
        not_seen.unread_files(case),
        tuple(page for page in unsure if page not in machine),
    )


def left_out(count: int) -> str:
    """How many places in headers were left out, as the words of the button that shows them."""
    return f"{count} place{'s' if count > 1 else ''} in headers left out"


def since(before: datetime | None, new: int) -> str:
    """When it was searched for last, and what came up since; empty for the first time."""
    if before is None:
        return ""
    return f" · last searched {before:%m/%d/%Y}" + (f", {new} new since" if new else "")


def tally(search: Search) -> str:
    """How far the answers are: ``5 of 8 answered``."""
    total = len(search.hits)
    if not total:
        return "Nothing found: keep the search" if search.pages else ""
    done = sum(bool(hit.remark.strip()) for hit in search.hits)
    found = sum(hit.found for hit in search.hits)
    return f"{done} of {total} answered" + (f" · found {found} time{'s' if found > 1 else ''}: reword" if found else "")


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of an edited line: parted by commas or line ends, each once, 100 at most."""
    words = (" ".join(word.split())[:80] for word in text.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word))))[:100]
