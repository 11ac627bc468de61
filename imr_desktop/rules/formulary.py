"""The MTUS Drug List in its versions: which one is in force on a day, and what is known of it.

What ships (``drug_lists.yaml``) are the days of the versions and the few statuses that were seen; the lists themselves are
files of the reviewer's own packs (``drug-list-v13.json``), made from the state's spreadsheet. A status that is not known is
said to be unknown, never taken for *unlisted*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import msgspec

from imr_desktop.case.dates import written
from imr_desktop.errors import PackInvalid
from imr_desktop.rules.model import Data, RuleConfidence

DRUG_LISTS = "drug_lists.yaml"
PREFIX, SUFFIX = "drug-list-", ".json"
ListStatus = Literal["exempt", "non-exempt", "unlisted", ""]
MOST_DRUGS = 20_000
MOST_BYTES = 4 * 1024 * 1024


class ListedDrug(Data, frozen=True):
    """One line of a list: the drug as the list writes it, its status (empty: none is given), days of the fills (0: none).

    `form`, `strength` and `brands` are as the list writes them; empty where it does not.
    """

    drug: str
    status: ListStatus
    special_fill: int = 0
    perioperative: int = 0
    brands: str = ""
    form: str = ""
    strength: str = ""


class DrugList(Data, frozen=True):
    """A version of the list as it was imported, in force from `effective`; `file` is the SHA-256 of the spreadsheet."""

    version: str
    effective: date
    drugs: tuple[ListedDrug, ...]
    imported: date
    file: str = ""


class ListVersion(Data, frozen=True):
    """A version that is known: its names, its day; `unseen` are versions after it whose days are not known."""

    names: tuple[str, ...]
    effective: date
    source: str = ""
    unseen: tuple[str, ...] = ()


class SeenStatus(Data, frozen=True):
    """A status that was seen of some drugs in one version; a drug of several ingredients is written with spaces."""

    drugs: tuple[str, ...]
    version: str
    status: ListStatus
    confidence: RuleConfidence
    source: str


class NamesData(Data, frozen=True):
    """The words of drug names: salts, releases, forms, other names of one ingredient, brands with their ingredients."""

    salts: tuple[str, ...] = ()
    releases: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    forms: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    same: dict[str, str] = msgspec.field(default_factory=dict)
    generics: tuple[str, ...] = ()
    brands: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class DrugListsFile(Data, frozen=True):
    """``drug_lists.yaml``; a folder of packs without it knows no versions."""

    versions: tuple[ListVersion, ...] = ()
    seen: tuple[SeenStatus, ...] = ()
    names: NamesData = NamesData()


@dataclass(frozen=True)
class InForce:
    """The list of a day: its version and day, the list itself where it was imported.

    `unseen` are versions that may have come into force since, on days that are not known; `later` says that versions after
    the newest known one may exist.
    """

    version: str
    effective: date
    imported: DrugList | None
    unseen: tuple[str, ...] = ()
    later: bool = False

    @property
    def words(self) -> str:
        """Which version it is, with its day."""
        if self.unseen:
            since = f"MTUS Drug List {self.version}, in force from {written(self.effective)},"
            return f"{since} or a later one of {' and '.join(self.unseen)}, whose days are not known here"
        return f"MTUS Drug List {self.version}, in force from {written(self.effective)}"


@dataclass(frozen=True)
class DrugLists:
    """All versions that are known, those imported among them."""

    file: DrugListsFile
    imported: tuple[DrugList, ...] = ()

    @cached_property
    def versions(self) -> tuple[ListVersion, ...]:
        """The versions by day; what an imported list says of itself goes before what ships."""
        own = {one.version: one for one in self.imported}
        kept = [version for version in self.file.versions if not own.keys() & set(version.names)]
        known = {name: version for version in self.file.versions for name in version.names}
        made = [
            ListVersion((name,), one.effective, "imported", known[name].unseen if name in known else ())
            for name, one in own.items()
        ]
        return tuple(sorted((*kept, *made), key=lambda version: (version.effective, version.names)))

    def of(self, version: str) -> DrugList | None:
        """The imported list of a version."""
        return next((one for one in self.imported if one.version == version), None)

    def known(self, version: str) -> ListVersion | None:
        """The version with its day, by one of its names."""
        return next((one for one in self.file.versions if version in one.names), None)

    def at(self, day: date) -> InForce | None:
        """The list in force on a day; None before there was one."""
        past = [version for version in self.versions if version.effective <= day]
        if not past:
            return None
        version = past[-1]
        own = next((one for name in version.names if (one := self.of(name))), None)
        unseen = tuple(name for name in version.unseen if self.of(name) is None)
        return InForce("/".join(version.names), version.effective, own, unseen, version == self.versions[-1])


def lists_of(shipped: DrugListsFile, own: Mapping[str, bytes]) -> tuple[DrugLists, list[str]]:
    """The lists in the reviewer's own files, over the shipped versions; a sentence for each that is left out."""
    found, faults = [], []
    for name, data in own.items():
        try:
            found.append(_decoded(name, data))
        except PackInvalid as error:
            faults.append(error.sentence)
    return DrugLists(shipped, tuple(sorted(found, key=_effective))), faults


def _effective(one: DrugList) -> date:
    return one.effective


def encoded(one: DrugList) -> bytes:
    """A list as it is kept."""
    return msgspec.json.format(msgspec.json.encode(one), indent=0)


def file_name(version: str) -> str:
    """The name of a list's file in the guidelines folder."""
    return f"{PREFIX}{version}{SUFFIX}"


def is_list(name: str) -> bool:
    """Whether a file of the guidelines folder is a drug list, by its name."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def _decoded(name: str, data: bytes) -> DrugList:
    """A list as it was kept. Raises PackInvalid."""
    try:
        found = msgspec.json.decode(data, type=DrugList)
    except (msgspec.DecodeError, UnicodeError):
        raise PackInvalid(f"The drug list {name} is damaged; import the state's spreadsheet again.") from None
    if file_name(found.version) != name or len(found.drugs) > MOST_DRUGS:
        raise PackInvalid(f"The drug list {name} is not as it was imported; import the state's spreadsheet again.")
    return found


def seen_of(lists: DrugLists, ingredients: Iterable[str]) -> tuple[SeenStatus, ...]:
    """The statuses that ship for a drug of these ingredients, oldest version first."""
    name = " ".join(sorted(ingredients))
    return tuple(one for one in lists.file.seen if name in {" ".join(sorted(drug.split())) for drug in one.drugs})
