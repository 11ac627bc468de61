"""The medical evidence search sequence and citations in the form of 8 CCR 9792.21.1(d)."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case.model import Case, DisputedItem, EvidenceResult, EvidenceStep, EvidenceStepName
from imr_desktop.rules import citation_form, evidence_sequence
from imr_desktop.rules.citation_form import citation, line, missing_parts, parse, words
from imr_desktop.rules.evidence_data import FormKey, evidence_data

STEPS = get_args(EvidenceStepName)
NOTE = "The trial's patients match this worker."


def item(*steps: EvidenceStep, **fields: str) -> DisputedItem:
    return DisputedItem("i1", "Knee brace", evidence=steps, **fields)


def codes(*steps: EvidenceStep, **fields: str) -> list[str]:
    return [fault.code for fault in evidence_sequence.faults(item(*steps, **fields))]


def step(at: int, result: str = "", citation: str = "", level: str = "", note: str = "") -> EvidenceStep:
    return EvidenceStep(STEPS[at], result, citation, level, note)


def test_the_data_name_every_step_result_and_form_once():
    data = evidence_data()
    assert tuple(row.key for row in data.step) == STEPS
    assert set(data.result) == set(get_args(EvidenceResult))
    assert [row.key for row in data.level] == ["1a", "1b", "1c", "2", "3", "4", "5"]
    assert {row.key for row in data.form} == set(get_args(FormKey))
    assert all(row.citation.startswith("8 CCR 9792.") for row in (*data.step, *data.level, *data.form))
    assert all("rebutted" not in row.results for row in data.step if row.key != "mtus")


def test_every_part_of_a_form_is_a_field_of_a_citation():
    fields = set(citation_form.GuidelineCitation.__struct_fields__)
    assert all({name for name, _label in row.parts} <= fields and set(row.needed) <= fields for row in evidence_data().form)


def test_a_step_replaces_its_earlier_answer_and_keeps_the_order():
    case = Case("c", items=(item(),))
    case = evidence_sequence.set_step(case, "i1", step(1, "silent"))
    case = evidence_sequence.set_step(case, "i1", step(0, "silent"))
    case = evidence_sequence.set_step(case, "i1", step(1, "supports", "ODG"))
    assert case.items[0].evidence == (step(0, "silent"), step(1, "supports", "ODG"))
    assert evidence_sequence.set_step(case, "i1", step(1)).items[0].evidence == (step(0, "silent"),)
    with pytest.raises(KeyError):
        evidence_sequence.set_step(case, "other", step(0))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), "mtus"),
        ((step(0, "supports"),), None),
        ((step(0, "silent"),), "acoem or odg"),
        ((step(0, "rebutted"),), "acoem or odg"),
        ((step(0, "silent"), step(1, "does not support")), None),
        ((step(0, "silent"), step(1, "silent")), "other guidelines"),
        ((step(0, "silent"), step(1, "silent"), step(2, "silent"), step(3, "silent")), None),
    ],
)
def test_the_next_step(steps, expected):
    assert evidence_sequence.next_step(item(*steps)) == expected


def test_open_steps_are_those_reached_and_those_taken_anyway():
    assert evidence_sequence.open_steps(item()) == STEPS[:1]
    assert evidence_sequence.open_steps(item(step(0, "silent"))) == STEPS[:2]
    assert evidence_sequence.open_steps(item(step(0, "supports"), step(3, note="?"))) == (STEPS[0], STEPS[3])


def test_a_sequence_well_taken_has_no_fault():
    assert codes() == []
    assert codes(step(0, "does not support", "MTUS Knee Disorders 2019, Section(s): Braces")) == []
    assert (
        codes(step(0, "silent"), step(1, "silent"), step(2, "silent"), step(3, "supports", "Lee K. “Braces.”", "1b", NOTE))
        == []
    )


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((step(0, "supports", "MTUS"), step(1, "does not support", "ODG")), ["past", "competing"]),
        ((step(1, "does not support", "ODG"),), ["skipped"]),
        ((step(0, "rebutted"),), ["rebuttal"]),
        ((step(0, "rebutted"), step(1, "silent")), ["rebuttal"]),
        ((step(0, "silent"), step(1, "silent")), ["silence"]),
        ((step(0, "does not support"),), ["no citation"]),
        ((step(0, "does not support", "MTUS", "2"),), ["level misplaced"]),
        (
            (step(0, "silent"), step(1, "silent"), step(2, "silent"), step(3, "supports", "Lee K.", "", NOTE)),
            ["level missing"],
        ),
        (
            (step(0, "silent"), step(1, "silent"), step(2, "silent"), step(3, "supports", "Lee K.", "9", NOTE)),
            ["level unknown"],
        ),
        ((step(0, "silent"), step(1, "silent"), step(2, "silent"), step(3, "supports", "Lee K.", "1a")), ["no reason"]),
    ],
)
def test_faults(steps, expected):
    assert codes(*steps) == expected


def test_a_note_answers_why_the_sequence_was_left():
    assert codes(step(0, "supports", "MTUS"), step(1, "does not support", "ODG", note="Newer trials.")) == []
    assert codes(step(0, "supports", "MTUS", note="Challenged by the surgeon."), step(1, "supports", "ODG")) == []


def test_the_items_own_line_can_hold_the_citation():
    assert codes(step(0, "supports"), reviewer_guideline="Decision based on MTUS Knee Disorders 2019, Section(s): A.") == []
    other = "Decision based on Non-MTUS Citation ODG (2020), Chapter: Knee."
    assert codes(step(0, "supports"), reviewer_guideline=other) == ["no citation"]
    assert codes(step(0, "silent"), step(1, "supports"), reviewer_guideline=other) == []


def test_only_silence():
    assert evidence_sequence.only_silence(item(step(0, "silent")))
    assert evidence_sequence.only_silence(item(step(0, "silent"), step(1, "silent")))
    assert not evidence_sequence.only_silence(item(step(0, "silent"), step(1, "does not support")))
    assert not evidence_sequence.only_silence(item())


def test_the_steps_in_a_few_words():
    assert evidence_sequence.summary(item()) == ""
    shown = evidence_sequence.summary(item(step(0, "silent"), step(1, "does not support")))
    assert shown == "MTUS silent, ACOEM or ODG does not support"


# --- citations ------------------------------------------------------------------------------------------------------

EXAMPLES = [
    (
        citation("mtus", chapter="Knee Disorders", year="2019", section="Braces"),
        "Decision based on MTUS Knee Disorders 2019, Section(s): Braces.",
    ),
    (
        citation("guideline", organization="ODG", year="2020", chapter="Knee", section="Braces", page="12"),
        "Decision based on Non-MTUS Citation ODG (2020), Chapter: Knee, Section(s): Braces, Page(s): 12.",
    ),
    (
        citation(
            "study",
            author="Lee K, et al.",
            title="Do braces help?",
            journal="J Knee",
            year="2021",
            volume="4(2)",
            pages="9–17",
        ),
        "Decision based on Non-MTUS Citation Lee K, et al. “Do braces help?” J Knee. 2021; vol. 4(2); pp. 9–17.",
    ),
]


@pytest.mark.parametrize(("made", "printed"), EXAMPLES, ids=lambda value: getattr(value, "form", ""))
def test_the_printed_line_and_back(made, printed):
    assert line(made) == printed
    assert parse(printed) == parse(words(made)) == parse("  " + printed.replace(" ", "\n", 6)) == made
    assert citation_form.form_of(printed) == made.form
    assert missing_parts(made) == ()


def test_missing_parts_are_named():
    assert missing_parts(citation("mtus", chapter="Knee Disorders", year="19")) == ("Year in effect", "Section")
    assert "Lead author" in missing_parts(citation("study", title="Braces"))


def test_unknown_parts_are_refused():
    with pytest.raises(TypeError):
        citation("mtus", publisher="x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MTUS",
        "The MTUS is silent.",
        "see above",
        "Decision based on",
        "Decision based on ODG",
        "The Expert Reviewer did not cite any medical evidence for its decision.",
        "Decision based on Non-MTUS Citation ODG.",
    ],
)
def test_other_words_are_not_guessed_at(text):
    assert parse(text) is None


def test_kind_of_free_words():
    assert citation_form.form_of("the Medical Treatment Utilization Schedule, knee") == "mtus"
    assert citation_form.form_of("recommendations outside of the MTUS Guidelines") == "guideline"
    assert citation_form.form_of("  ") is None


PLAIN = st.text("abcdefgh XYZ-’'éß&/", min_size=1, max_size=30).map(citation_form.tidy).filter(bool)
YEARS = st.integers(1990, 2049).map(str)


@given(
    st.one_of(
        st.builds(lambda **parts: citation("mtus", **parts), chapter=PLAIN, year=YEARS, section=PLAIN),
        st.builds(
            lambda **parts: citation("guideline", **parts),
            organization=PLAIN,
            year=YEARS,
            chapter=PLAIN | st.just(""),
            section=PLAIN | st.just(""),
            page=PLAIN | st.just(""),
        ),
        st.builds(
            lambda **parts: citation("study", **parts),
            author=PLAIN,
            title=PLAIN,
            journal=PLAIN,
            year=YEARS,
            volume=PLAIN | st.just(""),
            pages=PLAIN | st.just(""),
        ),
    )
)
def test_what_is_composed_is_read_back(made):
    assert parse(line(made)) == made
    assert parse(words(made)) == made


@given(st.sampled_from(get_args(FormKey)), st.data())
def test_any_parts_at_all_keep_their_words(form, data):
    """Parts that hold the form's own marks may be cut elsewhere, but no word is lost or added."""
    parts = {name: data.draw(st.text(max_size=40)) for name, _label in evidence_data().form_of(form).parts}
    made = citation(form, **parts)
    read = parse(line(made))
    assert read is None or words(read) == words(made)


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text):
    read = parse(text)
    assert read is None or isinstance(msgspec.to_builtins(read), dict)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        ", Chapter: a" * 80_000,
        "MTUS " + "a 2016, Section(s): " * 50_000,
        "a. “" * 200_000,
        "“a.” b. 2020; vol. ; pp. " * 40_000,
    ],
)
def test_huge_text_is_answered_at_once(text):
    parse(text)
    citation_form.form_of(text)
    citation("study", title=text)
