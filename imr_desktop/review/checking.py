"""Checking a case: rules and preflight over one Case, and what is left to do before it can be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from imr_desktop.case.model import Case, RulePacks
from imr_desktop.preflight import Context, Others, Problem, blocking, run
from imr_desktop.rules import ItemReport, Packs
from imr_desktop.rules.model import InputSpec
from imr_desktop.rules.reuse import Evaluations


@dataclass(frozen=True)
class Checked:
    """A case's criteria reports, its problems, and those that stand in the way of signing.

    `rule_packs` are the guideline packs it was checked against; a signature records them. `inputs` are what their rules may
    ask for, by key: labels and units for people.
    """

    case: Case
    reports: tuple[ItemReport, ...]
    problems: tuple[Problem, ...]
    blocking: tuple[Problem, ...]
    rule_packs: RulePacks | None = None
    inputs: Mapping[str, InputSpec] = field(default_factory=dict)


def check(case: Case, packs: Packs, record: Mapping[int, str], identity: tuple[str, ...] = (),
          today: date | None = None, disclosures: tuple[str, ...] = (), others: Others | None = None,
          own_pack_fault: str = "", evaluations: Evaluations | None = None) -> Checked:
    """Run the guideline rules and every preflight check.

    `record` maps case pages to their text; a determination's own pages are no evidence and are left out. `identity` holds
    the words that must not appear in the letter, `disclosures` the names the reviewer has ties with, `others` what was
    decided in other cases, `own_pack_fault` why the reviewer's own guideline packs are left out. `evaluations` remember
    the case as it was checked before, so that only what depends on the change is evaluated.
    """
    evidence = evidence_pages(case, record)
    reports = (evaluations or Evaluations()).of(case, packs, evidence)
    problems = run(case, Context(reports=reports, record=evidence, identity=identity, today=today or date.today(),
                                 disclosures=disclosures, others=others or Others(), own_pack_fault=own_pack_fault,
                                 packs=packs))
    return Checked(case, reports, problems, blocking(problems, case.acknowledgements),
                   RulePacks(packs.version, packs.digest), packs.inputs)


def evidence_pages(case: Case, record: Mapping[int, str]) -> dict[int, str]:
    """The record without a determination's own pages: they are no evidence."""
    determination = _determination_pages(case)
    return {page: text for page, text in record.items() if page not in determination}


def _determination_pages(case: Case) -> set[int]:
    return {page for document in case.documents if document.type == "determination"
            for page in range(document.first_page, document.last_page + 1)}
