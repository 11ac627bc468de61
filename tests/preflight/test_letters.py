"""False alarms over real published determinations: where the 64 letters are at hand, they raise only what deserves a look."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from imr_desktop.preflight import Context, run
from imr_desktop.preflight.examples import shipped
from imr_desktop.rules import evaluate_case

MOST_LETTERS = {
    "prose.injury": 2,
    "prose.ur_denial": 5,
    "prose.rfa": 1,
    "people.sex": 1,
    "people.age": 1,
    "outcome.contradiction": 0,
    "outcome.reasons": 0,
    "quantity.portion": 0,
    "prose.wrong_year": 0,
    "place.pasted": 0,
    "condition.rationale": 2,
    "finding.reversed": 0,
    "finding.visits": 0,
    "finding.study": 0,
    "finding.drug": 0,
    "finding.course": 1,
    "summary.unlisted": 0,
    "summary.authorized": 0,
    "names.given": 0,
    "people.birth": 0,
    "text.case_number": 0,
    "citation.service": 2,
    "quantity.partial": 1,
    "item.duplicate": 1,
    "dates.order": 1,
    "item.remainder": 0,
    "quantity.modified": 0,
    "text.placeholder": 0,
    "condition.missing": 0,
    "evidence.silence_only": 0,
    "citation.missing": 1,
    "identity.number": 0,
    "identity.signature": 0,
    "item.undecided": 0,
    "item.rationale": 0,
    "item.none": 0,
    "item.count": 0,
    "dates.missing": 0,
    "dates.number": 0,
    "scope.causation": 0,
    "scope.liability": 0,
    "scope.cost": 0,
    "bias.trait": 0,
    "credentials.missing": 0,
    "specialty.spelling": 0,
    "specialty.mismatch": 0,
    "names.stranger": 0,
    "names.patient": 0,
    "conflict.disclosed": 0,
    "copied.within": 1,
    "copied.denial": 0,
    "copied.service": 0,
    "copied.item": 6,
    "text.bracket": 1,
    "record.page": 0,
    "record.quote": 0,
    "item.missed": 0,
    "item.retyped": 0,
    "identity.name": 0,
    "place.side": 0,
    "place.level": 0,
    "place.body": 0,
    "request.drug": 0,
    "request.service": 1,
    "request.dose": 0,
    "request.quantity": 0,
    "request.unnamed": 1,
    "prose.application": 0,
    "prose.assigned": 0,
    "prose.decision": 0,
    "prose.impossible": 1,
    "prose.future": 0,
    "prose.after_application": 1,
    "prose.before_injury": 4,
    "citation.region": 1,
    "citation.edition": 1,
    "criteria.denied_though_found": 1,
    "criteria.denied_though_shown": 2,
    "criteria.denied_though_told": 1,
    "criteria.against_answer": 0,
}
"""For each check, in how many of the letters it may speak up: what was read and found worth a look, and no more."""


@pytest.fixture(scope="module")
def raised(letter_cases) -> dict[str, Counter[str]]:
    """Per check, how often it fired in each letter."""
    found: dict[str, Counter[str]] = {}
    for case in letter_cases:
        context = Context(today=date(2026, 1, 1), packs=shipped(), reports=evaluate_case(case, shipped(), {}))
        for problem in run(case, context):
            found.setdefault(problem.check, Counter())[case.id] += 1
    return found


def test_few_letters_raise(raised):
    letters = {check: dict(raised.get(check, {})) for check in MOST_LETTERS}
    assert {check: found for check, found in letters.items() if len(found) > MOST_LETTERS[check]} == {}


def test_absence_speaks_up_where_most_reversals_begin(raised):
    assert len(raised["absence.rationale"]) >= 45
    assert 230 <= sum(raised["absence.rationale"].values()) <= 265
