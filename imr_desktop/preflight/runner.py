"""Run the checks over a case, and say which problems stand in the way of signing."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from itertools import islice

from imr_desktop import logs
from imr_desktop.case.labels import spoken
from imr_desktop.case.model import Acknowledgement, Case
from imr_desktop.preflight.grouping import by_cause
from imr_desktop.preflight.problem import Context, Place, Problem, Raised
from imr_desktop.preflight.registry import Check, all_checks

MOST_PER_CHECK = 1000
"""Problems shown of one check; where there are more, a last one says so."""

CHECKS = Place("case", label="Checks")
_RULES_BROKE = Problem(
    "rules:not-run",
    "rules",
    "must fix",
    CHECKS,
    "The guideline rules could not run, so no criterion is judged: change the items, or report it.",
)
_log = logging.getLogger(__name__)


def run(case: Case, context: Context) -> tuple[Problem, ...]:
    """Every problem of the case, in the order of the checks; pure, and never raises.

    A check that breaks becomes one problem of its own severity: what must be fixed is not passed because nobody could look.
    So do the guideline rules, whose answers many checks rest on. The rest still runs. Problems of one cause are one.
    """
    problems: list[Problem] = [_RULES_BROKE] if context.rules_fault else []
    for one in all_checks():
        problems.extend(by_cause(_of_check(one, case, context)))
    return tuple(problems)


def run_checks(case: Case, context: Context, names: Collection[str]) -> tuple[Problem, ...]:
    """The problems that these checks alone find; they never raise either."""
    return tuple(problem for one in all_checks() if one.name in names for problem in _of_check(one, case, context))


def _of_check(check: Check, case: Case, context: Context) -> list[Problem]:
    found: list[Problem] = []
    taken: set[str] = set()
    try:
        raised = iter(check.find(case, context))
        found.extend(_problem(check, one, taken) for one in islice(raised, MOST_PER_CHECK))
        if len(found) == MOST_PER_CHECK and next(raised, None) is not None:
            found.append(_more(check, taken))
    except Exception as error:  # noqa: BLE001  one broken check must not take the others, or the window, with it
        logs.failure(_log, f"check {check.name}", error)
        found.append(_could_not_run(check, taken))
    return found


def _problem(check: Check, raised: Raised, taken: set[str]) -> Problem:
    return Problem(
        id=_unique(f"{check.name}:{raised.key}" if raised.key else check.name, taken),
        check=check.name,
        severity=raised.severity or check.severity,
        place=raised.place,
        message=raised.message,
        quote=raised.quote,
        fix=raised.fix,
        flag=check.flag if raised.flag is None else raised.flag,
        citation=check.citation,
        overridable=raised.overridable,
    )


def _could_not_run(check: Check, taken: set[str]) -> Problem:
    must = check.severity == "must fix"
    advice = "change what it reads, or report it; it stays open." if must else "look at what it asks for yourself."
    return Problem(
        _unique(f"{check.name}:not-run", taken),
        check.name,
        check.severity,
        CHECKS,
        f"Check “{spoken(check.name)}” could not run: {advice}",
    )


def _more(check: Check, taken: set[str]) -> Problem:
    return Problem(
        _unique(f"{check.name}:more", taken),
        check.name,
        check.severity,
        CHECKS,
        f"“{spoken(check.name)}” finds more than {MOST_PER_CHECK:,} places; the rest shows when these are fixed.",
    )


def _unique(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}.{count}"
    taken.add(name)
    return name


def blocking(problems: Iterable[Problem], acknowledgements: Iterable[Acknowledgement]) -> tuple[Problem, ...]:
    """The problems that stand in the way of signing.

    What must be fixed always does, but for what may be overridden by an acknowledgement of that one problem. What is to be
    considered does until an acknowledgement with a reason covers it: one for
    its id, or for a prefix of it that ends before a ``.`` or ``:``. A flag never does.
    """
    covered = tuple(one.problem for one in acknowledgements if one.problem and one.reason.strip())
    return tuple(problem for problem in problems if _blocks(problem, covered))


def _blocks(problem: Problem, covered: tuple[str, ...]) -> bool:
    if problem.severity == "must fix":
        return not (problem.overridable and problem.id in covered)
    return not problem.flag and not any(covers(name, problem.id) for name in covered)


def covers(acknowledged: str, problem_id: str) -> bool:
    """Whether an acknowledgement for `acknowledged` covers a problem: the same id, or all ids below it."""
    return problem_id == acknowledged or problem_id.startswith((f"{acknowledged}.", f"{acknowledged}:"))
