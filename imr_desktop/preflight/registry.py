"""The register of checks.

A check is a generator function under `@check("family.name", severity=…)`: it takes a case and a context and yields a
`Raised` per problem. Its docstring says what it looks for and gives examples (see `examples`). `all_checks` collects them
from the family modules in the order a reviewer should meet them; nothing is registered by side effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal

from imr_desktop.case.model import Case
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Need, Raised, Severity

FAMILIES = (
    "items",
    "disputed",
    "dates",
    "record",
    "cited_pages",
    "cited_facts",
    "record_facts",
    "chosen",
    "citations",
    "guideline",
    "section",
    "evidence",
    "criteria",
    "condition",
    "absence",
    "denied",
    "outcome",
    "quantity",
    "bound",
    "prose_dates",
    "calendar",
    "people",
    "findings",
    "scores",
    "near_days",
    "told",
    "leftovers",
    "signs",
    "place",
    "request",
    "copied",
    "earlier",
    "scope",
    "bias",
    "credentials",
    "names",
    "conflict",
    "packs",
    "identity",
    "attestations",
)

Finder = Callable[[Case, Context], Iterator[Raised]]
Confidence = Literal["sure", "likely", "unsure"]
"""How often a check is right when it speaks.

``sure``: what it compares leaves no doubt. ``likely``: it reads words, and at least nine of ten of its problems deserve the
look. ``unsure``: fewer do, so that its problems are only hints.
"""


@dataclass(frozen=True)
class Check:
    """A registered check: its name, the severity and flag its problems have unless they say otherwise, and its function.

    `confidence` says how often it is right; the problems of an unsure one are flags. `needs` is what it says nothing without:
    then it stands among the checks not run.
    """

    name: str
    severity: Severity
    flag: bool
    confidence: Confidence
    find: Finder
    needs: Need | None = None

    @property
    def doc(self) -> str:
        """The whole docstring, with its examples."""
        return self.find.__doc__ or ""

    @property
    def title(self) -> str:
        """The first line of the docstring: what the check asks for."""
        return self.doc.strip().partition("\n")[0]

    @property
    def citation(self) -> str:
        """The law or source it rests on, from ``resources/preflight/checks.toml``."""
        citations: dict[str, str] = table("checks.toml")["citation"]
        return citations.get(self.name, "")


def check(
    name: str, *, severity: Severity, confidence: Confidence = "likely", flag: bool = False, needs: Need | None = None
) -> Callable[[Finder], Check]:
    """Make a generator function a check.

    `flag`: its problems are only shown and never need an acknowledgement, however sure they are; those of an unsure check
    are flags always. `needs` names what it cannot be made without.
    """

    def register(find: Finder) -> Check:
        return Check(name, severity, flag or confidence == "unsure", confidence, find, needs)

    return register


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, family by family, in the order they are run and shown."""
    modules = [import_module(f"imr_desktop.preflight.checks.{family}") for family in FAMILIES]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Check))
