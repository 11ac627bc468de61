"""Where an input's value comes from, in words."""

from __future__ import annotations

from imr_desktop.case.model import Case
from imr_desktop.rules import visits, wording
from imr_desktop.rules.derive import DERIVED, OUTSIDE_MTUS, SUMS
from imr_desktop.rules.evaluate import ItemContext
from imr_desktop.rules.evidence import usable
from imr_desktop.rules.lookup import with_parts
from imr_desktop.rules.packs import Packs

PER_SESSION = "request.units_per_session"
_OF_THE_CASE = {
    "patient.age": "the case's age",
    **dict.fromkeys(
        ("history.months_since_injury", "history.symptom_duration_months", "history.phase"),
        "the dates of injury and decision",
    ),
    "history.symptom_duration_weeks": "the dates of injury and request",
    "case.decision_date": "the case's dates",
    "request.days_since_injury": "the dates of injury and request",
    "request.region": "the request, or the parts that the summary names",
    visits.AUTHORIZED: "what utilization review allowed",
    visits.ORIGINAL: "the words of the whole request",
    "surgery.supported": "your decisions on the operations in this case",
    OUTSIDE_MTUS: "the governing edition",
    **dict.fromkeys(("drug.list_status", "drug.list_entry"), "the MTUS Drug List of the day"),
    **dict.fromkeys(("drug.special_fill_days", "drug.perioperative_days"), "the MTUS Drug List of the day"),
}


def origin(key: str, case: Case, context: ItemContext, packs: Packs) -> str:
    """The kind of place a value was taken from: a fact, the request's words, a finding, the summary, the record, others."""
    if _is_fact(key, case, context, packs):
        return "a fact of the case"
    sources = context.resolved.sources.get(key, ())
    if sources:
        return _place(sources[0].document)
    if key in SUMS:
        return visits.in_words({part: known.value for part, known in context.resolved.known.items()}, with_parts((key,)))
    if key == PER_SESSION and context.request.ambiguous:
        return f"{_words_of(context)}, if all are meant for one session"
    if key in DERIVED:
        return _OF_THE_CASE.get(key) or _words_of(context)
    in_words = packs.inputs[key].in_request and key in packs.phrases.said(context.item.disputed_text)
    if key in packs.definitions and not in_words:
        return f"follows from {wording.labels(packs.definitions[key].keys(), packs.inputs)}"
    return _words_of(context)


def _words_of(context: ItemContext) -> str:
    """Whose words: the request's, or only those of the part that utilization review did not allow."""
    part = context.item.authorized or context.item.relation == "remainder"
    return "the words of the part in dispute" if part else "the words of the request"


def _is_fact(key: str, case: Case, context: ItemContext, packs: Packs) -> bool:
    return any(
        fact.key == key and fact.item in ("", context.item.id) and usable(packs.inputs[key], fact.value) is not None
        for fact in case.facts
    )


def _place(document: str) -> str:
    if document == "summary":
        return "the case summary"
    return "a finding" if document.startswith("finding:") else "the record"
