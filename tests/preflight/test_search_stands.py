"""A stored search is held against the record as it is now: what it saw, what it did not, and what has come up since."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile, PageNote, ReceivedFile, SearchHit
from imr_desktop.preflight import Context, absence_claims, run, search_for_claim
from imr_desktop.preflight.hit_groups import grouped
from imr_desktop.preflight.near import near_parts, spans_of
from imr_desktop.preflight.record_words import RecordWords
from imr_desktop.preflight.search_claim import found_in
from imr_desktop.record.find.fold import fold

from .builders import AT, TODAY, with_record

replace = msgspec.structs.replace
SENTENCE = "There is no documentation of radiculopathy."
CLEAN = {1: "Neck pain after a fall.", 2: "He lifts ten pounds.", 3: "Refill of vitamins."}


def with_search(record, sentence=SENTENCE, answer="", text="", **fields):
    """A case whose one rationale is the sentence, searched as the record stands, every hit so answered."""
    case = with_record(f"{sentence} {text}", **fields)
    made = search_for_claim(absence_claims(sentence)[0], case, record, AT)
    hits = tuple(replace(hit, remark=answer) for hit in made.hits)
    return replace(case, searches=(replace(made, hits=hits),))


def messages(case, record):
    problems = run(case, Context(today=TODAY, record=record))
    return [problem.message for problem in problems if problem.check == "absence.rationale"]


def changed(case, **fields):
    return replace(case, searches=(replace(case.searches[0], **fields),))


def marked(case, **fields):
    return replace(case, files=(replace(case.files[0], **fields),))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("The findings point to radicu-\nlopathy on the right.", SENTENCE),
        ("Grade one spondylo-\nlisthesis of L4.", "There is no evidence of spondylolisthesis."),
        ("She reports objective function-\nal improvement at work.", "There is no evidence of functional improvement."),
        ("E M G of both legs was normal.", "There is no mention of electrodiagnostic testing."),
        ("Straight leg raising was positive at 40 degrees.", "There is no documentation of a positive straight leg raise."),
        ("positive SLR on the right", "There is no documentation of a positive straight leg raise."),
        ("The leg could be raised straight to 30 degrees.", "There is no documentation of a positive straight leg raise."),
        ("Her function has markedly improved.", "There is no evidence of functional improvement."),
        ("Screen of urine for drugs: as prescribed.", "No urine drug screen was documented."),
        ("radicular pain to the foot", SENTENCE),
        ("Anaprox DS twice a day", "There is no documentation of naproxen."),
        ("a non steroidal agent was stopped", "There is no documentation of a trial of NSAIDs."),
    ],
)
def test_what_is_there_is_found(page, sentence):
    record = {**CLEAN, 2: page}
    found = search_for_claim(absence_claims(sentence)[0], with_record(sentence), record, AT)
    assert [hit.source.page for hit in found.hits] == [2]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"unreadable": (1, 3)}, "Pages 1, 3 could not be read: say so in the text."),
        ({"doubtful": (2,)}, "Page 2 only read by machine: look at each, or say so in the text."),
        (
            {"unreadable": (3,), "doubtful": (1, 2)},
            "Page 3 could not be read; Pages 1–2 only read by machine: look at each, or say so in the text.",
        ),
    ],
)
def test_no_hit_names_the_pages_that_were_not_seen(fields, named):
    case = marked(with_record(SENTENCE), **fields)
    made = search_for_claim(absence_claims(SENTENCE)[0], case, CLEAN, AT)
    assert made.hits == ()
    assert (made.unreadable, made.doubtful) == (fields.get("unreadable", ()), fields.get("doubtful", ()))
    assert messages(replace(case, searches=(made,)), CLEAN) == [named]


def test_a_page_whose_text_is_not_at_hand_is_not_seen():
    record = {1: CLEAN[1], 2: CLEAN[2]}
    assert messages(with_search(record), record) == ["Page 3 could not be read: say so in the text."]


def test_an_attachment_that_was_not_read_is_named():
    case = with_search(CLEAN)
    lost = ReceivedFile("MRI report.doc", "Word 97 files are not read; save it as PDF.", source="attachment of packet.pdf")
    taken = ReceivedFile("records.zip", "3 files in it were taken in.")
    inner = ReceivedFile("a.pdf", "3 pages.", digest="0" * 64, pages=3, source="in records.zip")
    case = replace(case, received=(lost, taken, inner))
    assert messages(case, CLEAN) == ["“MRI report.doc” not read: say so in the text."]
    said = with_search(CLEAN, text="One received file could not be read.")
    assert messages(replace(said, received=(lost,)), CLEAN) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Pages 1 and 3 of the record could not be read.", []),
        ("Pages 1-3 were illegible.", []),
        ("Page 1 could not be read.", ["Page 3 could not be read: say so in the text."]),
        ("Some pages could not be read.", ["Pages 1, 3 could not be read: say so in the text."]),
        ("On page 3 the note was signed 1/3/2025.", ["Pages 1, 3 could not be read: say so in the text."]),
    ],
)
def test_the_text_must_name_each_page(text, left):
    case = marked(with_record(f"{SENTENCE} {text}"), unreadable=(1, 3))
    made = search_for_claim(absence_claims(SENTENCE)[0], case, CLEAN, AT)
    assert messages(replace(case, searches=(made,)), CLEAN) == left


def test_pages_a_reviewer_read_by_eye_count_as_seen_and_the_offices_do_not():
    case = marked(with_search(CLEAN), unreadable=(1,), doubtful=(2,))
    case = changed(case, pages=(2, 3), unreadable=(1,), doubtful=(2,))
    by_eye = edits.note_page(edits.note_page(case, PageNote(1, read_at=AT)), PageNote(2, read_at=AT))
    assert messages(by_eye, CLEAN) == []
    office = edits.note_page(by_eye, PageNote(1, read_at=AT, role="office"))
    assert messages(office, CLEAN) == ["Page 1 could not be read: say so in the text."]


@pytest.mark.parametrize(
    ("change", "record", "said"),
    [
        (
            {},
            {**CLEAN, 3: "EMG shows radiculopathy."},
            "The record says more than the search holds (p. 3): search again and answer.",
        ),
        ({"unreadable": (3,), "pages": (1, 2)}, CLEAN, "Page 3 can be read now, and could not then: search again."),
        ({"pages": (1, 2)}, CLEAN, "Page 3 not searched for this: search again."),
        ({"pages": (1, 2, 3, 9)}, CLEAN, "The search names page 9, not in the record: search again."),
        ({"terms": ("acupuncture",)}, CLEAN, "The search did not look for “radiculopathy”: search again."),
        ({"terms": ("lumbar",)}, CLEAN, "The search did not look for “radiculopathy”: search again."),
    ],
)
def test_a_stale_or_changed_search_backs_nothing(change, record, said):
    case = with_search(CLEAN)
    assert messages(case, CLEAN) == []
    assert messages(changed(case, **change), record) == [said]


def test_a_hit_taken_out_of_the_file_comes_back():
    record = {**CLEAN, 1: "Radicular pain was denied. Radiculopathy was suspected in 2019."}
    case = with_search(record, answer="Other date")
    assert len(case.searches[0].hits) == 2
    assert messages(case, record) == []
    cut = changed(case, hits=case.searches[0].hits[:1])
    assert messages(cut, record) == ["The record says more than the search holds (p. 1): search again and answer."]
    all_of_it = SearchHit(case.source(1, "word " * 400 + record[1]), "Other date")
    assert len(messages(changed(case, hits=(all_of_it,)), record)) == 1


def test_a_file_added_later_opens_the_claim_again():
    case = with_search(CLEAN)
    added = CaseFile("1" * 64, "late.pdf", 1, 4)
    document = replace(case.documents[0], id="d2", file=added.digest, first_page=4, last_page=4)
    case = replace(case, files=(*case.files, added), documents=(*case.documents, document))
    assert messages(case, {**CLEAN, 4: "Vitamins."}) == ["Page 4 not searched for this: search again."]
    assert "(p. 4)" in messages(case, {**CLEAN, 4: "Lumbar radiculopathy."})[0]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "Specialty: Occupational Therapy and Rehabilitation\nNeck pain.",
            "There is no documentation of occupational therapy.",
        ),
        ("Harbor Physical Therapy Center\n1 Main Street\nNeck pain.", "There is no documentation of physical therapy."),
        ("Ana Ortiz, M.D., Acupuncture\nNeck pain.", "There is no documentation of acupuncture."),
        ("Refer to: [ ] Acupuncture\nNeck pain.", "There is no documentation of acupuncture."),
        ("Acupuncture: ______\nNeck pain.", "There is no documentation of acupuncture."),
        ("Pt: Rivera, Ana. Pt states that the neck hurts.", "There is no documentation of physical therapy."),
    ],
)
def test_headers_and_empty_form_rows_are_left_out_and_counted(page, sentence):
    found = found_in(
        with_record(sentence), {1: page}, search_for_claim(absence_claims(sentence)[0], with_record("x"), {}).terms
    )
    assert (found.hits, bool(found.left_out)) == ((), True)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("Refer to: [x] Acupuncture [ ] Chiropractic", "There is no documentation of acupuncture."),
        ("Diagnosis: lumbar radiculopathy\nNeck pain.", SENTENCE),
        ("Completed 6 visits of Pt with benefit.", "There is no documentation of physical therapy."),
        ("PT 2x6 lumbar", "There is no documentation of physical therapy."),
        (
            "He was seen at Harbor Physical Therapy Center on 2/3/2025 and did well.",
            "There is no documentation of physical therapy.",
        ),
    ],
)
def test_what_is_said_of_the_patient_is_never_left_out(page, sentence):
    found = search_for_claim(absence_claims(sentence)[0], with_record(sentence), dict.fromkeys((1, 2, 3), page), AT)
    assert [hit.source.page for hit in found.hits] == [1]
    assert found.hits[0].also == (2, 3)


def test_one_row_for_each_document_the_strongest_first_and_denials_apart():
    record = {
        1: "Denies radicular pain.\nNo radiculopathy.\nNumbness of the foot.",
        2: "Radiculopathy on the right.",
        3: "Dermatomal loss.",
    }
    case = with_search(record)
    groups = grouped(case.searches[0], case)
    assert [(group.denied, len(group.hits)) for group in groups] == [(False, 3), (True, 2)]
    assert case.searches[0].hits[groups[0].hits[0]].source.quote == "Radiculopathy on the right."


@given(
    st.lists(
        st.sampled_from(
            [
                "non-",
                "nonsteroidal",
                "steroidal",
                "x ray",
                "h-wave",
                "l4",
                "L 4",
                "radicu-\nlopathy",
                "E M G",
                "physical",
                "therapy",
                "emgs",
                "-",
                "\n",
            ]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_words_of_pages_miss_nothing_that_a_look_at_each_page_finds(words):
    record = {1: " ".join(words), 2: "".join(words), 3: "therapy"}
    terms = ("non-steroidal*", "x-ray", "h-wave", "l4", "radiculopath*", "emg", "physical therapy~")
    made = RecordWords(record)
    seen = {page for page, _ in made.find(terms, record)}
    looked = {
        page for page, text in record.items() if spans_of(fold(text, record.get(page + 1, "")), terms, near_parts(terms))
    }
    assert seen == looked


def test_a_page_in_another_language_backs_no_absence_until_a_person_read_it():
    spanish = "El paciente refiere dolor de la pierna derecha desde hace tres semanas. Niega debilidad. No hay fiebre."
    record = {**CLEAN, 2: spanish}
    case = with_search(record)
    assert case.searches[0].doubtful == (2,)
    assert messages(case, record) == ["Page 2 not in English: look at each, or say so in the text."]
    assert messages(case, {}) == messages(case, record), "nor where the record's text is not at hand"
    read = replace(case, page_notes=(PageNote(2, read_at=AT),))
    assert messages(read, record) == []
    assert messages(with_search(record, text="Page 2 could not be read."), record) == []
    found = {**record, 2: f"{spanish} EMG: radiculopathy."}
    assert "radiculopathy" in with_search(found).searches[0].hits[0].source.quote, "its words are searched all the same"
