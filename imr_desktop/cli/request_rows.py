"""What the papers of a dispute ask for and decide, as rows of ``read --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imr_desktop.review.requests import Request


def request_row(request: Request) -> dict[str, Any]:
    """One request: the paper, its words for it, how much was asked for and allowed (None for what it does not say).

    `doubt` is how likely the decision is another one than was read (0 to 1); `unsure` names the numbers that are None because
    a machine read them with doubt.
    """
    return {
        "source": request.source,
        "title": request.title,
        "asked": _plain(request.asked),
        "allowed": _plain(request.allowed),
        "decision": request.decision,
        "doubt": request.doubt,
        "unsure": list(request.unsure),
        "page": request.page,
    }


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
