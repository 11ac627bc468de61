"""Tests of criteria: leaves ``{in, op, val | val_in}`` joined by ``all``, ``any`` and ``not``, or ``{const: false}``.

Parsing checks everything once (known fields and operators, declared inputs, an operator and a value that fit the input's
type), so that evaluating cannot fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from imr_desktop.rules import kleene
from imr_desktop.rules.kleene import Truth
from imr_desktop.rules.model import InputSpec, InputType, InputValue

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Known:
    """A value an evaluation knows. `at_least`: the true number is this or more (visits asked for, earlier ones unknown)."""

    value: InputValue
    at_least: bool = False


Values = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison of an input with a value, or with another input (`other`)."""

    key: str
    op: str
    value: Any = None
    other: str = ""

    def truth(self, values: Values) -> Truth:
        """Whether it holds; None where an input is not known."""
        known = values.get(self.key)
        if self.op == "is_missing":
            return known is None
        if known is None:
            return None
        if not self.other:
            return _compare(self.op, known, self.value)
        other = values.get(self.other)
        return None if other is None or other.at_least else _compare(self.op, known, other.value)

    def keys(self) -> Iterator[str]:
        yield self.key
        if self.other:
            yield self.other


@dataclass(frozen=True, slots=True)
class Group:
    """Tests joined by ``all``, ``any`` or ``not`` (of one)."""

    join: str
    parts: tuple[Node, ...]

    def truth(self, values: Values) -> Truth:
        """Kleene's answer over the parts."""
        truths = (part.truth(values) for part in self.parts)
        if self.join == "not":
            return kleene.negation(next(truths))
        return kleene.all_of(truths) if self.join == "all" else kleene.any_of(truths)

    def keys(self) -> Iterator[str]:
        """The inputs the parts read."""
        for part in self.parts:
            yield from part.keys()


@dataclass(frozen=True, slots=True)
class Const:
    """A test that never depends on an input; False stands for a treatment the guideline does not recommend."""

    value: bool

    def truth(self, values: Values) -> Truth:
        del values
        return self.value

    def keys(self) -> Iterator[str]:
        yield from ()


Node = Leaf | Group | Const


def conjuncts(node: Node) -> Iterator[Node]:
    """The parts that must all hold for the test to hold."""
    if isinstance(node, Group) and node.join == "all":
        for part in node.parts:
            yield from conjuncts(part)
    else:
        yield node


_NUMBER_OPS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_PRESENCE = frozenset({"is_known", "is_missing"})
_OPS: dict[InputType, frozenset[str]] = {
    "boolean": frozenset({"is_true", "is_false", *_PRESENCE}),
    "number": frozenset({*_NUMBER_OPS, *_PRESENCE}),
    "string": frozenset({"==", "!=", "in", "not_in", *_PRESENCE}),
    "list": frozenset({"overlaps", "disjoint_from", "contains", *_PRESENCE}),
}
_ALL_OPS = frozenset().union(*_OPS.values())
_LIST_VALUED = frozenset({"in", "not_in", "overlaps", "disjoint_from"})
_BARE = frozenset({"is_true", "is_false", *_PRESENCE})


def _compare(op: str, known: Known, value: Any) -> Truth:
    if known.at_least and op != "is_known":
        return _compare_bound(op, known.value, value)
    have: Any = known.value  # its type is the operator's, which the parser held against the input's
    if op in _BARE:
        return op == "is_known" or have is (op == "is_true")
    if op in _NUMBER_OPS:
        return _NUMBER_OPS[op](have, value)
    if op in ("in", "not_in"):
        return (have in value) is (op == "in")
    if op == "contains":
        return value in have
    shared = any(entry in value for entry in have)
    return shared is (op == "overlaps")


def _compare_bound(op: str, lowest: Any, value: Any) -> Truth:
    """Compare a number of which only a lower bound is known."""
    if op in (">=", ">") and _NUMBER_OPS[op](lowest, value):
        return True
    if (op == "<=" and lowest > value) or (op == "<" and lowest >= value):
        return False
    if op in ("==", "!=") and lowest > value:
        return op == "!="
    return None


def parse(raw: Any, inputs: Mapping[str, InputSpec], depth: int = 0) -> Node:
    """The test as a tree. Raises ValueError with what is wrong, as a clause to finish a sentence."""
    if depth > MAX_DEPTH:
        raise ValueError(f"nests deeper than {MAX_DEPTH} levels")
    if not isinstance(raw, dict) or not raw:
        raise ValueError("is not a test (write in/op/val, all, any, not or const)")
    join = next(iter(raw))
    if join in ("all", "any", "not") and len(raw) == 1:
        return _group(join, raw[join], inputs, depth)
    if join == "const" and len(raw) == 1:
        if raw["const"] is not False:
            raise ValueError("has a const that is not false")
        return Const(False)
    return _leaf(raw, inputs)


def _group(join: str, parts: Any, inputs: Mapping[str, InputSpec], depth: int) -> Group:
    entries = [parts] if join == "not" else parts
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"needs a list of tests under “{join}”")
    return Group(join, tuple(parse(entry, inputs, depth + 1) for entry in entries))


def _leaf(raw: dict[str, Any], inputs: Mapping[str, InputSpec]) -> Leaf:
    if unknown := set(raw) - {"in", "op", "val", "val_in", "unit"}:
        raise ValueError(f"has the unknown field “{min(unknown)}”")
    key = raw.get("in")
    spec = inputs.get(key) if isinstance(key, str) else None
    if spec is None:
        raise ValueError(f"asks for “{key}”, which inputs.yaml does not declare")
    op = raw.get("op")
    if not isinstance(op, str) or op not in _ALL_OPS:
        raise ValueError(f"uses the unknown operator “{op}”")
    if op not in _OPS[spec.type]:
        raise ValueError(f"uses “{op}” on {spec.key}, which is a {spec.type}")
    if "unit" in raw and raw["unit"] != spec.unit:
        counted = f"counts {spec.unit}" if spec.unit else "has no unit"
        raise ValueError(f"gives the unit “{raw['unit']}” to {spec.key}, which {counted}")
    if "val_in" in raw:
        return _pair(raw, spec, op, inputs)
    return Leaf(spec.key, op, _literal(raw, spec, op))


def _pair(raw: dict[str, Any], spec: InputSpec, op: str, inputs: Mapping[str, InputSpec]) -> Leaf:
    other = inputs.get(raw["val_in"]) if isinstance(raw["val_in"], str) else None
    if other is None or "val" in raw or spec.type != "number" or other.type != "number" or op not in _NUMBER_OPS:
        raise ValueError(f"compares {spec.key} with “{raw['val_in']}”; val_in needs two declared numbers and no val")
    if spec.unit != other.unit:
        raise ValueError(f"compares {spec.key} ({spec.unit or 'no unit'}) with {other.key} ({other.unit or 'no unit'})")
    return Leaf(spec.key, op, other=other.key)


def _literal(raw: dict[str, Any], spec: InputSpec, op: str) -> Any:
    value = raw.get("val")
    if op in _BARE:
        if "val" in raw:
            raise ValueError(f"gives a val to “{op}”")
        return None
    if op in _LIST_VALUED:
        if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
            raise ValueError(f"needs a list of words for “{op}” on {spec.key}")
        return tuple(value)
    wanted = (int, float) if spec.type == "number" else str
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise ValueError(f"compares {spec.key}, a {spec.type}, with {value!r}")
    return value
