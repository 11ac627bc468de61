"""Reading the files of guideline folders, within bounds, as plain data."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import yaml_safe
from imr_desktop.rules.cache import remembered
from imr_desktop.rules.chapter_data import Chapter
from imr_desktop.rules.formulary import DRUG_LISTS, DrugLists, DrugListsFile, is_list, lists_of
from imr_desktop.rules.model import READINGS, Data, Edition
from imr_desktop.rules.packs import SHIPPED
from imr_desktop.rules.validate import convert, fail

EDITIONS, CHAPTERS, INPUTS, SERVICES = "editions.yaml", "chapters.yaml", "inputs.yaml", "services.yaml"
SHARED = (EDITIONS, CHAPTERS, INPUTS, SERVICES, DRUG_LISTS)
MAX_RULES = 2000
_MAX_FILES = 200
_MAX_TOTAL = 32 * 1024 * 1024
_SUFFIXES = (".yaml", ".yml")


class EditionsFile(Data, frozen=True):
    """``editions.yaml``: the version of the shipped packs, and guideline texts with their days in force.

    A guideline outside the MTUS is current for `current_years` from its own day, by `current_years_source`.
    """

    editions: tuple[Edition, ...]
    version: str = ""
    current_years: int = 5
    current_years_source: str = ""


class ChaptersFile(Data, frozen=True):
    """``chapters.yaml``: what each chapter of the MTUS speaks to."""

    chapters: tuple[Chapter, ...]


class InputsFile(Data, frozen=True):
    """``inputs.yaml``: inputs by key."""

    inputs: dict[str, dict[str, Any]]


class ServicesFile(Data, frozen=True):
    """``services.yaml``: services by family, and the words that stand around their names."""

    filler: tuple[str, ...]
    joins: tuple[str, ...]
    services: dict[str, tuple[dict[str, Any], ...]]


class FamilyFile(Data, frozen=True):
    """Any other file: rules of one family. A user's may bring its own version, editions, inputs, services and readings."""

    family: str
    rules: tuple[dict[str, Any], ...] = ()
    version: str = ""
    editions: tuple[Edition, ...] = ()
    inputs: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    services: dict[str, tuple[dict[str, Any], ...]] = msgspec.field(default_factory=dict)
    readings: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class PackFiles:
    """All files of the shipped and the user's folder; `families` holds (source, name, file).

    `faults` say why a file of readings is left out.
    """

    editions: EditionsFile
    chapters: ChaptersFile
    inputs: InputsFile
    services: ServicesFile
    families: tuple[tuple[str, str, FamilyFile], ...]
    drug_lists: DrugLists
    version: str
    digest: str
    faults: tuple[str, ...] = ()


class PackBytes(NamedTuple):
    """The bytes of the shipped and the user's files, by name."""

    shipped: Mapping[str, bytes]
    own: Mapping[str, bytes]


def read_files(folder: Path, user: Path | None, cache: Path | None = None, own: Collection[str] | None = None) -> PackFiles:
    """Both folders' files, parsed or from the cache; a user's folder that is not there holds none. Raises PackInvalid."""
    return parsed(read_bytes(folder, user, own), cache)


def read_bytes(folder: Path, user: Path | None, only: Collection[str] | None = None) -> PackBytes:
    """Both folders' files as bytes; of the user's `only` those of these names, and drug lists. Raises PackInvalid."""
    shipped = _read(folder)
    own = _read(user) if user is not None else {}
    own = {name: data for name, data in own.items() if only is None or name in only or is_list(name)}
    for name in SHARED:
        if name not in shipped and name != DRUG_LISTS:
            raise PackInvalid(f"The guideline folder {folder} has no {name}; install IMR Desktop again.")
        if name in own:
            fail(name, f"stands in {user}; a pack of your own needs another name and holds its {name[:-5]} itself")
    return PackBytes(shipped, own)


def parsed(files: PackBytes, cache: Path | None = None) -> PackFiles:
    """The files parsed, or taken from the cache. Raises PackInvalid."""
    shipped, own = files.shipped, {name: data for name, data in files.own.items() if not is_list(name)}
    digest = _digest(files.shipped, files.own)
    plain = remembered(cache, digest, lambda: {"shipped": _parsed(shipped), "own": _parsed(own)})
    shared, mine, faults = plain["shipped"], dict(plain["own"]), list[str]()
    if wrong := _wrong_readings(mine.get(READINGS)):
        faults.append(wrong)
        del mine[READINGS]
    editions = convert(shared[EDITIONS], EditionsFile, EDITIONS)
    families = (*_families(shared, ""), *_families(mine, "user"))
    _check_number(families)
    own_lists = {name: data for name, data in files.own.items() if is_list(name)}
    lists, damaged = lists_of(convert(shared.get(DRUG_LISTS, {}), DrugListsFile, DRUG_LISTS), own_lists)
    faults += damaged
    own_versions = [f"{name} {file.version}".strip() for source, name, file in families if source != SHIPPED]
    own_versions += [f"MTUS Drug List {one.version}" for one in lists.imported]
    return PackFiles(
        editions,
        convert(shared[CHAPTERS], ChaptersFile, CHAPTERS),
        convert(shared[INPUTS], InputsFile, INPUTS),
        convert(shared[SERVICES], ServicesFile, SERVICES),
        families,
        lists,
        " + ".join(filter(None, (editions.version, *own_versions))),
        digest,
        tuple(faults),
    )


def _parsed(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Each file's data; for a file of readings that cannot be read, the sentence that says why."""
    return {name: _readings(data) if name == READINGS else yaml_safe.load(data, name) for name, data in files.items()}


def _readings(data: bytes) -> Any:
    try:
        return yaml_safe.load(data, READINGS)
    except PackInvalid as error:
        return error.sentence


def _wrong_readings(file: Any) -> str:
    """Why the file of readings cannot be used; empty where it can, or is not there."""
    if file is None or isinstance(file, str):
        return file or ""
    try:
        convert(file, FamilyFile, READINGS)
    except PackInvalid as error:
        return error.sentence
    return ""


def _families(files: Mapping[str, Any], owner: str) -> tuple[tuple[str, str, FamilyFile], ...]:
    return tuple(
        (name if owner else SHIPPED, name, convert(data, FamilyFile, name))
        for name, data in files.items()
        if name not in SHARED
    )


def _check_number(families: tuple[tuple[str, str, FamilyFile], ...]) -> None:
    total = 0
    for _, name, file in families:
        total += len(file.rules)
        if total > MAX_RULES:
            fail(name, f"brings the packs to {total} rules; at most {MAX_RULES} are read")


def _digest(*folders: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents; a user's folder follows after a separator, so that none can pass for shipped."""
    parts = (
        part
        for mark, files in zip((b"", b"own"), folders, strict=True)
        for name, data in files.items()
        for part in (mark, name.encode(errors="surrogateescape"), data)
    )
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _read(folder: Path) -> dict[str, bytes]:
    """The packs' bytes by file name. Nothing that could be meant as a pack is passed over in silence."""
    if not os.path.lexists(folder):
        return {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES or is_list(path.name))
        _check_folder(folder, paths)
        return {path.name: _bounded(path) for path in paths}
    except OSError as error:
        raise PackInvalid(f"The guideline folder {folder} cannot be read: {error.strerror}.") from None


def _check_folder(folder: Path, paths: list[Path]) -> None:
    if len(paths) > _MAX_FILES:
        raise PackInvalid(f"The guideline folder {folder.name} holds more than {_MAX_FILES} files.")
    for path in paths:
        if path.suffix != ".yaml" and not is_list(path.name):
            fail(path.name, "needs a name that ends in .yaml")
        if not path.is_file():
            fail(path.name, "is no file that can be read")
    if sum(path.stat().st_size for path in paths) > _MAX_TOTAL:
        raise PackInvalid(f"The guideline folder {folder.name} holds more than 32 MB; keep only guideline packs in it.")


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(yaml_safe.MAX_BYTES + 1)
