"""Checking a case: rules and preflight over one Case, and what is left to do before it can be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from imr_desktop.case.model import Case
from imr_desktop.preflight import Context, Problem, blocking, run
from imr_desktop.rules import ItemReport, Packs, evaluate_case


@dataclass(frozen=True)
class Checked:
    """A case's criteria reports, its problems, and those that stand in the way of signing."""

    case: Case
    reports: tuple[ItemReport, ...]
    problems: tuple[Problem, ...]
    blocking: tuple[Problem, ...]


def check(case: Case, packs: Packs, record: Mapping[int, str], identity: tuple[str, ...] = (),
          today: date | None = None) -> Checked:
    """Run the guideline rules and every preflight check.

    `record` maps case pages to their text; a determination's own pages are no evidence and are left out. `identity` holds
    the words that must not appear in the letter.
    """
    evidence = evidence_pages(case, record)
    reports = evaluate_case(case, packs, evidence)
    problems = run(case, Context(reports=reports, record=evidence, identity=identity, today=today or date.today()))
    return Checked(case, reports, problems, blocking(problems, case.acknowledgements))


def evidence_pages(case: Case, record: Mapping[int, str]) -> dict[int, str]:
    """The record without a determination's own pages: they are no evidence."""
    determination = _determination_pages(case)
    return {page: text for page, text in record.items() if page not in determination}


def _determination_pages(case: Case) -> set[int]:
    return {page for document in case.documents if document.type == "determination"
            for page in range(document.first_page, document.last_page + 1)}
