"""What the text cites of the record: pages that are there, words that stand on them, and documents left uncited."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case import citation
from imr_desktop.case.model import Case, DisputedItem, Fact, Finding, SourceRef
from imr_desktop.preflight import places
from imr_desktop.preflight.cited.page_citations import citations, cited_pages, stands_on, where_it_stands
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import prose


@check("record.page", severity="must fix")
def page(case: Case, context: Context) -> Iterator[Raised]:
    """Every page the text cites is a page of the record; one not read, or read by machine only, is to be looked at.

    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1}], "summary": "The knee locks [p. 4]."}
    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "unreadable": [2]}],
          "items": [{"rationale": "The knee locks [pp. 1–2]."}]}
    bad: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1, "doubtful": [2]}],
          "items": [{"rationale": "The knee locks [p. 2]."}]}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 3, "first_page": 1}], "summary": "The knee locks [p. 3]."}
    good: {"summary": "The knee locks [p. 3]. As studied [84, 89]."}
    """
    last = case.page_count
    unreadable = _pages_of(case, "unreadable")
    doubtful = _pages_of(case, "doubtful")
    for field in prose(case) if case.files else ():
        for count, one in enumerate(citations(field.text) if "[" in field.text else (), start=1):
            place, words = field.place(one.start, one.end), field.text[one.start : one.end]
            if max(one.pages) > last or min(one.pages) < 1:
                yield Raised(place, f"The record has no such page: it ends at page {last}.", f"{field.key}:{count}", words)
            elif unreadable.intersection(one.pages):
                blank = citation.listed(unreadable.intersection(one.pages))
                message = f"{blank} could not be read: look at the image."
                yield Raised(place, message, f"{field.key}:{count}", words, severity="consider", flag=not one.quote or None)
            elif guessed := doubtful.intersection(one.pages):
                was = "were" if len(guessed) > 1 else "was"
                message = f"{citation.listed(guessed)} {was} read by machine only: compare with the image."
                yield Raised(place, message, f"{field.key}:{count}", words, severity="consider", flag=not one.quote or None)


def _pages_of(case: Case, state: str) -> set[int]:
    return {number for file in case.files for number in getattr(file, state)}


@check("record.quote", severity="consider", needs="record")
def quote(case: Case, context: Context) -> Iterator[Raised]:
    r"""Words quoted from a page stand on that page.

    bad: {"record": {"1": "Motor strength is 5/5 in all groups.", "2": "Plan: brace."},
          "summary": "The report says “motor strength is 4/5 in all groups” [p. 1]."}
    bad: {"record": {"1": "Plan: brace.", "2": "Motor strength is 5/5 in all groups."},
          "summary": "The report says \"motor strength is 5/5 in all groups\" [p. 1]."}
    good: {"record": {"1": "Motor strength\nis 5/5 in all mus-\ncle groups."},
          "summary": "The report says “Motor strength is 5/5 … muscle groups” [p. 1]."}
    bad: {"record": {"1": "Plan: brace."}, "hidden": {"1": "Motor strength is 5/5 in all groups."},
          "summary": "The report says “motor strength is 5/5 in all groups” [p. 1]."}
    good: {"files": [{"digest": "0", "name": "a.pdf", "pages": 1, "first_page": 1, "unreadable": [1]}],
          "record": {"1": "Faxed 10/02/2024"}, "summary": "The report says “motor strength is 5/5 in all groups” [p. 1]."}
    good: {"record": {"1": ""}, "summary": "The report says “motor strength is 5/5 in all groups” [p. 1]."}
    """
    unreadable = _pages_of(case, "unreadable") if context.record else set()
    for field in prose(case) if context.record else ():
        for count, one in enumerate(citations(field.text) if "[" in field.text else (), start=1):
            readable = all(context.record.get(number, "").strip() and number not in unreadable for number in one.pages)
            if not one.quote or not readable or stands_on(one.quote, one.pages, context.record):
                continue
            there = where_it_stands(one.quote, context.record)
            unseen = 0 if there else where_it_stands(one.quote, context.hidden)
            nowhere = f"only in text of page {unseen} that no eye can see there" if unseen else "and on no other page"
            where = f"they stand on page {there}" if there else nowhere
            fix = Fix(f"Cite page {there}", (field.replace(one.start, one.end, citation.written(there)),)) if there else None
            message = f"The words are not on {citation.listed(one.pages, 'page', 'pages')}, {where}."
            yield field.raised((one.quote_start, one.quote_start + len(one.quote)), message, count, fix)


@check("record.uncited", severity="consider", flag=True)
def uncited(case: Case, context: Context) -> Iterator[Raised]:
    """A document marked as relevant is cited somewhere.

    bad: {"documents": [{"id": "d", "file": "f", "title": "MRI", "type": "imaging", "first_page": 4, "last_page": 6,
          "relevant": true}], "summary": "The knee locks [p. 3]."}
    good: {"documents": [{"id": "d", "file": "f", "title": "MRI", "type": "imaging", "first_page": 4, "last_page": 6,
          "relevant": true}], "summary": "The knee locks [p. 5]."}
    good: {"documents": [{"id": "d", "file": "f", "title": "MRI", "type": "imaging", "first_page": 4, "last_page": 6}]}
    """
    relevant = [document for document in case.documents if document.relevant and document.type != "determination"]
    if not relevant:
        return
    cited = {number for field in prose(case) for number in cited_pages(field.text)} | {one.page for one in _sources(case)}
    left = [document for document in relevant if not any(page in document.pages for page in cited)]
    if left:
        count = "A document" if len(left) == 1 else f"{len(left)} of {len(relevant)} documents"
        message = f"{count} marked relevant and cited nowhere, first: “{left[0].title}”."
        yield Raised(places.RECORD, message, fix=Fix("Open the document", act="open document", target=left[0].id))


def _sources(case: Case) -> Iterator[SourceRef]:
    """Every place of the record that findings, facts, items and answers point to."""
    holders: tuple[Finding | Fact | DisputedItem, ...] = (*case.findings, *case.facts, *case.items)
    for holder in holders:
        yield from holder.sources
    for item in case.items:
        for answer in item.answers:
            yield from answer.sources
