"""The guideline packs of a home: the shipped ones, with the reviewer's own over them.

A fault in a pack of one's own never stops the work: the shipped packs are used alone, and `Guidelines.fault` says what does
not hold, so that nobody takes the shipped rules for their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from imr_desktop.case.model import RulePacks
from imr_desktop.errors import PackInvalid, UsageError
from imr_desktop.paths import Home
from imr_desktop.rules import Packs, RuleEntry, list_rules, load_packs  # noqa: F401  handed on
from imr_desktop.rules.files import EDITIONS
from imr_desktop.rules.loader import assemble
from imr_desktop.rules.showing import ShownCriterion, ShownRule, show_rule  # noqa: F401  handed on
from imr_desktop.rules.trials import Trial, try_packs  # noqa: F401  handed on

SHIPPED, CURRENT = "shipped", "current"


@dataclass(frozen=True)
class Guidelines:
    """The packs in use; `fault` is a finished sentence where the reviewer's own are left out, else empty."""

    packs: Packs
    fault: str = ""

    @property
    def identity(self) -> RulePacks:
        """Version and digest, as a determination records them."""
        return RulePacks(self.packs.version, self.packs.digest)


def load_guidelines(home: Home) -> Guidelines:
    """The shipped packs with those of the home. Raises PackInvalid where the shipped ones do not hold."""
    try:
        return Guidelines(load_packs(user=home.guidelines, cache=_cache(home)))
    except PackInvalid as error:
        fault = f"Your own guideline packs are left out until they hold. {error.sentence}"
        return Guidelines(load_packs(cache=_cache(home)), fault)


def _cache(home: Home) -> Path | None:
    """The home's cache; a home that is not there is not made by looking something up."""
    return home.cache if home.root.is_dir() else None


def named(home: Home, name: str) -> Packs:
    """The packs meant by a word: ``shipped``, ``current`` (with the home's own), or a folder (see `folders`).

    Raises UsageError for a folder that is not there, PackInvalid.
    """
    if name == SHIPPED:
        return load_packs()
    if name == CURRENT:
        return load_packs(user=home.guidelines)
    return load_packs(*folders(Path(name)))


def untried(home: Home, folder: Path | None) -> Packs:
    """The packs with those of a folder (default: the home's own) over them, their examples not yet tried.

    Raises UsageError, PackInvalid.
    """
    return assemble(None, home.guidelines) if folder is None else assemble(*folders(folder))


def folders(folder: Path) -> tuple[Path | None, Path | None]:
    """A folder as a whole set of packs, or, where it has no ``editions.yaml``, as own packs over the shipped.

    Raises UsageError where it is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; name one that holds guideline packs (*.yaml).")
    return (folder, None) if (folder / EDITIONS).exists() else (None, folder)
