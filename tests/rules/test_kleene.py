import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.rules import kleene
from imr_desktop.rules.expression import Known, parse
from imr_desktop.rules.model import InputSpec

TABLE_ALL = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, False): False,
    (False, None): False,
    (None, None): None,
}
TABLE_ANY = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, False): False,
    (False, None): None,
    (None, None): None,
}


def spec(key, kind):
    return InputSpec(key=key, type=kind, label=key, question=f"{key}?")


INPUTS = {
    key: spec(key, kind)
    for key, kind in {"b": "boolean", "c": "boolean", "n": "number", "m": "number", "s": "string", "l": "list"}.items()
}


@pytest.mark.parametrize(("pair", "expected"), TABLE_ALL.items())
def test_all(pair, expected):
    assert {kleene.all_of(order) for order in itertools.permutations(pair)} == {expected}


@pytest.mark.parametrize(("pair", "expected"), TABLE_ANY.items())
def test_any(pair, expected):
    assert {kleene.any_of(order) for order in itertools.permutations(pair)} == {expected}


def test_negation():
    assert [kleene.negation(value) for value in (True, False, None)] == [False, True, None]


def test_de_morgan_over_three_values():
    for left, right in itertools.product((True, False, None), repeat=2):
        assert kleene.negation(kleene.all_of((left, right))) == kleene.any_of((kleene.negation(left), kleene.negation(right)))


@pytest.mark.parametrize(
    ("test", "known", "expected"),
    [
        ({"in": "b", "op": "is_true"}, {"b": True}, True),
        ({"in": "b", "op": "is_true"}, {"b": False}, False),
        ({"in": "b", "op": "is_true"}, {}, None),
        ({"in": "b", "op": "is_false"}, {"b": False}, True),
        ({"in": "n", "op": "is_known"}, {"n": 0}, True),
        ({"in": "n", "op": "is_known"}, {}, None),
        ({"in": "n", "op": "<=", "val": 4}, {"n": 4}, True),
        ({"in": "n", "op": "<", "val": 4}, {"n": 4}, False),
        ({"in": "n", "op": "<=", "val_in": "m"}, {"n": 4, "m": 5}, True),
        ({"in": "n", "op": "<=", "val_in": "m"}, {"n": 4}, None),
        ({"in": "s", "op": "in", "val": ["a", "b"]}, {"s": "b"}, True),
        ({"in": "s", "op": "not_in", "val": ["a", "b"]}, {"s": "b"}, False),
        ({"in": "l", "op": "contains", "val": "a"}, {"l": ("a", "b")}, True),
        ({"in": "l", "op": "overlaps", "val": ["c", "b"]}, {"l": ("a", "b")}, True),
        ({"in": "l", "op": "disjoint_from", "val": ["c", "b"]}, {"l": ("a", "b")}, False),
        ({"not": {"in": "b", "op": "is_true"}}, {"b": True}, False),
        ({"not": {"in": "b", "op": "is_true"}}, {}, None),
        ({"any": [{"in": "b", "op": "is_true"}, {"in": "c", "op": "is_true"}]}, {"c": True}, True),
        ({"all": [{"in": "b", "op": "is_true"}, {"in": "c", "op": "is_true"}]}, {"c": False}, False),
        ({"const": False}, {}, False),
    ],
)
def test_tests(test, known, expected):
    assert parse(test, INPUTS).truth({key: Known(value) for key, value in known.items()}) is expected


@pytest.mark.parametrize(
    ("op", "limit", "expected"),
    [
        ("<=", 10, False),
        ("<=", 12, None),
        ("<", 12, False),
        (">=", 12, True),
        (">", 12, None),
        (">", 11, True),
        ("==", 11, False),
        ("!=", 11, True),
        ("==", 20, None),
        (">=", 13, None),
    ],
)
def test_a_lower_bound_settles_what_it_can(op, limit, expected):
    node = parse({"in": "n", "op": op, "val": limit}, INPUTS)
    assert node.truth({"n": Known(12, at_least=True)}) is expected


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("x", "not a test"),
        ({}, "not a test"),
        ({"const": True}, "const"),
        ({"all": []}, "list of tests"),
        ({"all": "b"}, "list"),
        ({"in": "zz", "op": "is_true"}, "does not declare"),
        ({"in": "b", "op": "=~"}, "unknown operator"),
        ({"in": "b", "op": "<=", "val": 3}, "a boolean"),
        ({"in": "n", "op": "is_true"}, "a number"),
        ({"in": "n", "op": "<=", "val": "4"}, "'4'"),
        ({"in": "n", "op": "<=", "val": True}, "True"),
        ({"in": "n", "op": "<="}, "None"),
        ({"in": "s", "op": "in", "val": "a"}, "list of words"),
        ({"in": "b", "op": "is_true", "val": True}, "gives a val"),
        ({"in": "n", "op": "<=", "val_in": "s"}, "val_in"),
        ({"in": "n", "op": "<=", "val": 1, "val_in": "m"}, "val_in"),
        ({"in": "n", "op": "<=", "val": 4, "unit": "mg"}, "has no unit"),
        ({"in": ["n"], "op": "<="}, "does not declare"),
        ({"in": "n", "op": ["<="]}, "unknown operator"),
    ],
)
def test_what_a_test_may_not_be(test, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        parse(test, INPUTS)


def test_nesting_is_bounded():
    test = {"in": "b", "op": "is_true"}
    for _ in range(20):
        test = {"not": test}
    with pytest.raises(ValueError, match="deeper"):
        parse(test, INPUTS)


NUMBERS = st.integers(0, 9)
OPS = st.sampled_from(("<=", "<", ">=", ">", "==", "!="))
LEAVES = st.one_of(
    st.builds(lambda key, op, val: {"in": key, "op": op, "val": val}, st.sampled_from("nm"), OPS, NUMBERS),
    st.builds(lambda op: {"in": "b", "op": op}, st.sampled_from(("is_true", "is_false"))),
)
JOINS = st.sampled_from(("all", "any"))
TESTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda join, parts: {join: parts}, JOINS, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@given(TESTS, NUMBERS, NUMBERS, NUMBERS, st.booleans())
def test_what_is_answered_with_less_known_stays_so_once_all_is_known(test, bound, more, other, flag):
    """An answer from a bound, or without an input, holds whatever the number and the input turn out to be."""
    node = parse(test, INPUTS)
    whole = node.truth({"n": Known(bound + more), "m": Known(other), "b": Known(flag)})
    assert whole is not None
    least = {"n": Known(bound, at_least=True)}
    for known in (least | {"m": Known(other)}, least | {"b": Known(flag)}, {}):
        assert node.truth(known) in (None, whole)
