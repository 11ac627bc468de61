"""Every status the window shows: its word, its icon, its colour token, and whether its outline is dashed.

Dashed always means that nothing is established. No status is told by colour alone. Imports no Qt.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """How one status looks: `word` in full, `short` where room is scarce, icon name, token family, dashed outline."""

    word: str
    short: str
    icon: str
    token: str
    dashed: bool = False


CRITERION = {
    "met": Status("Met", "Met", "circle-check", "met"),
    "not met": Status("Not met", "Not met", "circle-x", "notmet"),
    "not documented": Status("Not documented", "Not doc.", "circle-question-mark", "notdoc", dashed=True),
    "not applicable": Status("Not applicable", "N/A", "circle-minus", "notdoc", dashed=True),
    "conflicting": Status("Conflicting", "Conflict", "git-branch", "warn", dashed=True),
    "": Status("Not assessed", "Open", "circle-dashed", "undecided", dashed=True),
}
DECISION = {
    "Upheld": Status("Upheld", "Upheld", "square-menu", "upheld"),
    "Overturned": Status("Overturned", "Overturned", "rotate-ccw", "overturned"),
    "": Status("Undecided", "Undecided", "circle-dashed", "undecided", dashed=True),
}
SEVERITY = {
    "must fix": Status("Must fix", "Must fix", "octagon-alert", "error"),
    "consider": Status("Consider", "Consider", "triangle-alert", "warn"),
    "noted": Status("Noted", "Noted", "circle-check", "ok"),
    "passed": Status("Passed", "Passed", "circle-check", "ok"),
}
END_STATES = {"terminated": "Terminated", "withdrawn": "Withdrawn", "settled": "Settled", "ineligible": "Ineligible"}


def criterion(status: str) -> Status:
    """The look of a criterion's status; empty for a criterion the reviewer has not answered."""
    return CRITERION.get(status, CRITERION[""])


def decision(value: str | None) -> Status:
    """The look of a decision; None or empty for an undecided item."""
    return DECISION.get(value or "", DECISION[""])


def severity(value: str) -> Status:
    """The look of a problem's severity."""
    return SEVERITY.get(value, SEVERITY["consider"])
