"""The sentences of a report: what a test says in words, and what its answer hangs on."""

import pytest

from imr_desktop.rules import wording
from imr_desktop.rules.expression import Known, parse
from imr_desktop.rules.model import InputSpec

SPECS = {
    spec.key: spec
    for spec in (
        InputSpec("flag", "boolean", "red flag", "Is there a red flag?"),
        InputSpec("care", "boolean", "conservative care", "Was it tried?"),
        InputSpec("surgery", "boolean", "surgery considered", "Is surgery considered?"),
        InputSpec("weeks", "number", "weeks of care", "How many weeks?", unit="weeks"),
        InputSpec("dose", "number", "daily dose", "How much a day?", unit="mg"),
        InputSpec("relief", "number", "pain relief in percent", "How much?", unit="percent"),
        InputSpec("part", "list", "body part", "Which part?"),
        InputSpec("phase", "string", "phase", "Which phase?"),
    )
}
EITHER = {
    "any": [{"in": "flag", "op": "is_true"}, {"all": [{"in": "care", "op": "is_true"}, {"in": "surgery", "op": "is_true"}]}]
}

BOTH = "(either red flag; or conservative care and surgery considered); and daily dose: more than 1 mg"


def node(raw):
    return parse(raw, SPECS)


def known(**values):
    return {key: Known(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (EITHER, "red flag; or conservative care and surgery considered"),
        ({"not": {"in": "flag", "op": "is_true"}}, "not: red flag"),
        ({"in": "weeks", "op": ">=", "val": 4}, "at least 4 weeks of care"),
        ({"in": "weeks", "op": "==", "val": 0}, "no weeks of care"),
        ({"in": "dose", "op": "<=", "val": 90}, "daily dose: at most 90 mg"),
        ({"in": "relief", "op": ">=", "val": 50}, "pain relief of at least 50 percent"),
        ({"all": [EITHER, {"in": "dose", "op": ">", "val": 1}]}, BOTH),
        ({"in": "weeks", "op": "is_known"}, "weeks of care on record"),
        ({"in": "weeks", "op": "is_missing"}, "weeks of care not on record"),
        ({"in": "part", "op": "disjoint_from", "val": ["foot", "ankle"]}, "body part other than foot or ankle"),
        ({"in": "phase", "op": "==", "val": "sub_acute"}, "phase: sub acute"),
        ({"in": "flag", "op": "is_false"}, "no red flag"),
        ({"const": False}, "the guideline does not recommend this"),
    ],
)
def test_a_test_in_words(raw, words):
    assert wording.in_words(node(raw), SPECS) == words


def test_a_very_long_test_is_cut():
    raw = {"any": [{"in": "phase", "op": "in", "val": [f"phase {number}" for number in range(500)]}]}
    assert len(wording.in_words(node(raw), SPECS)) < 700


@pytest.mark.parametrize(
    ("value", "key", "words"),
    [
        (Known(True), "flag", "yes"),
        (Known(4.0), "weeks", "4"),
        (Known(60, at_least=True), "dose", "60 mg or more"),
        (Known(("neck", "back")), "part", "neck, back"),
        (Known("sub_acute"), "phase", "sub acute"),
    ],
)
def test_a_value_in_words(value, key, words):
    assert wording.value(value, SPECS[key]) == words


@pytest.mark.parametrize(
    ("status", "values", "said"),
    [
        ("met", {"flag": True}, "It rests on this: red flag. A report that says otherwise would change it."),
        (
            "met",
            {"flag": False, "care": True, "surgery": True},
            "It rests on this: conservative care and surgery considered.",
        ),
        ("not documented", {"care": True}, "A report of this would meet it: red flag or surgery considered."),
        (
            "not met",
            {"flag": False, "care": True, "surgery": False},
            "It would be met with this: red flag or surgery considered.",
        ),
    ],
)
def test_what_would_change_names_what_the_answer_hangs_on(status, values, said):
    assert wording.would_change(status, node(EITHER), known(**values), SPECS).startswith(said)


def test_where_nobody_knows_whether_it_applies():
    when, test = node({"in": "phase", "op": "==", "val": "acute"}), node({"in": "weeks", "op": ">=", "val": 4})
    assert wording.would_change("not documented", test, {}, SPECS, when) == (
        "It applies only with this, which nothing tells: phase: acute. "
        "A report of this would then meet it: at least 4 weeks of care."
    )
    assert (
        wording.would_change("not applicable", test, {}, SPECS, when) == "A report of this would make it apply: phase: acute."
    )
    assert wording.would_change("not applicable", test, {}, SPECS, when, "The day is another.") == "The day is another."
