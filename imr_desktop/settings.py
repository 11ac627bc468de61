"""The reviewer's settings: one frozen value. What names nobody is kept as JSON in the home folder.

What names the reviewer (`PRIVATE`) is kept in the vault, encrypted, and is used only to keep it *out* of outgoing files
(Labor Code 4610.6(f)); `review.reviewer` puts the two together.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from imr_desktop.atomic import replaced
from imr_desktop.errors import StoreError
from imr_desktop.identity import OFFICE_SIGNS, Identity, ReviewerIdentity, lines
from imr_desktop.paths import Home, private_dir

REVIEWER = (
    "given_name",
    "middle_name",
    "surname",
    "degrees",
    "initials",
    "email",
    "licence_number",
    "npi",
    "user_name",
    "other_names",
    "office_signs",
)
"""The settings that say who signs."""
PRIVATE = (*REVIEWER, "disclosures", "key_file")
"""The settings that name the reviewer, or people the reviewer knows. A key file's path often holds a name."""


_ONE_LINE = "reviewer_name"


@dataclass(frozen=True)
class Settings:
    """What the reviewer chose. `theme` is ``system``, ``light``, ``dark`` or ``contrast``; `zoom` is a percentage, 90 to 150;
    `language` is ``system``, ``en`` or ``es`` and holds from the next start on.
    `window` is where the window stood last (``120 80 1366 768``), `panes` how the room in it is shared where that was
    changed (``compact=0.45``).

    `disclosures` are the people and companies the reviewer has ties with (Labor Code 139.5), one name a line; they are
    looked for in each record and never go out. The vault is locked after `auto_lock_minutes` without key or mouse (0:
    never), and with `lock_on_sleep` when the computer sleeps or its screen is locked; what was copied from the program
    leaves the clipboard after `forget_copies_seconds` (0: never). Backups also go to `backup_folder` where one is named;
    versions of a case are kept for `history_days`, at most `history_versions` of them. With `judge_first`, a new item's
    rule results stay folded until the reviewer wrote one line of preliminary view. With `read_by_machine`, pages without
    usable text are read by machine while the case is open, by `machine_processes` processes at the same time (0: one for
    each core).

    `worklist_order` is the column the worklist is sorted by, with ``-`` before it the other way round; `worklist_folds` are
    the names of its folded groups, with ``-`` before it one that was opened by hand.

    `time_stamp_authority` is the address of an authority that is asked for a time stamp at each signature, `signature_level`
    (``B-T``, ``B-LT``, ``B-LTA``) what a signature carries then, `revocation_list` the file of the office's list; all empty:
    nothing is asked of anybody.

    `keys` are the keys that the reviewer gave to commands, by the command's name; an empty one: none.

    `other_names` are further names, or numbers, to keep out (a former surname, a second reviewer), one a line;
    `office_signs` is the day it was declared that the office signs and that nobody's identity has to be kept out.
    """

    theme: str = "system"
    zoom: int = 100
    language: str = "system"
    window: str = ""
    panes: str = ""
    given_name: str = ""
    middle_name: str = ""
    surname: str = ""
    degrees: str = ""
    initials: str = ""
    email: str = ""
    licence_number: str = ""
    npi: str = ""
    user_name: str = ""
    other_names: str = ""
    office_signs: str = ""
    licensure: str = ""
    specialty: str = ""
    key_file: str = ""
    time_stamp_authority: str = ""
    signature_level: str = ""
    revocation_list: str = ""
    disclosures: str = ""
    judge_first: bool = True
    auto_lock_minutes: int = 15
    lock_on_sleep: bool = True
    forget_copies_seconds: int = 60
    backup_folder: str = ""
    history_days: int = 90
    history_versions: int = 500
    read_by_machine: bool = True
    machine_processes: int = 0
    worklist_order: str = "due"
    worklist_folds: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def reviewer(self) -> ReviewerIdentity:
        """Who the reviewer is, as far as it is filled in."""
        return ReviewerIdentity(
            self.given_name,
            self.middle_name,
            self.surname,
            self.degrees,
            self.initials,
            self.email,
            self.licence_number,
            self.npi,
            self.user_name,
        )

    @property
    def reviewer_name(self) -> str:
        """The reviewer's name in one line."""
        return self.reviewer.name

    @property
    def identity(self) -> Identity:
        """What must never reach an outgoing file, and whether the office signs; empty where nobody said either."""
        others = (line.strip() for line in self.other_names.splitlines() if line.strip())
        named = (self.reviewer,) if self.reviewer else ()
        return (*named, *others, *((OFFICE_SIGNS,) if self.office_signs else ()))

    @property
    def disclosed(self) -> tuple[str, ...]:
        """The names of `disclosures`, one each."""
        return tuple(dict.fromkeys(name.strip() for name in self.disclosures.splitlines() if name.strip()))


def load(home: Home) -> Settings:
    """The settings in the home's file; defaults where it is missing or unreadable, unknown keys dropped.

    A file of an older version may still hold what is `PRIVATE`; it is given, so that it is kept out of letters until it has
    been moved into the vault.
    """
    return replace(Settings(), **_known(_stored(home) or {}))


def is_damaged(home: Home) -> bool:
    """Whether the home has settings that cannot be read, so that the usual ones hold."""
    return _stored(home) is None


def _stored(home: Home) -> dict[str, Any] | None:
    """What stands in the home's file, nothing where there is none; None where it cannot be read."""
    try:
        stored = json.loads(home.settings.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return None
    return stored if isinstance(stored, dict) else None


def _known(stored: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {key: type(value) for key, value in asdict(Settings()).items()}
    return {key: value for key, value in fielded(stored).items() if type(value) is kinds.get(key)}


def fielded(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with a name that stands in one line, as older versions kept it, taken apart into its fields.

    A second person in that line goes to the other names.
    """
    line = stored.get(_ONE_LINE)
    if not isinstance(line, str):
        return dict(stored)
    from imr_desktop.identity.names import people

    first, *more = people(line) or (ReviewerIdentity(),)
    parts = {"given_name": first.given, "middle_name": first.middle, "surname": first.surname, "degrees": first.degrees}
    more_parts = {
        "email": first.email,
        "licence_number": first.licence,
        "npi": first.npi,
        "other_names": "\n".join(lines(tuple(more))),
    }
    rest = {key: value for key, value in stored.items() if key != _ONE_LINE}
    return parts | {key: value for key, value in more_parts.items() if value} | rest


def named(settings: Settings, private: Mapping[str, Any]) -> Settings:
    """The settings with these private ones, those that are known and are text."""
    return replace(settings, **{key: value for key, value in _known(private).items() if key in PRIVATE})


def private(settings: Settings) -> dict[str, str]:
    """What is `PRIVATE` of the settings, as far as it is filled in."""
    return {key: getattr(settings, key) for key in PRIVATE if getattr(settings, key)}


def save(home: Home, settings: Settings) -> None:
    """Write what names nobody (0600), replacing the old file in one step. Raises StoreError.

    What is `PRIVATE` in `settings` is not written; what of it an old file still holds stays there until `clear_private`.
    """
    _write(home, {**_public(settings), **private(load(home))})


def clear_private(home: Home) -> None:
    """Take what is `PRIVATE` out of an old file; the bytes it lay in are overwritten as far as a disk lets us.

    Raises StoreError.
    """
    _write(home, _public(load(home)), shred=True)


def _public(settings: Settings) -> dict[str, Any]:
    return {key: value for key, value in asdict(settings).items() if key not in PRIVATE}


def _write(home: Home, stored: Mapping[str, Any], *, shred: bool = False) -> None:
    try:
        private_dir(home.root)
        with replaced(home.settings) as file:
            file.write(json.dumps(stored, indent=2).encode())
            if shred:
                file.flush()
                os.fsync(file.fileno())  # the new ones are safe before the old ones go
                _overwrite(home.settings)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise StoreError(
            f"The settings could not be saved ({reason}); they hold until the program ends. See to the folder "
            f"{home.root}, then save them again."
        ) from error


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())
