"""The sentences of a criterion's report: what was missing, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imr_desktop.case import labels as case_labels
from imr_desktop.rules.expression import Const, Group, Known, Leaf, Node
from imr_desktop.rules.model import InputSpec, Status

Specs = Mapping[str, InputSpec]
_LONGEST = 600
_BOUNDS = {"<=": "at most", "<": "less than", ">=": "at least", ">": "more than", "==": "exactly", "!=": "other than"}


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def limit_of(node: Node, specs: Specs) -> str:
    """The numeric limits of a test in words ("at most 4"), empty where it has none."""
    bounds = [leaf for leaf in leaves(node) if leaf.op in _BOUNDS and isinstance(leaf.value, int | float) and leaf.value != 0]
    if len(bounds) == 1:
        return f"{_BOUNDS[bounds[0].op]} {number(bounds[0].value)}"
    return "; ".join(dict.fromkeys(filter(None, (_part(leaf, specs) for leaf in bounds))))


def in_words(node: Node, specs: Specs) -> str:
    """A test as a clause: "visits asked for: at most 12 and (a or b)", cut where it is very long."""
    words = _clause(node, specs)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


def _clause(node: Node, specs: Specs) -> str:
    if isinstance(node, Const):
        return "nothing can meet it: the guideline does not recommend this"
    if isinstance(node, Leaf):
        return _part(node, specs)
    parts = [_clause(part, specs) for part in node.parts]
    if node.join == "not":
        return f"not ({parts[0]})"
    inner = [
        f"({words})" if isinstance(part, Group) and len(part.parts) > 1 and part.join != node.join else words
        for part, words in zip(node.parts, parts, strict=True)
    ]
    return (" and " if node.join == "all" else " or ").join(inner)


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
        return f"It rests on: {words}. A record that says otherwise would change this."
    if when is not None and when.truth(known) is None:
        applies = in_words(_deciding(when, known, False), specs)
        return f"It is only for this, which is not known: {applies}. Then a record of this would meet it: {words}."
    return f"A record of this would meet it: {words}." if test.truth(known) is None else f"It would be met with: {words}."


def _would_apply(test: Node, when: Node | None, known: Mapping[str, Known], specs: Specs) -> str:
    if when is not None and when.truth(known) is not True:
        return f"A record of this would make it apply: {in_words(_deciding(when, known, False), specs)}."
    return f"A record of this would make it apply: {in_words(_deciding(test, known, False), specs)}."


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
        return f"no {label}"
    if leaf.op == "is_missing":
        return f"{label}: not stated"
    if leaf.op == "is_known":
        return f"{label}: stated"
    if leaf.other:
        return f"{label} {_BOUNDS[leaf.op]} {specs[leaf.other].label}"
    if isinstance(leaf.value, int | float):
        return f"{label}: {_BOUNDS[leaf.op]} {number(leaf.value)}"
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    words = ", ".join(values).replace("_", " ")
    return f"{label} other than {words}" if leaf.op in ("!=", "not_in", "disjoint_from") else f"{label}: {words}"
