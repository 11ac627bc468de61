"""The sentences of a criterion's report: what was missing, and what would change the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from imr_desktop.case import labels as case_labels
from imr_desktop.rules.expression import Const, Group, Known, Leaf, Node
from imr_desktop.rules.model import InputSpec, Status

Specs = Mapping[str, InputSpec]
_LONGEST = 600
_PERCENT = " in percent"
_COUNTED = frozenset({"visits", "weeks", "months", "days", "hours", "injections", "levels", "tests", "blocks", "sets"})
_BOUNDS = {"<=": "at most", "<": "less than", ">=": "at least", ">": "more than", "==": "exactly", "!=": "other than"}


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def limit_of(node: Node, specs: Specs) -> str:
    """The numeric limits of a test in words ("at most 4"), empty where it has none."""
    bounds = [leaf for leaf in leaves(node) if leaf.op in _BOUNDS and isinstance(leaf.value, int | float) and leaf.value != 0]
    if len(bounds) == 1:
        unit = specs[bounds[0].key].unit
        return f"{_BOUNDS[bounds[0].op]} {number(bounds[0].value)}{f' {unit}' if unit else ''}"
    return "; ".join(dict.fromkeys(filter(None, (_part(leaf, specs) for leaf in bounds))))


def in_words(node: Node, specs: Specs) -> str:
    """A test as a clause: "visits asked for: at most 12 and (a or b)", cut where it is very long."""
    words = _clause(node, specs)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


def _clause(node: Node, specs: Specs) -> str:
    if isinstance(node, Const):
        return "the guideline does not recommend this"
    if isinstance(node, Leaf):
        return _part(node, specs)
    if node.join == "not":
        return f"not: {_clause(node.parts[0], specs)}"
    plain = all(type(part) is Leaf for part in node.parts)
    words = [_part(part, specs) if isinstance(part, Leaf) else _inner(part, specs) for part in node.parts]
    joint = "or" if node.join == "any" else "and"
    if plain:
        apart = "; " if len(words) > 2 and any(", " in one for one in words) else ", "
        last = f"; {joint} " if apart == "; " else f" {joint} "
        return words[0] if len(words) == 1 else f"{apart.join(words[:-1])}{last}{words[-1]}"
    return f"; {joint} ".join(words)


def _inner(node: Node, specs: Specs) -> str:
    """A part of a longer clause; one that holds groups itself stands in brackets."""
    words = _clause(node, specs)
    if isinstance(node, Group) and node.join == "any":
        words = f"either {words}"
    return f"({words})" if "; " in words else words


def value(known: Known, spec: InputSpec) -> str:
    """An input's value in words: "yes", "8 visits", "6 or more", "neck, low back"."""
    have = known.value
    if isinstance(have, str):
        return have.replace("_", " ")
    if isinstance(have, bool | tuple):
        return case_labels.in_words(have)
    unit = f" {spec.unit}" if spec.unit and spec.unit not in spec.label else ""
    return f"{number(have)}{unit}{' or more' if known.at_least else ''}"


def leaves(node: Node) -> Iterable[Leaf]:
    """All comparisons of a test."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Group):
        for part in node.parts:
            yield from leaves(part)


def labels(keys: Iterable[str], specs: Specs) -> str:
    """Inputs' labels joined for a sentence."""
    names = list(dict.fromkeys(specs[key].label for key in keys))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def question_for(missing: Iterable[str], specs: Specs) -> str:
    """The questions that would settle missing inputs."""
    return " ".join(dict.fromkeys(specs[key].question for key in missing))


def would_change(
    status: Status, test: Node, known: Mapping[str, Known], specs: Specs, when: Node | None = None, outside: str = ""
) -> str:
    """A finished sentence on what would change an answer; `outside` says why a whole rule does not apply."""
    if status == "not applicable":
        return outside or _would_apply(test, when, known, specs)
    if isinstance(test, Const):
        return "Only evidence that rebuts the guideline for this patient would change this."
    words = in_words(_deciding(test, known, status == "met"), specs)
    if status == "met":
        return f"It rests on this: {words}. A report that says otherwise would change it."
    if when is not None and when.truth(known) is None:
        applies = in_words(_deciding(when, known, False), specs)
        return f"It applies only with this, which nothing tells: {applies}. A report of this would then meet it: {words}."
    return (
        f"A report of this would meet it: {words}." if test.truth(known) is None else f"It would be met with this: {words}."
    )


def _would_apply(test: Node, when: Node | None, known: Mapping[str, Known], specs: Specs) -> str:
    if when is not None and when.truth(known) is not True:
        return f"A report of this would make it apply: {in_words(_deciding(when, known, False), specs)}."
    return f"A report of this would make it apply: {in_words(_deciding(test, known, False), specs)}."


def deciding(node: Node, known: Mapping[str, Known], holds: bool) -> tuple[str, ...]:
    """The inputs a test's answer hangs on that are known."""
    picked = _deciding(node, known, holds).keys()
    return tuple(dict.fromkeys(key for key in picked if key in known))


def _deciding(node: Node, known: Mapping[str, Known], holds: bool) -> Node:
    """The part of a test that its answer hangs on: of alternatives those that hold, of conditions those that do not."""
    if not isinstance(node, Group) or node.join == "not":
        return node
    picked = tuple(part for part in node.parts if (part.truth(known) is True) is holds)
    parts = picked if picked and (node.join == "any") is holds else node.parts
    kept = tuple(_deciding(part, known, holds) for part in parts)
    return kept[0] if len(kept) == 1 else Group(node.join, kept)


def _part(leaf: Leaf, specs: Specs) -> str:
    label = specs[leaf.key].label
    if leaf.op == "is_true":
        return label
    if leaf.op == "is_false":
        return _none(label)
    if leaf.op == "is_missing":
        return f"{label} not on record"
    if leaf.op == "is_known":
        return f"{label} on record"
    if leaf.other:
        return f"as many {label} as {specs[leaf.other].label}" if leaf.op == "==" else _than(label, leaf, specs)
    if isinstance(leaf.value, int | float):
        return _measured(leaf, specs[leaf.key])
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    words = _listed(values).replace("_", " ")
    return f"{label} other than {words}" if leaf.op in ("!=", "not_in", "disjoint_from") else f"{label}: {words}"


def _listed(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


@lru_cache(maxsize=1024)
def _none(label: str) -> str:
    """That something is not so: "no large operation" of "a large operation"."""
    return f"no {re.sub('^an? ', '', label)}"


def _than(label: str, leaf: Leaf, specs: Specs) -> str:
    compared = {"<=": "no more", "<": "fewer", ">=": "no fewer", ">": "more", "!=": "other"}[leaf.op]
    return f"{compared} {label} than {specs[leaf.other].label}"


def _measured(leaf: Leaf, spec: InputSpec) -> str:
    """A bound as people say it: "at least 4 weeks of conservative care", "no earlier visits"."""
    if leaf.value == 0 and leaf.op in ("==", "<=", ">") and _counts(spec.label):
        return spec.label if leaf.op == ">" else _none(spec.label)
    return _amount(f"{_BOUNDS[leaf.op]} {number(leaf.value)}", spec)


def _amount(words: str, spec: InputSpec) -> str:
    if spec.label.endswith(_PERCENT):
        return f"{spec.label.removesuffix(_PERCENT)} of {words} percent"
    unit = f" {spec.unit}" if spec.unit and spec.unit not in spec.label else ""
    return f"{words} {spec.label}" if _counts(spec.label) else f"{spec.label}: {words}{unit}"


@lru_cache(maxsize=1024)
def _counts(label: str) -> bool:
    """Whether a label names what is counted, so that the number goes before it."""
    return any(word in _COUNTED for word in label.replace(",", "").split()[:4])


def found(known: Known, spec: InputSpec) -> str:
    """A value as a clause: "neurologic deficit", "no neurologic deficit", "8 earlier visits", "drug: baclofen"."""
    have = known.value
    if isinstance(have, bool):
        return spec.label if have else _none(spec.label)
    if isinstance(have, int | float):
        return _amount(f"{number(have)}{' or more' if known.at_least else ''}", spec)
    return f"{spec.label}: {value(known, spec)}"
