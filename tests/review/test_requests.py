"""What the papers' lists differ in is asked once, with both places, and the answer holds for the case's items."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from imr_desktop.case import edits
from imr_desktop.case.model import DisputedItem, SourceRef
from imr_desktop.determination import build_letter
from imr_desktop.extract import OtherPerson
from imr_desktop.extract.packet import Conflict, ConflictValue
from imr_desktop.extract.packet.conflicts import conflicts_in
from imr_desktop.extract.requests import Request, request_proposals
from imr_desktop.review.overview import open_conflicts, overview_of, questions_of, resolved
from imr_desktop.review.requests import kept_item, list_questions
from imr_desktop.review.taken import TakenIn
from imr_desktop.ui.overview.rows import conflict_row


def asked(source, title, page, document, decision=None, number=None):
    place = (SourceRef(document, page, title),)
    return Request(source=source, title=title, page=page, decision=decision, asked=number, sources=place)


PAPERS = (
    asked("application", "Lumbar MRI without contrast", 2, "app"),
    asked("application", "Acupuncture, 6 visits", 2, "app"),
    asked("application", "TENS unit rental", 2, "app"),
    asked("application", "MRI of the lumbar spine", 90, "copy"),
    asked("application", "EMG ........ 38", 91, "index"),
    asked("application", "See below", 92, "form"),
    asked("ur", "Lumbar MRI without contrast", 4, "ur", "denied"),
    asked("ur", "Acupuncture, 6 visits", 4, "ur", "certified"),
    asked("ur", "Norco 10/325 mg, #60", 5, "ur", "denied"),
    asked("ur", "Epidural steroid injection L4-5", 44, "older", "denied"),
    asked("rfa", "Lumbar MRI without contrast", 7, "rfa"),
    asked("rfa", "Hinged knee brace", 7, "rfa"),
    asked("rfa", "Cervical pillow", 60, "older rfa"),
)


def test_each_difference_is_asked_with_both_places_and_other_disputes_are_left_out():
    questions = {one.title: one for one in list_questions(PAPERS)}
    assert {title: one.differs for title, one in questions.items()} == {
        "Acupuncture, 6 visits": "certified",
        "TENS unit rental": "silent",
        "Norco 10/325 mg, #60": "unlisted",
        "Hinged knee brace": "undecided",
    }
    assert [one.sources[0].page for one in questions["Acupuncture, 6 visits"].values] == [2, 4]
    assert [one.sources[0].page for one in questions["Norco 10/325 mg, #60"].values] == [5, 2]
    assert questions["Norco 10/325 mg, #60"].values[1].sources[0].quote == "", "the other list is merely without it"
    row = conflict_row(questions["TENS unit rental"])
    assert row.title == "In dispute or not: TENS unit rental"
    assert "was not found" in row.text
    assert not list_questions(one for one in PAPERS if one.source != "application")
    assert not list_questions(one for one in PAPERS if one.source == "application")


def test_the_answer_adds_or_removes_an_item_and_never_one_with_work_in_it():
    case = edits.new_case()
    for number, title in enumerate(("Lumbar MRI without contrast", "Acupuncture, 6 visits", "TENS unit rental")):
        case = edits.add_item(case, DisputedItem(f"i{number}", title))
    case = edits.change_item(case, "i2", rationale="Nothing shows a trial.")
    questions = {one.title: one for one in list_questions(PAPERS)}
    certified, silent, denied = (
        questions[title] for title in ("Acupuncture, 6 visits", "TENS unit rental", "Norco 10/325 mg, #60")
    )
    for question, value in ((certified, 1), (silent, 1), (denied, 0)):
        case = resolved(case, question, question.values[value], "The letter says so")
    assert [item.title for item in case.items] == ["Lumbar MRI without contrast", "TENS unit rental", "Norco 10/325 mg, #60"]
    assert kept_item(case, silent) == "TENS unit rental"
    assert not kept_item(case, certified)
    assert case.items[-1].sources[0].page == 5
    assert case.items[-1].decision is None
    assert [one.title for one in open_conflicts(case, list_questions(PAPERS))] == ["Hinged knee brace"]
    again = resolved(case, denied, denied.values[0], "Once more")
    assert len(again.items) == 3


def test_a_number_that_was_chosen_stands_in_the_item():
    papers = (
        asked("application", "Physical therapy, 6 visits", 2, "app", number=6),
        asked("rfa", "Physical therapy, 12 visits", 7, "rfa", number=12),
    )
    question = Conflict("requests.Physical therapy, 6 visits", tuple(ConflictValue(one.asked, one.sources) for one in papers))
    case = edits.add_item(edits.new_case(), DisputedItem("i", "Physical therapy, 6 visits"))
    case = resolved(case, question, question.values[1], "The form that was signed", papers)
    assert case.items[0].title == case.items[0].disputed_text == "Physical therapy, 12 visits"
    assert not open_conflicts(case, [question])


def test_a_number_that_the_title_lost_is_taken_from_the_words_that_were_quoted():
    care = "physical therapy for the lumbar spine"
    quote = SourceRef("ur", 3, f"8 sessions of\n{care}")
    papers = (
        asked("application", care, 2, "app", number=12),
        replace(asked("ur", care, 3, "ur", number=8), sources=(quote,)),
    )
    question = Conflict(f"requests.{care}", tuple(ConflictValue(one.asked, one.sources) for one in papers))
    case = edits.add_item(edits.new_case(), DisputedItem("i", care))
    case = resolved(case, question, question.values[1], "The letter counted the form", papers)
    assert case.items[0].title == f"8 sessions of {care}"


def test_a_span_that_was_chosen_is_the_injurys_first_and_last_day():
    spans = ("01/01/2019 - 03/14/2024", "2024-03-14")
    question = Conflict("injury.span", tuple(ConflictValue(one, (SourceRef("d", 1),)) for one in spans))
    case = resolved(edits.new_case(), question, question.values[0], "The claim form")
    assert (case.dates.injury, case.dates.injury_until) == (date(2019, 1, 1), date(2024, 3, 14))
    assert ("Date of Injury", "01/01/2019 – 03/14/2024") in [(row.label, row.value) for row in build_letter(case).rows]
    case = resolved(case, question, question.values[1], "No: one fall")
    assert (case.dates.injury, case.dates.injury_until) == (date(2024, 3, 14), None)


def test_pages_of_another_person_ask_nothing():
    taken = TakenIn(edits.new_case(), requests=PAPERS)
    assert len(questions_of(overview_of(taken), taken)) == 4
    apart = TakenIn(edits.new_case(), requests=PAPERS, people=(OtherPerson("Olan Brisk", 4, 5),))
    assert not [one for one in questions_of(overview_of(apart), apart) if "Norco" in one.key]


def test_what_utilization_review_decides_and_was_not_read_is_asked_and_proposed_as_unknown():
    unknown = asked("ur", "Acupuncture, 6 visits", 4, "ur"), asked("ur", "Norco 10/325 mg, #60", 4, "ur")
    papers = *PAPERS[:2], PAPERS[6], *unknown
    questions = {one.title: one for one in list_questions(papers)}
    assert {title: one.differs for title, one in questions.items()} == {
        "Acupuncture, 6 visits": "unread",
        "Norco 10/325 mg, #60": "unlisted_unread",
    }
    assert all("could not be read" in conflict_row(one).text for one in questions.values())
    notes = {one.value["title"]: one.note for one in request_proposals((), papers[2:]) if one.key.startswith("items.")}
    assert notes.pop("Lumbar MRI without contrast") == ""
    assert sorted(notes) == ["Acupuncture, 6 visits", "Norco 10/325 mg, #60"], "it is not lost"
    assert all("could not be read" in note for note in notes.values())


def test_two_letters_that_allow_different_numbers_ask_which_and_the_choice_is_kept():
    letters = [
        replace(asked("ur", "Acupuncture", page, f"ur {page}", "modified", 12.0), allowed=count)
        for page, count in ((4, 6.0), (9, 4.0))
    ]
    (conflict,) = conflicts_in((), (), (), letters)
    assert (conflict.key, [one.value for one in conflict.values]) == ("allowed.Acupuncture", [6.0, 4.0])
    assert conflict_row(conflict).title == "Allowed by utilization review: Acupuncture"
    case = resolved(edits.new_case(), conflict, conflict.values[1], "The later letter")
    assert [(one.place, one.value) for one in case.resolutions] == [("allowed.Acupuncture", "4.0")]
    assert not open_conflicts(case, [conflict])


def test_an_item_is_in_the_words_of_the_letter_that_surely_refused_it_and_a_letter_in_doubt_is_told():
    sure = asked("ur", "Lumbar MRI", 9, "second", "denied")
    doubtful = replace(asked("ur", "Lumbar MRI", 4, "first", "certified"), doubt=0.4)
    for letters in ((doubtful, sure), (sure, doubtful)):
        (item,) = [one for one in request_proposals((), letters) if one.key.startswith("items.")]
        assert [source.page for source in item.sources] == [9]
        assert "read with doubt" in item.note
    (item,) = [one for one in request_proposals((), (sure,)) if one.key.startswith("items.")]
    assert not item.note
