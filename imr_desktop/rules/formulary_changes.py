"""What differs between two versions of the drug list: drugs added, removed, and classed or filled otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from imr_desktop.rules.formulary import DrugList, ListedDrug


@dataclass(frozen=True)
class Changed:
    """One drug whose class or fills differ, each side in words."""

    drug: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """The differences from an older to a newer list, by drug; empty where there are none."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]

    @property
    def none(self) -> bool:
        return not (self.added or self.removed or self.changed)

    @property
    def words(self) -> str:
        """How many of each."""
        if self.none:
            return f"nothing differs from {self.before}"
        return f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed since {self.before}"


def changes(before: DrugList, after: DrugList) -> Changes:
    """What `after` says otherwise than `before`. Where one of them names no forms, drugs are compared whole."""
    whole = not (_has_forms(before) and _has_forms(after))
    old, new = _by_product(before, whole), _by_product(after, whole)
    return Changes(
        before.version,
        after.version,
        tuple(new[key][0] for key in new if key not in old),
        tuple(old[key][0] for key in old if key not in new),
        tuple(Changed(new[key][0], old[key][1], new[key][1]) for key in new if key in old and old[key][1] != new[key][1]),
    )


def _has_forms(one: DrugList) -> bool:
    return any(drug.form or drug.strength for drug in one.drugs)


def _by_product(one: DrugList, whole: bool) -> dict[str, tuple[str, str]]:
    """Each drug, or each product of one, with its name and what the list says of it."""
    grouped: dict[str, tuple[str, list[str]]] = {}
    for drug in one.drugs:
        name = drug.drug if whole else product(drug)
        said = grouped.setdefault(" ".join(name.lower().split()), (name, []))[1]
        if (words := _said(drug)) not in said:
            said.append(words)
    return {key: (name, " or ".join(sorted(said))) for key, (name, said) in grouped.items()}


def product(drug: ListedDrug) -> str:
    """A drug with its form and strength, as the list writes them."""
    return " ".join(filter(None, (drug.drug, drug.form, drug.strength)))


def _said(drug: ListedDrug) -> str:
    fills = [
        f"{name} {days} days"
        for name, days in (("special fill", drug.special_fill), ("perioperative fill", drug.perioperative))
        if days
    ]
    return ", ".join((drug.status or "no class", *fills))
