"""Checking a case: rules and preflight over one Case, and what is left to do before it can be signed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from imr_desktop import logs
from imr_desktop.case import dates
from imr_desktop.case.model import Case, RulePacks
from imr_desktop.identity import Identity
from imr_desktop.preflight import (  # noqa: F401  handed on
    Context,
    NotRun,
    Others,
    Problem,
    SetDate,
    all_checks,
    apply_fix,
    blocking,
    covers,
    not_run,
    run,
)
from imr_desktop.rules import CriterionReport, ItemReport, Packs  # noqa: F401  handed on
from imr_desktop.rules.editions import governing_date  # noqa: F401  handed on
from imr_desktop.rules.explained import Explained, ExplainedCriterion, ExplainedInput, Gate  # noqa: F401  handed on
from imr_desktop.rules.explaining import FROM_MEMORY, VISITS  # noqa: F401  handed on
from imr_desktop.rules.model import GoverningText, InputSpec, InputValue  # noqa: F401  handed on
from imr_desktop.rules.reuse import Evaluations

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """A case's criteria reports, its problems, and those that stand in the way of signing.

    `rule_packs` are the guideline packs it was checked against; a signature records them. `inputs` are what their rules may
    ask for, by key: labels and units for people. `not_run` are the checks that could not be made, without a record for one.
    """

    case: Case
    reports: tuple[ItemReport, ...]
    problems: tuple[Problem, ...]
    blocking: tuple[Problem, ...]
    rule_packs: RulePacks | None = None
    inputs: Mapping[str, InputSpec] = field(default_factory=dict)
    not_run: tuple[NotRun, ...] = ()

    @property
    def without_record(self) -> tuple[NotRun, ...]:
        """The checks that lacked the record, or pages of it."""
        of_record = {check.name for check in all_checks() if check.needs == "record"}
        return tuple(one for one in self.not_run if one.check in of_record and not one.reason.startswith("Check “"))


@dataclass(frozen=True)
class Open:
    """What stands in the way of signing, in numbers: how many problems are `to_fix`, and how many `reasons` are to be given
    for those to consider. The statements of the sign view are neither.
    """

    to_fix: int
    reasons: int = 0

    @property
    def words(self) -> str:
        """``5 to fix``, the same wherever it is said."""
        return fix_words(self.to_fix)


def fix_words(number: int) -> str:
    """The one way to say how many problems must be fixed before the statements can be made."""
    return f"{number:,} to fix" if number else "Nothing to fix"


def to_fix(checked: Checked) -> tuple[Problem, ...]:
    """What must be fixed before the statements can be made: the number that header, steps, pane, worklist and command line
    show.

    A reason takes out what may be passed with one. What the sign view itself asks for is left out (`asked_at_signing`).
    """
    return tuple(one for one in checked.blocking if one.severity == "must fix" and not asked_at_signing(one))


def to_answer(checked: Checked) -> tuple[Problem, ...]:
    """What the sign view asks a reason for: to consider, and not answered yet."""
    return tuple(one for one in checked.blocking if one.severity != "must fix" and not asked_at_signing(one))


def asked_at_signing(problem: Problem) -> bool:
    """Whether the sign view itself asks for it: a statement not yet made, or who signs. It counts as no problem to fix."""
    return problem.place.area == "sign" and problem.fix is not None and problem.fix.act in ("attest", "identify")


def open_of(checked: Checked) -> Open:
    """The numbers of a checked case."""
    return Open(len(to_fix(checked)), len(to_answer(checked)))


def left_words(blocking: tuple[Problem, ...]) -> str:
    """What stands in the way of signing, part by part: ``5 to fix, 2 reasons to give, 3 statements to make``."""
    asked = [one.fix.act for one in blocking if asked_at_signing(one) and one.fix is not None]
    fixes = sum(one.severity == "must fix" for one in blocking) - len(asked)
    reasons, made = len(blocking) - fixes - len(asked), asked.count("attest")
    parts = (
        fix_words(fixes) if fixes else "",
        f"{reasons:,} {'reason' if reasons == 1 else 'reasons'} to give" if reasons else "",
        f"{made} {'statement' if made == 1 else 'statements'} to make" if made else "",
        "who signs is not said" if "identify" in asked else "",
    )
    return ", ".join(filter(None, parts)) or fix_words(0)


def check(
    case: Case,
    packs: Packs,
    record: Mapping[int, str],
    identity: Identity | None = (),
    today: date | None = None,
    disclosures: tuple[str, ...] = (),
    others: Others | None = None,
    own_pack_fault: str = "",
    evaluations: Evaluations | None = None,
    hidden: Mapping[int, str] | None = None,
    away: str = "",
) -> Checked:
    """Run the guideline rules and every preflight check.

    `record` maps case pages to their text; a determination's own pages are no evidence and are left out. `identity` is what
    must not appear in the letter (empty: nobody has said it, which blocks; None: not asked), `disclosures` the names the
    reviewer has ties with, `others` what was decided in other cases, `own_pack_fault` why the reviewer's own guideline
    packs are left out. `evaluations` remember
    the case as it was checked before, so that only what depends on the change is evaluated. `hidden` is what no eye can see
    on the record's pages; `away` says which pages are not at hand, or why none is.
    """
    evidence = evidence_pages(case, record)
    reports, fault = _reports(case, packs, evidence, evaluations or Evaluations())
    context = Context(
        reports=reports,
        record=evidence,
        hidden=hidden or {},
        away=away,
        identity=identity,
        today=today or dates.today(),
        disclosures=disclosures,
        others=others or Others(),
        own_pack_fault=own_pack_fault,
        packs=packs,
        rules_fault=fault,
    )
    problems = run(case, context)
    return Checked(
        case,
        reports,
        problems,
        blocking(problems, case.acknowledgements),
        RulePacks(packs.version, packs.digest),
        packs.inputs,
        not_run(context, problems),
    )


def _reports(
    case: Case, packs: Packs, evidence: Mapping[int, str], evaluations: Evaluations
) -> tuple[tuple[ItemReport, ...], bool]:
    """The rules' answers, and whether they broke: then there is no answer, which must not read as a good one."""
    try:
        return evaluations.of(case, packs, evidence), False
    except Exception as error:  # noqa: BLE001  our fault, or too large for memory: the checks say it, the rest runs
        logs.failure(_log, "guideline rules", error)
        return (), True


def evidence_pages(case: Case, record: Mapping[int, str]) -> dict[int, str]:
    """The record without a determination's own pages: they are no evidence."""
    own = [document.pages for document in case.documents if document.type == "determination"]
    return {page: text for page, text in record.items() if not any(page in pages for pages in own)}
