"""Letters that come back to a request by a short name or a question; heads that decide; letters that grant."""

import pytest

from imr_desktop.extract.parts.asking import answering
from imr_desktop.extract.requests.answers import answered
from imr_desktop.extract.requests.care import is_no_care
from imr_desktop.extract.requests.evidence import by_rules
from imr_desktop.extract.requests.items import bound_items
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.outcomes import Read, related, trusted
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.relations import Said
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.topics import short_names

ASKED = """Requested treatment:
1. Aquatic therapy, left hip, 12 visits
2. Trigger point injection, right trapezius

Is the aquatic program medically necessary?
Answer: No. Land exercise was never tried.

Is the trigger point injection medically necessary?
A. Yes. A taut band was felt on two visits.
"""


def _letter(text: str) -> tuple[Letter, list[Found]]:
    ruled = by_rules(Sheet.of([text]), "ur")
    letter = Letter(ruled.rows, items_in(ruled.rows, ruled.named))
    return letter, bound_items(ruled.rows, letter.items, decides=True)


def _of(letter: Letter, name: str) -> int:
    return next(at for at, one in enumerate(letter.items) if name in one.title.lower())


def test_a_question_that_names_a_request_is_answered_for_it():
    letter, _ = _letter(ASKED)
    by_name, _ = answered(letter)
    assert by_name[_of(letter, "aquatic")] == "denied"
    assert by_name[_of(letter, "trigger")] == "certified"


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        ("In part. Six visits are enough.", "modified"),
        ("Not in that number. Six visits are certified.", "modified"),
        ("Yes, as asked.", "certified"),
        ("No, none of it.", "denied"),
    ],
)
def test_an_answer_may_be_yes_no_or_in_part(answer: str, made: str):
    text = f"Requested: Aquatic therapy, 12 visits\n\nIs the aquatic therapy appropriate?\nResponse: {answer}\n"
    letter, _ = _letter(text)
    assert answered(letter)[0][_of(letter, "aquatic")] == made


def test_no_question_about_treatment_no_answer():
    letter, _ = _letter("Requested: Aquatic therapy, 12 visits\n\nDid you call the doctor?\nYes. He was out.\n")
    assert set(answered(letter)[0]) == {None}


def test_a_short_name_means_the_only_request_that_has_its_words():
    letter, _ = _letter(
        "Requested:\n1. Aquatic therapy, 8 visits\n2. Lumbar MRI\n\nThe therapy cannot be approved. The MRI is approved.\n"
    )
    short = short_names(letter.items, [0.0] * len(letter.items))
    assert [letter.items[number].title for number in short[_of(letter, "aquatic")]] == ["therapy"]


def test_a_short_name_that_two_requests_share_means_none():
    letter, _ = _letter("Requested:\n1. Lumbar MRI\n2. Cervical MRI\n\nThe MRI is not approved.\n")
    assert short_names(letter.items, [0.0] * len(letter.items)) == {}


def test_what_the_history_names_does_not_stand_between_a_request_and_its_short_name():
    text = (
        "Requested: aquatic therapy, 8 visits\n\nShe had acupuncture and pool walking.\n\nThe therapy cannot be approved.\n"
    )
    letter, ruled = _letter(text)
    at = _of(letter, "aquatic")
    linear = [{"none": 0.01 if number == at else 0.95, "denied": 0.99} for number in range(len(letter.items))]
    said = related(Read([], [], True, {}), letter, ruled, [None] * len(ruled), linear).said
    assert "denied" in said[at].verdicts.values()
    assert all(one == Said({}, {}) for number, one in enumerate(said) if number != at)


def test_a_relation_is_trusted_as_it_is_right_of_the_others():
    said = [Said({"row": "denied", "head": "certified"}, {}), Said({"row": "certified", "head": "certified"}, {})]
    linear = [{"none": 0.0, "denied": 0.9, "certified": 0.1}, {"none": 0.0, "denied": 0.05, "certified": 0.95}]
    trust = trusted(Read([], said, True, {}), linear)[1]
    assert trust["row"] > 0.7 > trust["head"]


def test_two_columns_decide_by_their_heads():
    letter, ruled = _letter(
        "WHAT WE CAN AUTHORIZE                    WHAT WE CANNOT AUTHORIZE\n"
        "Knee x-rays, standing                    Gym membership\n"
        "Celecoxib 200 mg                         Omeprazole 20 mg\n"
    )
    linear = [{"none": 0.0}] * len(letter.items)
    said = related(Read([], [], True, {}), letter, ruled, [None] * len(ruled), linear).said
    heads = {one.title: made.verdicts.get("head of its column") for one, made in zip(letter.items, said, strict=True)}
    assert [made for title, made in heads.items() if "mg" in title] == ["certified", "denied"]


def test_cells_that_say_by_their_first_word_what_they_count():
    rows = rows_of(Sheet.of(["Occupational therapy, hand          asked 18 visits        allowed 7 visits\n"]))
    assert [(part.kind, part.text) for part in rows[0].parts][1:] == [("asked", "18 visits"), ("allowed", "7 visits")]


def test_a_title_ends_before_its_decision():
    assert title_of("Cold therapy unit, purchase - MODIFIED to a rental of 7 days") == "Cold therapy unit, purchase"
    assert title_of("L4-5 fusion - posterior approach") == "L4-5 fusion - posterior approach"


def test_a_device_and_an_assistant_are_care_and_an_office_is_none():
    assert not is_no_care("TENS Unit")
    assert not is_no_care("Surgical assistant PA-C")
    assert is_no_care("Utilization Review Unit")
    assert is_no_care("Lee Moe, PA-C")


def test_a_nurse_who_grants_answers():
    letter = (
        "This letter confirms authorization of six visits of hand therapy. The authorization number is 2503-6617 and expires "
        "on 6/27/2025. Bills go to P.O. Box 3008."
    )
    assert answering(letter) >= 2
    assert answering("Please authorize six visits of hand therapy. Authorization no: ________") == 0


BY_NUMBER = """The request has five lines:
1) Office visit with pain management
2) Left shoulder MRI
3) Cervical spine x-ray, 5 views
4) EMG left upper extremity
5) Physiotherapy left shoulder, 12 visits

{said}
"""


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("Approved are 2, 3 and 5. Not approved are 1 and 4.", "denied certified certified denied certified"),
        ("#1 no. #2 yes. #3 yes. #4 no. #5 yes.", "denied certified certified denied certified"),
        (
            "2 and 3 are certified. 1 and 4 are denied. Number 5 is certified for 8 visits.",
            "denied certified certified denied modified",
        ),
        ("He is 4 years out and takes 3 tablets. Line 2 is certified.", "None None None None None"),
        ("Is request 2 necessary? It was asked of 1, 3, 4 and 5, too.", "None None None None None"),
    ],
)
def test_bare_numbers_decide_where_they_decide_about_nearly_the_whole_list(said: str, made: str):
    letter, ruled = _letter(BY_NUMBER.format(said=said))
    told = related(Read([], [], True, {}), letter, ruled, [None] * len(ruled), [{"none": 0.0}] * len(ruled)).said
    by_place = [told[_of(letter, name)].verdicts.get("by its number") for name in ("office", "mri", "x-ray", "emg", "physio")]
    assert " ".join(map(str, by_place)) == made


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("All but the EMG are approved.", {"emg": "denied", "mri": "certified"}),
        (
            "Certification is given for everything requested other than the EMG, which is not certified.",
            {"emg": "denied", "mri": "certified"},
        ),
        ("Everything except the MRI is denied.", {"mri": "certified", "emg": "denied"}),
    ],
)
def test_a_sentence_decides_of_all_but_some(said: str, made: dict[str, str]):
    letter, ruled = _letter(BY_NUMBER.format(said=said))
    told = related(Read([], [], True, {}), letter, ruled, [None] * len(ruled), [{"none": 0.0}] * len(ruled)).said
    assert {name: told[_of(letter, name)].verdicts.get("plainly") for name in made} == made


def test_a_table_of_codes_tells_what_the_numbers_in_a_column_stand_for():
    letter, ruled = _letter(
        "Service requested                     Qty            Code\n"
        "Stellate ganglion block, left         3              2 (one block)\n"
        "Nortriptyline 25 mg                   60             1\n"
        "Three phase bone scan                 1              3\n"
        "\n"
        "Reasons. One block tells whether more are of use; a scan changes nothing after four years.\n"
        "\n"
        "Code          Meaning\n"
        "1             Approved in full\n"
        "2             Approved with change\n"
        "3             Not approved\n"
    )
    told = related(Read([], [], True, {}), letter, ruled, [None] * len(ruled), [{"none": 0.0}] * len(ruled)).said
    made = [told[_of(letter, name)].verdicts.get("legend") for name in ("stellate", "nortrip", "bone scan")]
    assert made == ["modified", "certified", "denied"]


def test_entries_that_a_semicolon_or_a_number_parts_are_requests_of_their_own():
    letter, _ = _letter(
        "Requested treatment: L4-L5 lumbar fusion; vascular co-surgeon; bone growth stimulator; walker with wheels.\n"
    )
    assert {"bone growth stimulator", "walker with wheels"} <= {one.title.lower() for one in letter.items}


def test_a_line_of_capitals_keeps_the_amount_behind_its_commas():
    rows = rows_of(Sheet.of(["01) ACUPUNCTURE, LEFT KNEE, 2 X 4 (8 VISITS) ........ CERTIFIED\n"]))
    assert any("ACUPUNCTURE" in words and "8 VISITS" in words for part in rows[0].parts for words in (part.label, part.text))


def test_what_is_given_of_a_request_stands_beside_its_number():
    letter = BY_NUMBER.format(said="Items 1, 2, 3 and 4 are certified. Item 5 is modified to #8 for a trial.")
    physio = next(one for one in papers_found("ur determination", [letter]) if "physio" in one.title.lower())
    assert (physio.verdict, physio.asked, physio.allowed) == ("modified", 12, 8)
