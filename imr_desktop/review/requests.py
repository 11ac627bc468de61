"""The requests in the papers of files that were taken in, and what their lists differ in, for window and command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from imr_desktop.case import edits
from imr_desktop.case.model import Case, DisputedItem, SourceRef
from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.packet import Conflict, ConflictValue
from imr_desktop.extract.requests import Request as Request
from imr_desktop.extract.requests import held_together
from imr_desktop.extract.requests.care import names_care

if TYPE_CHECKING:
    from imr_desktop.extract.requests import Together

_WORD = re.compile(r"[^\W\d_]{4,}")
_UNTELLING = re.compile(
    r"left|right|bilateral|without|with|contrast|from|over|each|units?|visits?|sessions?|times?|weeks?|months?|days?|request(?:ed)?"
    r"|treatment|medical|quantity|capsules?|caps|tablets?|tabs|purchase|rental|trial"
)
_INDEX = "...."
"""What a line of a table of contents is filled with."""
IN_DISPUTE, NOT_IN_DISPUTE = "in dispute", "not in dispute"
Differs = Literal["silent", "certified", "deferred", "unread", "unlisted", "unlisted_unread", "undecided"]
"""How the lists differ about a request: the application lists it and utilization review's letter does not name it, certified
it or deferred it, or how it decided could not be read; the letter denied it, or that could not be read, and the application
does not list it; only the request for authorization asks."""


class ListQuestion(Conflict, frozen=True, kw_only=True):
    """Whether a request is in dispute, where the papers' lists differ: `key` is ``listed.<title>``."""

    title: str
    differs: Differs


def list_questions(requests: Iterable[Request]) -> tuple[ListQuestion, ...]:
    """What application, utilization review and request for authorization list differently, for the reviewer to answer.

    Of several reviews and requests in a record only those count that share a request with the application: the others are of
    other disputes. Without an application's list there is nothing to hold them against.
    """
    held = held_together(requests)
    if not any(one.application for one in held):
        return ()
    agreed = [together for together in held if together.application and together.refused and together.refused.sure_decision]
    answered = [one.title for together in agreed for one in together.all]
    asked: list[ListQuestion] = []
    for question in _questions(held, _papers(held)):
        if (
            names_care(question.title)
            and _INDEX not in question.title
            and not any(_one_treatment(question.title, title) for title in (*answered, *(one.title for one in asked)))
        ):
            asked.append(question)
    return tuple(asked)


def _one_treatment(first: str, second: str) -> bool:
    """Whether two wordings are of one treatment, told in more words or fewer: what is listed again is asked once."""
    if same_request(first, second):
        return True
    one, two = telling_words(first), telling_words(second)
    return bool(one and two) and (one <= two or two <= one)


def _papers(held: Iterable[Together]) -> dict[str, SourceRef]:
    """The papers of this dispute by their document, each with a place where its list stands."""
    with_application = [one for one in held if one.application]
    return {source.document: source for one in with_application for paper in one.all for source in paper.sources[:1]}


def _questions(held: Iterable[Together], papers: dict[str, SourceRef]) -> Iterator[ListQuestion]:
    listed = tuple(held)
    application = next(one.application for one in listed if one.application)
    letter = next((one.ur for one in listed if one.application and one.ur), None)
    for one in listed:
        if one.application and one.ur and not (one.refused and one.refused.sure_decision):
            differs: Differs = one.ur.sure_decision if one.ur.sure_decision in ("certified", "deferred") else "unread"
            yield _question(one.application, differs, one.application, one.ur)
        elif one.application and one.ur is None and letter is not None:
            yield _question(one.application, "silent", one.application, letter, exact=False)
        elif one.application is None and one.refused and _is_of(one.refused, papers):
            differs = "unlisted" if one.refused.sure_decision else "unlisted_unread"
            yield _question(one.refused, differs, one.refused, application, exact=False)
        elif one.application is None and one.ur is None and one.rfa and _is_of(one.rfa, papers):
            yield _question(one.rfa, "undecided", one.rfa, application, exact=False)


def _is_of(request: Request, papers: dict[str, SourceRef]) -> bool:
    return any(source.document in papers for source in request.sources)


def _question(asked: Request, differs: Differs, said_in: Request, said_out: Request, *, exact: bool = True) -> ListQuestion:
    """`exact`: the words of both are about the request; else the second's list is merely without it."""
    without = tuple(SourceRef(one.document, one.page) for one in said_out.sources[:1])
    values = (
        ConflictValue(IN_DISPUTE, said_in.sources),
        ConflictValue(NOT_IN_DISPUTE, said_out.sources if exact else without),
    )
    return ListQuestion(f"listed.{asked.title}", values, title=asked.title, differs=differs)


def listed(case: Case, question: ListQuestion, *, in_dispute: bool) -> Case:
    """The case with the reviewer's answer: an item for what is in dispute; what is not is removed while nothing is in it."""
    held = [item for item in case.items if same_request(item.title, question.title)]
    if in_dispute:
        item = DisputedItem(edits.new_id(), question.title, sources=question.values[0].sources)
        return case if held else edits.add_item(case, item)
    for item in held:
        if not has_work(item):
            case = edits.remove_item(case, item.id)
    return case


def telling_words(title: str) -> frozenset[str]:
    """The words of a request that tell its treatment from another: no short ones, sides, counts and forms."""
    return frozenset(word for word in _WORD.findall(title.lower()) if not _UNTELLING.fullmatch(word))


def kept_item(case: Case, question: ListQuestion) -> str:
    """The title of an item that is not in dispute by the answer and stays, since there is work in it; empty for none."""
    return next((item.title for item in case.items if same_request(item.title, question.title)), "")


def has_work(item: DisputedItem) -> bool:
    """Whether the reviewer did something in an item: it is not taken away by an answer about lists."""
    return bool(item.settled or item.rationale.strip() or item.answers or item.preliminary_views or item.evidence)


def asked_as(case: Case, title: str, number: object, requests: Iterable[Request]) -> Case:
    """The case with a request in the words of the paper whose number was chosen: rules, drafts and letter go by them."""
    chosen = next((one for one in requests if one.asked == number and same_request(one.title, title)), None)
    for item in case.items if chosen is not None else ():
        if chosen is not None and same_request(item.title, title):
            title_with = _in_words(chosen)
            words = {"title": title_with, **({"requested": title_with} if item.requested else {})}
            case = edits.change_item(case, item.id, **words)
    return case


def _in_words(request: Request) -> str:
    """A request in the words of its paper that have its number: a title may have lost it, what was quoted has not."""
    number = re.compile(rf"(?<![\d.]){request.asked or 0:g}(?!\.?\d)")
    said = (request.title, *(source.quote for source in request.sources))
    return next((" ".join(words.split()) for words in said if number.search(words)), request.title)
