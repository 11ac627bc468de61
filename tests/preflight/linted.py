"""What the checks of style, fairness and provenance raise of a case."""

from __future__ import annotations

from imr_desktop.case.model import CaseFile, Document
from imr_desktop.preflight import Context, run

from .builders import AT, CONTEXT, TODAY, case, item

FAMILIES = (
    "scope.",
    "bias.",
    "specialty.",
    "credentials.",
    "names.",
    "copied.",
    "conflict.",
    "record.",
    "earlier.",
    "item.missed",
    "item.unlisted",
    "item.retyped",
    "text.",
)


def found(one, context=CONTEXT, *families):
    wanted = families or FAMILIES
    return [
        problem for problem in run(one, context) if problem.check.startswith(wanted) and problem.check != "record.unopened"
    ]


def saying(sentence):
    """A sound case whose rationale has one sentence more."""
    return case(items=(item(rationale=f"{item().rationale} {sentence}"),))


def checks(problems):
    return {problem.check for problem in problems}


def recorded(text_by_page, kind="progress report", **fields):
    """A case with one document over the given pages, opened, and the context that knows their text."""
    last = max(text_by_page)
    documents = (Document("d1", "0" * 64, "Report", kind, 1, last, opened=AT),)
    base = {"files": (CaseFile("0" * 64, "packet.pdf", last, 1),), "documents": documents, **fields}
    return case(**base), Context(today=TODAY, record=text_by_page)
