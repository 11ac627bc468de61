"""The items against the lists of the record: none missed, none added, none retyped wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight import places
from imr_desktop.preflight.disputed_lists import listed, misread, same
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check


@check("item.missed", severity="consider")
def missed(case: Case, context: Context) -> Iterator[Raised]:
    r"""Every service the application lists as disputed is an item of the case.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n2. Acupuncture x 6\n"}, "items": [{"title": "MRI of the left knee"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n2. Acupuncture x 6\n"},
          "items": [{"title": "MRI of the left knee"}, {"title": "Acupuncture x 6"}]}
    good: {"items": [{"title": "MRI of the left knee"}]}
    """
    if not context.record or not case.items:
        return
    for count, words in enumerate(listed(case, context.record, "imr application"), start=1):
        if not any(_is(item, words) for item in case.items):
            message = "The application lists this, and no item is it: add it, or say why not."
            yield Raised(places.of_case("items", "Disputed items"), message, str(count), words)


@check("item.unlisted", severity="consider", flag=True)
def unlisted(case: Case, context: Context) -> Iterator[Raised]:
    r"""Every item is on the application's list, or was denied or modified by utilization review.

    bad: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n"}, "items": [{"title": "MRI of the left knee"}, {"title": "Gym pass"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "Application", "type": "imr application", "first_page": 1,
          "last_page": 1}], "record": {"1": "Application for Independent Medical Review\nList each disputed service or
          treatment:\n1. MRI of the left knee\n"}, "items": [{"title": "MRI of the left knee"}]}
    """
    asked = listed(case, context.record, "imr application") if context.record else ()
    if not asked:
        return
    known = (*asked, *listed(case, context.record, "ur determination"))
    for number, item in places.numbered(case):
        if item.title.strip() and not any(_is(item, words) for words in known):
            yield places.raised(
                number, item, "title", f"Item {number} is not on the application's list: is it in dispute?", item.title
            )


@check("item.retyped", severity="consider")
def retyped(case: Case, context: Context) -> Iterator[Raised]:
    """A request stands in the case as it stands in the record, with the record's own numbers.

    bad: {"documents": [{"id": "d", "file": "f", "title": "RFA", "type": "rfa", "first_page": 1, "last_page": 1}],
          "record": {"1": "Requested: Gabapentin 300 mg one month supply"},
          "items": [{"title": "Gabapentin 3000 mg one month supply"}]}
    good: {"documents": [{"id": "d", "file": "f", "title": "RFA", "type": "rfa", "first_page": 1, "last_page": 1}],
          "record": {"1": "Requested: Gabapentin 300 mg one month supply"},
          "items": [{"title": "Gabapentin 300 mg, one month supply"}]}
    good: {"items": [{"title": "Gabapentin 3000 mg one month supply"}]}
    """
    for number, item in places.numbered(case) if context.record else ():
        found = misread(case, context.record, item.title)
        if found:
            theirs, own = found
            message = f"Item {number} says {own}; the record has “{theirs[:60]}”: which is right?"
            yield places.raised(number, item, "title", message, own, Fix("Correct the request", act="write", target=item.id))


def _is(item: DisputedItem, words: str) -> bool:
    return any(same(words, own) for own in (item.title, item.requested, item.in_dispute) if own.strip())
