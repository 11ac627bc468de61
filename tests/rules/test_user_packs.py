"""A reviewer's own packs over the shipped ones: seen wherever they are used, refused where they do not hold."""

import pytest

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import evaluate_case, list_rules, load_packs

OWN = """
family: our office
version: "3"
editions:
  - {id: office, title: Our office's protocol, year: "2026", lines: [office]}
inputs:
  office.asked_twice:
    type: boolean
    label: asked for twice
    question: "Was it asked for twice?"
services:
  gadgets:
    - name: widget
      synonyms: [widgets, widgetry]
rules:
  - id: office.widget
    service: widget
    edition: office
    section: Widgets
    criteria:
      - id: office.widget.c1
        kind: exclusion
        text: It was not asked for twice
        test: {in: office.asked_twice, op: is_false}
        citation: Widgets
        confidence: from-memory
    examples:
      - {inputs: {office.asked_twice: false}, expect: {c1: met}}
"""
OVER = """
family: our office
rules:
  - id: RULE
    service: massage therapy
    edition: cp16
    section: Massage therapy
    overrides: [OVERRIDES]
    criteria:
      - id: RULE.c1
        kind: limit
        text: No more than four visits in our office
        test: {in: visits.requested, op: "<=", val: 4, unit: visits}
        citation: Massage therapy
        confidence: from-memory
        on_fail: question
"""


@pytest.fixture
def own(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_packs(user=tmp_path)

    return write


def over(rule, overrides=""):
    return OVER.replace("RULE", rule).replace("OVERRIDES", overrides)


def test_a_pack_of_ones_own_stands_beside_the_shipped(own, packs, make_case):
    mine = own(office=OWN)
    assert set(mine.rules) == {*packs.rules, "office.widget"}
    (report,) = evaluate_case(make_case("Two widgets"), mine)
    assert (report.service, report.rule, report.source, report.overrides) == ("widget", "office.widget", "office.yaml", ())
    entries = {entry.id: entry for entry in list_rules(mine)}
    assert (entries["office.widget"].source, entries["cp09.tpi"].source) == ("office.yaml", "shipped")


def test_version_and_digest_tell_the_packs_apart(own, packs, tmp_path):
    assert packs.version
    assert load_packs(user=tmp_path / "nowhere").digest == packs.digest
    mine = own(office=OWN)
    assert mine.version == f"{packs.version} + office.yaml 3"
    assert mine.digest != packs.digest
    assert own(office=OWN).digest == mine.digest
    assert own(office=OWN.replace("twice", "thrice")).digest != mine.digest


@pytest.mark.parametrize(("rule", "overrides"), [("cp09.massage", ""), ("office.massage", "cp09.massage")])
def test_a_shipped_rule_is_replaced_in_plain_sight(own, make_case, in_2014, rule, overrides):
    mine = own(massage=over(rule, overrides).replace("cp16", "cp09"))
    (report,) = evaluate_case(make_case("Massage therapy 6 visits, neck", dates=in_2014), mine)
    assert (report.rule, report.source, report.overrides) == (rule, "massage.yaml", ("cp09.massage",))
    entry = next(entry for entry in list_rules(mine) if entry.id == rule)
    assert (entry.source, entry.overrides) == ("massage.yaml", ("cp09.massage",))
    assert [one.id for one in list_rules(mine)].count("cp09.massage") == (rule == "cp09.massage")


REFUSED = [
    ({"a": over("a.massage", "cp09.nothing")}, ["a.yaml", "a.massage", "cp09.nothing", "no shipped rule"]),
    ({"a": over("a.massage", "a.massage")}, ["a.massage", "itself"]),
    ({"a": over("a.massage", "b.massage"), "b": over("b.massage", "a.massage")}, ["b.massage", "b.yaml", "a cycle"]),
    ({"a": over("a.massage", "b.massage"), "b": over("b.massage")}, ["b.massage", "only shipped rules"]),
    ({"a": over("a.massage", "cp09.massage"), "b": over("b.massage", "cp09.massage")}, ["b.yaml", "cp09.massage", "already"]),
    ({"a": over("a.massage"), "b": over("a.massage")}, ["b.yaml", "a.massage", "a.yaml already"]),
    ({"a": over("a.massage").replace("unit: visits", "unit: weeks")}, ["a.massage.c1", "weeks", "visits"]),
    ({"a": over("a.massage").replace('op: "<="', "op: about")}, ["a.massage.c1", "unknown operator"]),
    ({"a": OWN.replace("office.asked_twice:\n", "visits.prior:\n")}, ["a.yaml", "visits.prior", "inputs.yaml already"]),
    ({"a": OWN.replace("id: office,", "id: cp16,")}, ["a.yaml", "cp16", "already"]),
    (
        {"a": OWN.replace("question:", "defined: {in: office.asked_twice, op: is_true}\n    question:")},
        ["asked_twice", "cycle"],
    ),
    ({"a": OWN.replace("question:", "unit: kg\n    question:")}, ["office.asked_twice", "unit", "boolean"]),
    (
        {"a": OWN.replace("section: Widgets", "section: Widgets\n    when: {in: nobody.knows, op: is_true}")},
        ["office.widget", "condition", "nobody.knows"],
    ),
    (
        {"a": OWN.replace("section: Widgets", "section: Widgets\n    to: [acupuncture]")},
        ["office.widget", "only a rule that adds"],
    ),
    ({"a": OWN.replace("section: Widgets", "section: Widgets\n    gates: [cp99]")}, ["office.widget", "cp99"]),
    ({"a": OWN.replace("expect: {c1: met}", "expect: {c1: not met}")}, ["a.yaml", "office.widget.c1", "example 1"]),
    ({"a": OWN.replace("synonyms: [widgets, widgetry]", "synonyms: ['..']")}, ["begin with a word"]),
    ({"inputs": "inputs: {}"}, ["inputs.yaml", "another name"]),
    ({"a": "family: x\nrules: []\nrules: []"}, ["a.yaml", "twice"]),
    ({"a": ""}, ["a.yaml", "empty"]),
    ({"a": "family: &x y\nrules: [*x]"}, ["a.yaml", "anchor"]),
    ({"a": "[" * 500}, ["a.yaml"]),
    ({"a": "family: x\nrules: [" + "7, " * 300_000 + "]"}, ["a.yaml", "values"]),
]


@pytest.mark.parametrize(("files", "words"), REFUSED, ids=[" ".join(words) for _, words in REFUSED])
def test_what_does_not_hold_is_refused_with_its_place(own, files, words):
    with pytest.raises(PackInvalid) as caught:
        own(**files)
    for word in words:
        assert word in str(caught.value)


def test_a_hundred_thousand_rules_end_in_a_sentence_soon(own):
    with pytest.raises(PackInvalid, match="values|rules|larger"):
        own(many="family: x\nrules:\n" + "".join(f"  - id: r{number}\n" for number in range(100_000)))
    with pytest.raises(PackInvalid, match="at most 2000"):
        own(many="family: x\nrules:\n" + "".join(f"  - id: r{number}\n" for number in range(3_000)))


def test_an_edit_that_breaks_a_shipped_rule_does_not_load(packs, tmp_path, own):
    with pytest.raises(PackInvalid, match=r"no “?visits.imagined|does not declare"):
        own(a=over("cp09.massage").replace("visits.requested", "visits.imagined"))
    assert packs.rules["cp09.massage"].source == "shipped"
