"""The MTUS Drug List of a home: imported from the state's spreadsheet, shown, and compared between versions.

The lists name nobody; they are kept as files of the reviewer's own packs, so that a determination's record of its packs tells
which list it was checked with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.atomic import write_atomically
from imr_desktop.case.dates import today, written
from imr_desktop.errors import FileUnreadable, UsageError
from imr_desktop.paths import Home, private_dir
from imr_desktop.record.formats.sheets import MOST_BYTES, sheet_sandbox, sheets_of
from imr_desktop.regular_files import open_regular
from imr_desktop.rules.formulary import MOST_BYTES as MOST_KEPT
from imr_desktop.rules.formulary import DrugList, DrugLists, ListVersion, encoded, file_name
from imr_desktop.rules.formulary_answers import ListAnswer
from imr_desktop.rules.formulary_changes import Changed, Changes, changes, product  # noqa: F401  handed on
from imr_desktop.rules.formulary_reading import ReadList, read_list
from imr_desktop.rules.packs import Packs

if TYPE_CHECKING:
    from imr_desktop.review.guidelines import Guidelines

_VERSION = re.compile(r"v?(\d{1,2}(?:\.\d{1,2})?)\Z", re.IGNORECASE)
_ODD_SHOWN = 20
ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods", ".csv")


class VersionUnclear(UsageError):
    """Which version a list is, or from when, must be given by whoever imports it."""


@dataclass(frozen=True)
class Import:
    """A list that was read: what it holds, what was not clear in it, and what differs from the list before and the one kept.

    `stands` is the list of this version that is kept already; `replaces` tells that it says something else.
    """

    list: DrugList
    read: ReadList
    odd: tuple[str, ...]
    since: Changes | None = None
    stands: DrugList | None = None
    against: Changes | None = None

    @property
    def is_kept_already(self) -> bool:
        """Whether the list kept of this version says the same, from the same day on."""
        return (
            self.stands is not None and self.stands.drugs == self.list.drugs and self.stands.effective == self.list.effective
        )

    @property
    def replaces(self) -> bool:
        """Whether another list of this version is kept."""
        return self.stands is not None and not self.is_kept_already

    @property
    def counted(self) -> str:
        """What was found, in a sentence: every row is accounted for."""
        read = self.read
        parts = [f"{read.rows} rows below the header: {read.products} with a drug"]
        parts += [f"{read.repeated} of them repeated"] if read.repeated else []
        parts += [f"{read.notes} notes and headings"] if read.notes else []
        return f"{', '.join(parts)}; {len(self.list.drugs)} lines kept."


@dataclass(frozen=True)
class Looked:
    """A spreadsheet that was read, before its version and day are settled; `digest` is its SHA-256."""

    name: str
    found: ReadList
    digest: str


class DrugListService:
    """One home's drug lists. Safe to call from worker threads; it needs no vault."""

    def __init__(self, home: Home, guidelines: Callable[[], Guidelines], changed: Callable[[], None]) -> None:
        """`guidelines` are the packs in use, `changed` loads them anew."""
        self._home, self._guidelines, self._changed = home, guidelines, changed

    def look_at(self, path: Path) -> Looked:
        """A spreadsheet's drugs; nothing is written. Raises FileUnreadable where it is no drug list that can be used."""
        return _read(path)

    def prepare(self, looked: Looked, version: str = "", effective: date | None = None) -> Import:
        """What keeping it would do. `version` and `effective` go before what the file says.

        Raises UsageError where its version or day is not known, or cannot be.
        """
        lists = self._guidelines().packs.formulary.lists
        name = _chosen_version(looked.found, version, effective, lists)
        day = _chosen_day(looked.found, name, effective, lists)
        made = DrugList(name, day, looked.found.drugs, today(), looked.digest)
        if len(encoded(made)) > MOST_KEPT:
            raise UsageError(f"{looked.name} holds more than any drug list does. Nothing was imported.")
        stands = lists.of(name)
        before = [one for one in lists.imported if one.effective < day and one.version != name]
        return Import(
            made,
            looked.found,
            _told(looked.found.odd),
            changes(before[-1], made) if before else None,
            stands,
            changes(stands, made) if stands else None,
        )

    def keep(self, imported: Import) -> Import:
        """Keep a list in one step; it is used from now on. Raises StoreError."""
        if not imported.is_kept_already:
            private_dir(self._home.root)
            private_dir(self._home.guidelines)
            write_atomically(self._home.guidelines / file_name(imported.list.version), encoded(imported.list))
            self._changed()
        return imported


def _read(path: Path) -> Looked:
    try:
        with open_regular(path) as file:
            data = file.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise FileUnreadable(f"{path.name} is larger than 20 MB, more than any drug list; nothing was imported.")
            with sheet_sandbox() as sandbox:
                sheets = sheets_of(file, sandbox)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileUnreadable(f"{path.name} cannot be opened ({reason}); nothing was imported.") from None
    found = ReadList(wrong=sheets.wrong)
    if not sheets.wrong:
        found = read_list([(sheet.name, sheet.rows) for sheet in sheets.sheets], path.stem)
    if found.wrong:
        raise FileUnreadable(f"{path.name} {found.wrong}. Nothing was imported.")
    return Looked(path.name, found, hashlib.sha256(data).hexdigest())


def _told(odd: Iterable[str]) -> tuple[str, ...]:
    """The odd rows in sentences, the first of many."""
    sentences = tuple(f"{one.rstrip('.')}." for one in odd)
    more = len(sentences) - _ODD_SHOWN
    return (*sentences[:_ODD_SHOWN], f"{more} more rows like these.") if more > 0 else sentences


def _chosen_version(found: ReadList, given: str, effective: date | None, lists: DrugLists) -> str:
    if given:
        match = _VERSION.match(given.strip())
        if not match:
            raise UsageError(f"“{given}” is no version of the drug list; write it as v13.")
        return f"v{match[1]}"
    if found.version:
        return found.version
    day = effective or found.effective
    known = [version.names[-1] for version in lists.versions if version.effective == day]
    if known:
        return known[0]
    raise VersionUnclear("The file does not say which version of the drug list it is; give the version, as v13.")


def _chosen_day(found: ReadList, name: str, given: date | None, lists: DrugLists) -> date:
    known = lists.known(name)
    day = given or found.effective or (known.effective if known else None)
    if day is None:
        raise VersionUnclear(f"The file does not say when {name} came into force; give the day.")
    if given is None and known is not None and known.effective != day:
        raise VersionUnclear(
            f"The file says that {name} is in force from {written(day)}, but it is known to be from "
            f"{written(known.effective)}; give the right day."
        )
    _refuse_order(name, day, lists)
    return day


def _refuse_order(name: str, day: date, lists: DrugLists) -> None:
    """A newer version that would come into force before an older one, or the other way round, has a wrong day or name."""
    for other in lists.versions:
        if name in other.names:
            continue
        if (_number(other) < _of(name) and other.effective >= day) or (_number(other) > _of(name) and other.effective <= day):
            raise VersionUnclear(
                f"{name} cannot be in force from {written(day)}: {other.names[0]} is from {written(other.effective)}. "
                "Give the right version and day."
            )


def _of(name: str) -> float:
    return float(name.removeprefix("v"))


def _number(version: ListVersion) -> float:
    return _of(version.names[0])


def kept_words(imported: Import) -> str:
    """What was done, in a sentence for people."""
    one = imported.list
    head = f"MTUS Drug List {one.version}, in force from {written(one.effective)}"
    if imported.is_kept_already:
        return f"{head}, is here already and says the same."
    since = f", {imported.since.words}" if imported.since else ""
    return f"{head}, was imported: {len(one.drugs)} lines{since}."


@dataclass(frozen=True)
class VersionRow:
    """A version that is known: `drugs` and `imported` where its list is here."""

    version: str
    effective: date
    in_force: bool
    drugs: int = 0
    imported: date | None = None


def rows(packs: Packs, day: date) -> tuple[VersionRow, ...]:
    """All versions that are known, by day."""
    lists = packs.formulary.lists
    current = lists.at(day)
    made = []
    for version in lists.versions:
        name = "/".join(version.names)
        own = next((one for part in version.names if (one := lists.of(part))), None)
        row = VersionRow(name, version.effective, current is not None and current.version == name)
        made.append(replace(row, drugs=len(own.drugs), imported=own.imported) if own else row)
    return tuple(made)


def answer(packs: Packs, drug: str, day: date) -> ListAnswer:
    """What the list in force on a day says of a drug as a person writes it; a name that is nearly known is offered."""
    found = packs.formulary.answer(drug, day)
    near = "" if found.drug else packs.formulary.near(drug)
    return replace(found, words=f"{found.words}; did you mean {near}?") if near else found


def compared(packs: Packs, names: tuple[str, ...]) -> Changes:
    """What differs between two imported versions: the two newest where none is named. Raises UsageError."""
    lists = packs.formulary.lists
    if not names:
        if len(lists.imported) < 2:
            raise UsageError("Two imported lists are needed to compare; `imr-desktop formulary import FILE` imports one.")
        return changes(*lists.imported[-2:])
    chosen = []
    for name in names:
        one = lists.of(f"v{name.lower().removeprefix('v')}")
        if one is None:
            here = ", ".join(kept.version for kept in lists.imported) or "none"
            raise UsageError(f"{name} was not imported; here are: {here}.")
        chosen.append(one)
    return changes(chosen[0], chosen[1])
