"""Where data lies: what ships with the program, and what it writes.

One object, `Home`, redirects everything the program writes; one function, `resource`, finds what ships with it in a
checkout, a wheel and a frozen bundle alike.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRIVATE_DIR = 0o700
PRIVATE_FILE = 0o600
_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a shipped data file or folder, e.g. ``resource("guidelines")``.

    Raises FileNotFoundError where the installation is incomplete.
    """
    for base in _resource_bases():
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The program's own file {'/'.join(parts)} is missing; install IMR Desktop again.")


def _resource_bases() -> list[Path]:
    bases = [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    return [Path(frozen) / "resources", *bases] if frozen else bases


@dataclass(frozen=True)
class Home:
    """The folder that holds everything the program writes; made 0700 on first use."""

    root: Path

    @classmethod
    def default(cls) -> Home:
        """The account's own data folder, or ``IMR_DESKTOP_HOME`` where it is set."""
        chosen = os.environ.get("IMR_DESKTOP_HOME")
        return cls(Path(chosen)) if chosen else cls(_account_folder())

    @property
    def vault(self) -> Path:
        """Folder of the vault: keys, cases and the case files' originals, all encrypted."""
        return self.root / "vault"

    @property
    def trusted_root(self) -> Path:
        """The office's root certificate that signed determinations are verified against, where one was chosen."""
        return self.root / "trusted-root.pem"

    @property
    def backups(self) -> Path:
        """Folder of the automatic backups, where no other place was chosen."""
        return self.root / "backups"

    @property
    def signed(self) -> Path:
        """Folder of the signed determinations."""
        return self.root / "signed"

    @property
    def guidelines(self) -> Path:
        """Folder of the reviewer's own guideline packs; it need not exist."""
        return self.root / "guidelines"

    @property
    def cache(self) -> Path:
        """Folder of what can be made again at any time."""
        return self.root / "cache"

    @property
    def temp(self) -> Path:
        """Folder of what is temporary while the window is open; what lies there at its start is removed."""
        return self.root / "temp"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "settings.json"

    @property
    def office(self) -> Path:
        """The office profile: it names the review organization and its medical director, never a reviewer."""
        return self.root / "office.json"

    @property
    def log(self) -> Path:
        """The log file; it never holds case text."""
        return self.root / "imr-desktop.log"


def _account_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("imr-desktop", appauthor=False))


def private_dir(path: Path) -> Path:
    """Make a folder only its owner can open (0700), with those above it that are missing, and return it."""
    if not path.parent.exists():
        private_dir(path.parent)
    try:
        path.mkdir(mode=PRIVATE_DIR)
    except FileExistsError:
        if not path.is_dir():
            raise
    else:
        with suppress(OSError):
            sync_folder(path.parent)
    return path


def tighten(folder: Path) -> None:
    """Close a folder of the program's own to other accounts, where it is there and stands open; Windows has its own lists."""
    if os.name == "posix":
        with suppress(OSError):
            if folder.stat().st_mode & 0o077:
                folder.chmod(PRIVATE_DIR)


def writable_by_others(folder: Path) -> bool:
    """Whether other accounts may put files into a folder or take them away."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & 0o022)
    except OSError:
        return False


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut; Windows has no such call and needs none. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
