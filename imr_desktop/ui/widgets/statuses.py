"""Every status the window shows: its word, its icon, its colour token, and whether its outline is dashed.

Dashed always means that nothing is established. No status is told by colour alone. Imports no Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

from imr_desktop.language import mark, markc, tr, trc


@dataclass(frozen=True)
class Status:
    """How one status looks: its word in English and shorter, icon name, token family, dashed outline."""

    english: str
    brief: str
    icon: str
    token: str
    dashed: bool = False

    @property
    def word(self) -> str:
        """What it is called, in full."""
        return tr(self.english)

    @property
    def short(self) -> str:
        """What it is called where room is scarce."""
        return trc("status", self.brief)


CRITERION = {
    "met": Status(mark("Met"), mark("Met"), "circle-check", "met"),
    "not met": Status(mark("Not met"), mark("Not met"), "circle-x", "notmet"),
    "not documented": Status(mark("Not documented"), mark("Not doc."), "circle-question-mark", "notdoc", dashed=True),
    "not applicable": Status(mark("Not applicable"), mark("N/A"), "circle-minus", "notdoc", dashed=True),
    "conflicting": Status(mark("Conflicting"), mark("Conflict"), "git-branch", "warn", dashed=True),
    "": Status(mark("Not assessed"), markc("status", "Open"), "circle-dashed", "undecided", dashed=True),
}
DECISION = {
    "Upheld": Status("Upheld", "Upheld", "square-menu", "upheld"),
    "Overturned": Status("Overturned", "Overturned", "rotate-ccw", "overturned"),
    "": Status(mark("Undecided"), mark("Undecided"), "circle-dashed", "undecided", dashed=True),
}
SEVERITY = {
    "must fix": Status(mark("Must fix"), mark("Must fix"), "octagon-alert", "error"),
    "consider": Status(mark("Consider"), mark("Consider"), "triangle-alert", "warn"),
    "noted": Status(mark("Noted"), mark("Noted"), "circle-check", "ok"),
    "passed": Status(mark("Passed"), mark("Passed"), "circle-check", "ok"),
}
END_STATES = {
    "terminated": mark("Terminated"),
    "withdrawn": mark("Withdrawn"),
    "settled": mark("Settled"),
    "ineligible": mark("Ineligible"),
}


def criterion(status: str) -> Status:
    """The look of a criterion's status; empty for a criterion the reviewer has not answered."""
    return CRITERION.get(status, CRITERION[""])


def decision(value: str | None) -> Status:
    """The look of a decision; None or empty for an undecided item."""
    return DECISION.get(value or "", DECISION[""])


def severity(value: str) -> Status:
    """The look of a problem's severity."""
    return SEVERITY.get(value, SEVERITY["consider"])
