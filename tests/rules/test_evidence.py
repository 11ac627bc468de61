import pytest

from imr_desktop.case.model import Document, Fact, Finding, SourceRef
from imr_desktop.rules import evaluate_case
from imr_desktop.rules.evidence import CaseEvidence
from imr_desktop.rules.negation import assertion


@pytest.fixture
def look(packs, make_case):
    def find(key, summary="", record=None, **fields):
        case = make_case("Trigger point injection x 3", summary=summary, **fields)
        return CaseEvidence(case, packs.phrases, packs.inputs, record).of(key, case.items[0])

    return find


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There is muscle spasm on both sides.", True),
        ("Palpation found no muscle spasm.", False),
        ("No tenderness, spasm or guarding.", False),
        ("No tenderness, but spasm of the trapezius.", True),
        ("The patient denies spasms.", False),
        ("Without spasm today.", False),
        ("Spasm: none.", False),
        ("MTUS: muscle relaxants where spasm is present.", None),
        ("Spasm was not present.", False),
        ("Spasm is absent.", False),
        ("No weakness; spasm was felt.", True),
        ("There is no documentation of muscle spasm.", None),
        ("Muscle spasm was not documented.", None),
        ("A muscle relaxant may help if spasm comes.", None),
        ("No fever, with spasm noted.", True),
        ("Spasms were felt\n\nover the trapezius.", True),
        ("She rested well.", None),
    ],
)
def test_a_clause_is_read_for_what_it_says(look, text, value):
    known = look("exam.muscle_spasm", text).known
    assert (known.value if known else None) is value


def test_the_quote_is_the_words_as_they_stand(look):
    text = "Seen in May. A positive twitch response was felt over the rhomboid. Rest advised."
    (source,) = look("exam.twitch_response", text).sources
    assert source == SourceRef("summary", 0, "A positive twitch response was felt over the rhomboid.")
    assert source.quote in text


def test_numbers_come_with_their_phrase(look):
    assert look("visits.prior", "He completed 8 physical therapy visits.").known.value == 8
    assert look("visits.prior", "He completed eight physical therapy visits.").known.value == 8
    assert look("prior.relief_percent", "The block brought 60% relief for {n} weeks.").known.value == 60
    assert look("prior.relief_percent", "The block brought 600% relief.").known is None


def test_a_named_value(look):
    assert look("dx.pt_group", "Diagnosis: myofascial pain of the neck.").known.value == "myalgia"


def test_two_places_that_disagree_give_no_value_and_both_sources(look):
    found = look("exam.muscle_spasm", "In May there was muscle spasm. In June there was no muscle spasm.")
    assert found.known is None
    assert found.conflicting
    assert len(found.sources) == 2


def test_facts_come_before_texts_and_the_items_own_first(look):
    source = SourceRef("d1", 4, "no spasm")
    facts = [Fact("exam.muscle_spasm", True), Fact("exam.muscle_spasm", False, (source,), item="i1")]
    found = look("exam.muscle_spasm", "There is muscle spasm.", facts=facts)
    assert (found.known.value, found.sources) == (False, (source,))


def test_findings_come_before_the_summary(look):
    finding = Finding("f1", "no muscle spasm", sources=(SourceRef("d1", 9, "no spasm"),))
    found = look("exam.muscle_spasm", "There is muscle spasm.", findings=[finding])
    assert (found.known.value, found.sources[0].page) == (False, 9)


def test_record_pages_name_their_document(look):
    document = Document("d7", "x", "PR-2", "progress report", 3, 5)
    found = look("exam.twitch_response", record={4: "Exam: twitch response felt.", 9: "nothing"}, documents=[document])
    assert found.sources == (SourceRef("d7", 4, "Exam: twitch response felt."),)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("visits.prior", -3.0),
        ("patient.age", 212.0),
        ("visits.prior", "many"),
        ("exam.muscle_spasm", 1.0),
        ("dx.pt_group", True),
        ("visits.prior", float("nan")),
    ],
)
def test_a_fact_that_cannot_be_true_is_not_used(look, key, value):
    assert look(key, facts=[Fact(key, value)]).known is None


def test_a_million_characters(packs, make_case):
    for text in ("spasm " * 170_000, "no " * 330_000, "completed 8 " * 83_000, "a" * 1_000_000):
        case = make_case("Trigger point injection x 3", summary=text)
        assert evaluate_case(case, packs)


def test_assertion_looks_at_its_own_clause():
    text = "No redness was seen. Spasm present."
    assert assertion(text, text.index("Spasm"), text.index("Spasm") + 5) == "affirmed"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("prior.nsaid_failed", "Ketoprofen and naproxen were tried without benefit.", True),
        ("prior.nsaid_failed", "Naproxen has helped.", False),
        ("prior.nsaid_failed", "There was no significant relief from naproxen.", True),
        ("prior.nsaid_failed", "She had some relief with naproxen.", None),
        ("prior.nsaid_failed", "There is no evidence of failed NSAIDs.", None),
        ("prior.nsaid_failed", "Prior to the injury ibuprofen was used without relief.", None),
        ("prior.pt_failed", "He reports minimal improvement with physical therapy.", True),
        ("drug.concurrent_nsaid", "Current medications include omeprazole and naproxen.", True),
        ("drug.concurrent_nsaid", "Naproxen was stopped; current medications include omeprazole.", None),
        ("drug.concurrent_nsaid", "He no longer takes naproxen.", None),
        ("prior.relief_percent", "Therapy brought 40% improvement.", None),
        ("imaging.surgical_lesion", "MRI of the shoulder shows a full-thickness tear.", True),
        ("imaging.surgical_lesion", "The diagnosis is a meniscal tear.", None),
        ("imaging.surgical_lesion", "An MRI is planned to look for a meniscal tear.", None),
        ("exam.red_flag", "Her mother has a history of cancer.", None),
        ("exam.neuro_deficit", "Motor power was 4+ over 5 in flexion.", True),
    ],
)
def test_what_was_tried_is_taken_or_seen(look, key, text, value):
    known = look(key, text).known
    assert (known.value if known else None) is value
