"""The reviewer's own synonyms: a file in the home folder, for they name nobody."""

from __future__ import annotations

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import UsageError
from imr_desktop.paths import Home, private_dir
from imr_desktop.preflight import synonyms

SYNONYMS = "thesaurus.toml"


def own_synonyms(home: Home) -> tuple[synonyms.Groups, str]:
    """The reviewer's own groups; none, and a sentence, where their file cannot be used."""
    path = home.root / SYNONYMS
    try:
        if path.stat().st_size > 4 * synonyms.LARGEST_FILE:
            raise UsageError("the file is far longer than a list of synonyms")
        return synonyms.from_toml(path.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return (), ""
    except (OSError, UnicodeDecodeError):
        return (), _unused("it cannot be read")
    except UsageError as error:
        return (), _unused(error.sentence.rstrip("."))


def keep_synonyms(home: Home, groups: synonyms.Groups) -> None:
    """Write the reviewer's own groups in one step. Raises StoreError."""
    private_dir(home.root)
    write_atomically(home.root / SYNONYMS, synonyms.to_toml(groups).encode())


def _unused(reason: str) -> str:
    return f"Your synonyms in {SYNONYMS} were left out: {reason}. Edit synonyms writes a new file."
