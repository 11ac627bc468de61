"""The worker half of packages: making, opening, comparing, taking in. Imports no Qt but for the rows' look."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.errors import ImrError
from imr_desktop.language import mark, told, tr
from imr_desktop.regular_files import open_regular
from imr_desktop.ui.history.differences_list import DifferenceRow
from imr_desktop.ui.history.marked import sides
from imr_desktop.ui.widgets.statuses import Status

if TYPE_CHECKING:
    from imr_desktop.case.merge import Merged
    from imr_desktop.review import Services
    from imr_desktop.review.exchanging import OpenedPackage, OpinionDifference

SCRYPT = b"\n-> scrypt "
OPEN = Status(mark("Choose"), mark("Choose"), "circle-dashed", "undecided", dashed=True)
MINE = Status(mark("Mine"), mark("Mine"), "user", "met")
THEIRS = Status(mark("Theirs"), mark("Theirs"), "file-input", "met")
COMES = Status(mark("Comes in"), mark("Comes in"), "plus", "ok")
_MOST = 1_000
_READ = 12_000
"""Characters shown of a text that is to be chosen: nobody should choose what they could not read."""


class Sealing(NamedTuple):
    """How a package is to be sealed: for recipients' keys, or by a passphrase; `blind`: without the first opinion."""

    recipients: tuple[str, ...] = ()
    passphrase: str = ""
    blind: bool = False


@dataclass(frozen=True)
class ReceivedPackage:
    """An opened package beside what there is here. `rows` are the conflicts, then what comes in without a question.

    `here` is the id of the case in this vault, empty where it is new; `left_out` says what of a new one does not come in.
    """

    opened: OpenedPackage
    merged: Merged | None
    refused: str
    rows: tuple[DifferenceRow, ...]
    opinions: tuple[DifferenceRow, ...]
    here: str
    left_out: tuple[str, ...] = ()

    @property
    def conflicts(self) -> frozenset[str]:
        """The places that ask for a choice."""
        return frozenset(one.place for one in self.merged.conflicts) if self.merged else frozenset()


class Opening:
    """One opening, which can be given up: a package opened too late is closed again."""

    def __init__(self) -> None:
        self._given_up = threading.Event()

    def give_up(self) -> None:
        """Nobody waits for it any more."""
        self._given_up.set()

    def open(self, services: Services, path: Path, passphrase: str) -> ReceivedPackage:
        """Open a package and compare it with the case here. Raises UsageError, FileUnreadable, CaseInvalid, StoreError."""
        opened = services.exchange.open(path, passphrase)
        try:
            received = _received(services, opened)
        except BaseException:
            opened.close()
            raise
        if self._given_up.is_set():
            opened.close()
        return received


def wants_passphrase(path: Path) -> bool:
    """Whether a package is sealed by a passphrase, told from its first bytes."""
    try:
        with open_regular(path) as file:
            return SCRYPT in file.read(200)
    except OSError:
        return False


def _received(services: Services, opened: OpenedPackage) -> ReceivedPackage:
    here = services.exchange.here(opened)
    try:
        merged, refused = services.exchange.merge_preview(opened), ""
    except ImrError as error:
        merged, refused = None, told(error.sentence)
    opinions = tuple(_opinion(one) for one in services.exchange.compare(here, opened)[:_MOST]) if here else ()
    left_out = () if here else services.exchange.left_out(opened)
    return ReceivedPackage(opened, merged, refused, _rows(merged) if merged else (), opinions, here, left_out)


def _rows(merged: Merged) -> tuple[DifferenceRow, ...]:
    asked = [DifferenceRow(one.place, one.label, *sides(one.ours, one.theirs, _READ), OPEN) for one in merged.conflicts]
    taken = [
        DifferenceRow(tr("taken {at} {place}", at=at, place=one.place), one.label, *sides(one.before, one.after), COMES)
        for at, one in enumerate(merged.taken[:_MOST])
    ]
    return (*asked, *taken)


def _opinion(one: OpinionDifference) -> DifferenceRow:
    return DifferenceRow(f"{one.item} {one.field}", one.label, *sides(one.first, one.second, _READ))


def chosen(row: DifferenceRow, choices: Mapping[str, str]) -> DifferenceRow:
    """A row as it looks after the choices made."""
    if row.status is COMES:
        return row
    return replace(row, status={"ours": MINE, "theirs": THEIRS}.get(choices.get(row.place, ""), OPEN))


def own_key(services: Services) -> str:
    """The public key that packages for this vault are addressed to."""
    return services.exchange.recipient


def pack(services: Services, case_id: str, out: Path, how: Sealing) -> Path:
    """Write a package."""
    services.exchange.package(case_id, out, how.recipients, how.passphrase, blind=how.blind)
    return out


def backups(services: Services) -> tuple[Path, ...]:
    """The backups there are, the newest first."""
    return tuple(backup.path for backup in services.vault.backups())
