"""The worker half of the audit viewer. Imports no Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from imr_desktop.store.audit import Entry, Verified

PAGE = 300


class Filter(NamedTuple):
    """Which entries are wanted: of a case (empty: all), of a kind (empty: all), with these words."""

    case_id: str = ""
    what: str = ""
    text: str = ""


class Page(NamedTuple):
    """Some entries, the newest first, of the filter they were asked for with; `last`: there are none older."""

    wanted: Filter
    before: int | None
    entries: tuple[Entry, ...]
    last: bool


def page(services: Any, wanted: Filter, before: int | None) -> Page:
    """The entries before one, at most `PAGE`."""
    found = tuple(services.vault.trail(**wanted._asdict(), before_seq=before, most=PAGE))
    return Page(wanted, before, found, len(found) < PAGE)


def numbers(services: Any) -> dict[str, str]:
    """The numbers of the stored cases by id."""
    return {summary.id: summary.number for summary in services.cases.list()}


def verify(services: Any) -> Verified:
    """Whether the trail is whole."""
    return services.vault.verify_trail()


def export(services: Any, path: Path) -> Path:
    """Write the trail to a file."""
    services.vault.export_trail(path)
    return path
