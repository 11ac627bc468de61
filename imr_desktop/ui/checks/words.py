"""What the checks pane says of all checks together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.language import tr

if TYPE_CHECKING:
    from imr_desktop.review.checking import NotRun, Open

_PARTLY = "Made in part:"


def state_words(found: Open | None, consider: int, *, asked: bool) -> str:
    """``1 to fix, 2 to consider``, or that all checks pass; `asked`: the sign view still asks for something itself."""
    if found is None:
        return tr("Not checked yet")
    fix = [found.words] if found.to_fix else []
    more = [tr("{consider} to consider", consider=consider)] if consider else []
    return ", ".join([*fix, *more]) or (tr("Nothing to fix") if asked else tr("All checks pass"))


def not_run_words(lacking: tuple[NotRun, ...]) -> str:
    """How many checks were not run and why, in a sentence; empty where all were."""
    if not lacking:
        return ""
    many = tr("One check was") if len(lacking) == 1 else tr("{lacking_count} checks were", lacking_count=len(lacking))
    part = lacking[0].reason.startswith(_PARTLY)
    return f"{many} {(tr('run in part') if part else tr('not run'))}. {lacking[0].reason.removeprefix(_PARTLY).strip()}"
