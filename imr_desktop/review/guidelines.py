"""The guideline packs of a home: the shipped ones, with the reviewer's own over them.

A fault in a pack of one's own never stops the work: the shipped packs are used with the own readings alone, and
`Guidelines.fault` says what does not hold, so that nobody takes the shipped rules for their own. A reading that does not
hold is left out by itself, and said in the same way.
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
from imr_desktop.rules.model import READINGS
from imr_desktop.rules.showing import ShownCriterion, ShownRule, show_rule  # noqa: F401  handed on
from imr_desktop.rules.trials import Trial, try_packs  # noqa: F401  handed on

SHIPPED, CURRENT = "shipped", "current"
_MOST_SAID = 5


@dataclass(frozen=True)
class Guidelines:
    """The packs in use; `left_out` is a finished sentence where the reviewer's own packs are, else empty."""

    packs: Packs
    left_out: str = ""

    @property
    def fault(self) -> str:
        """What of the reviewer's own is left out and why, packs and readings; empty where all holds."""
        readings = "Some of your own readings or drug lists are left out until they hold." if self.packs.faults else ""
        return " ".join(filter(None, (self.left_out, readings, *self.packs.faults[:_MOST_SAID])))

    @property
    def own(self) -> tuple[str, ...] | None:
        """The only files of the own folder that are used, by name; None: all of them."""
        return (READINGS,) if self.left_out else None

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
        return Guidelines(_with_readings(home), fault)


def _with_readings(home: Home) -> Packs:
    """The shipped packs with the own readings, which need no other file of one's own; alone where that fails too."""
    try:
        return load_packs(user=home.guidelines, cache=_cache(home), own=(READINGS,))
    except PackInvalid:
        return load_packs(cache=_cache(home))


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
