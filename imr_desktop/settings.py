"""The reviewer's settings: one frozen value, kept as JSON in the home folder.

The reviewer's identity lives here and nowhere else: it is used only to keep it *out* of outgoing files
(Labor Code 4610.6(f)).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from imr_desktop.paths import PRIVATE_FILE, Home, private_dir


@dataclass(frozen=True)
class Settings:
    """What the reviewer chose. `theme` is ``system``, ``light`` or ``dark``; `zoom` is a percentage, 90 to 150.

    `disclosures` are the people and companies the reviewer has ties with (Labor Code 139.5), one name a line; they are
    looked for in each record and never go out. The vault is locked after `auto_lock_minutes` without key or mouse (0:
    never); backups also go to `backup_folder` where one is named; versions of a case are kept for `history_days`,
    at most `history_versions` of them. With `judge_first`, a new item's rule results stay folded until the reviewer
    wrote one line of preliminary view.
    """

    theme: str = "system"
    zoom: int = 100
    reviewer_name: str = ""
    licence_number: str = ""
    npi: str = ""
    licensure: str = ""
    specialty: str = ""
    key_file: str = ""
    disclosures: str = ""
    judge_first: bool = True
    auto_lock_minutes: int = 15
    backup_folder: str = ""
    history_days: int = 90
    history_versions: int = 500

    @property
    def identity(self) -> tuple[str, ...]:
        """Words that must never reach an outgoing file: name, licence number, NPI."""
        return tuple(word for word in (self.reviewer_name, self.licence_number, self.npi) if word.strip())

    @property
    def disclosed(self) -> tuple[str, ...]:
        """The names of `disclosures`, one each."""
        return tuple(dict.fromkeys(name.strip() for name in self.disclosures.splitlines() if name.strip()))


def load(home: Home) -> Settings:
    """The stored settings; defaults where the file is missing or unreadable, unknown keys dropped."""
    try:
        stored = json.loads(home.settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    known = {key: value for key, value in stored.items() if type(value) is kinds.get(key)}
    return replace(Settings(), **known)


def save(home: Home, settings: Settings) -> None:
    """Write the settings (0600), replacing the old file in one step. Raises OSError."""
    private_dir(home.root)
    temporary = Path(f"{home.settings}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(settings), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, home.settings)
