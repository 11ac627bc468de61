"""Reasons to sign although a problem is open: what they name, and which problems take one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.review.checking import Problem


def reason_target(problem: Problem) -> str:
    """What an acknowledgement of a problem names: its id, or the family its fix says one reason covers."""
    fix = problem.fix
    family = fix.target if fix is not None and fix.act == "give reason" else ""
    return family if family and covers(family, problem.id) else problem.id


def may_be_passed(problem: Problem) -> bool:
    """Whether a reason lets the reviewer sign although the problem is open."""
    return problem.severity != "must fix" or problem.overridable


def covers(acknowledged: str, problem_id: str) -> bool:
    """Whether an acknowledgement covers a problem."""
    from imr_desktop.review.checking import covers as covered

    return covered(acknowledged, problem_id)
