"""What came in one mail with a determination is one case with it; what is of another case is not."""

from email.message import EmailMessage

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import CaseFile
from imr_desktop.record import FileRead, PageText
from imr_desktop.review import Services
from imr_desktop.review.grouping import add
from imr_desktop.review.intake import apart
from imr_desktop.review.overview import overview_of

NOTE = "PROGRESS REPORT\n\nThe patient was seen on 03/04/2014 for neck pain that is rated three of ten on most days.\n"
NUMBERED = "APPLICATION FOR INDEPENDENT MEDICAL REVIEW\n\nIMR Case Number: CM14-7700001\n\nDate of Injury: 06/08/2012\n"


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.fixture
def letter(sample_determination):
    return sample_determination.read_text()


@pytest.fixture
def mailed(services, tmp_path):
    """The cases made of one mail with these attachments, each by the names of its files."""

    def cases(case=None, **attached):
        inner = None
        for wrapped in attached.pop("wrapped", (False,)):
            message = EmailMessage()
            message["Subject"] = "Your case"
            message.set_content("Please find the letter attached.")
            for name, words in attached.items():
                message.add_attachment(words.encode(), maintype="text", subtype="plain", filename=f"{name}.txt")
            if wrapped:
                outer = EmailMessage()
                outer["Subject"] = "FW"
                outer.set_content("See below.")
                outer.add_attachment(message)
                message = outer
            inner = message
        (tmp_path / "mail.eml").write_bytes(inner.as_bytes())
        taken = services.intake.take_in(case, [tmp_path / "mail.eml"])
        return [[file.name for file in one.case.files] for one in taken.all]

    return cases


def test_a_mail_and_its_determination_are_one_case(mailed, letter):
    assert mailed(letter=letter) == [["mail.eml", "letter.txt"]]


def test_so_are_a_record_beside_it_and_a_mail_that_was_forwarded(mailed, letter):
    [files] = mailed(letter=letter, note=NOTE, wrapped=(True,))
    assert [name for name in files if name.endswith(".txt")] == ["letter.txt", "note.txt"]
    assert files[0] == "mail.eml"


def test_a_record_of_another_number_keeps_the_mail_and_the_determination_is_its_own(mailed, letter):
    assert mailed(letter=letter, application=NUMBERED) == [["mail.eml", "application.txt"], ["letter.txt"]]


def test_several_determinations_are_several_cases(mailed, letter):
    other = letter.replace("CM14-9900028", "CM14-9900029")
    assert mailed(letter=letter, other=other) == [["mail.eml"], ["letter.txt"], ["other.txt"]]


def test_on_an_open_case_it_is_another_case(services, mailed, letter, tmp_path):
    (tmp_path / "note.txt").write_text(NOTE)
    case = services.intake.take_in(None, [tmp_path / "note.txt"]).case
    assert mailed(case, letter=letter) == [["note.txt"], ["mail.eml", "letter.txt"]]


def test_files_set_apart_name_pages_and_gaps_of_their_own_case():
    notes = [
        f"PROGRESS NOTE\nPatient: {name}\nDate of visit: 03/{day:02}/2024\nThe MRI of 03/04/2021 was discussed."
        for day, name in enumerate(("Vale, Rosa", "Vale, Rosa", "Okun, Peter", "Vale, Rosa"), 1)
    ]
    packet = FileRead("", "packet.pdf", "b" * 64, pages=tuple(PageText(at, text) for at, text in enumerate(notes, 1)))
    held = edits.add_files(edits.new_case(), [CaseFile("a" * 64, "held.pdf", 9, 1)], ())
    together = add(held, [packet])
    alone = apart(together)
    assert ["p. 12" in words for words in together.named_otherwise.values()] == [True]
    assert ["p. 3 " in words for words in alone.named_otherwise.values()] == [True]
    assert alone.overview == overview_of(alone)
    assert any(one.pages == (1, 2, 4) for one in alone.overview.missing)


ROSA, PETER = "Patient: Vale, Rosa", "Patient: Okun, Peter"


def reviewed(who: str, day: str = "02/01/2016") -> str:
    return f"UTILIZATION REVIEW DETERMINATION\n{who}\nDate: {day}\nDecision: the requested MRI of the knee is denied.\n"


def noted(who: str) -> str:
    days = f"Date of injury: 01/{len(who):02}/2015\nDate of visit: 03/04/2016"
    return f"PROGRESS REPORT\n{who}\n{days}\nPain is less on most days. The knee was seen.\n"


@pytest.fixture
def dropped(services, tmp_path):
    """What is said of letters that are dropped together, each by its file's name."""

    def said(case=None, **letters):
        for name, words in letters.items():
            (tmp_path / f"{name}.txt").write_text(words)
        return services.intake.take_in(case, [tmp_path / f"{name}.txt" for name in letters])

    return said


def test_a_whole_file_of_another_patient_is_said_wherever_one_inside_a_file_is(services, dropped):
    taken = dropped(a=noted(PETER), b=reviewed(ROSA), c=noted(ROSA))
    assert [tuple(one)[:3] for one in taken.people] == [("Peter Okun", 1, 1)]  # the dispute's own paper says whose case it is
    assert list(taken.named_otherwise.values()) == ["In a.txt, p. 1 names another person: Peter Okun."]
    injuries = [one.sources[0].page for one in taken.proposals if one.key == "dates.injury"]
    assert injuries == [3, 1]  # what the other's file alone says comes last
    assert taken.remarks.person_of(taken.case.documents[0]) == "Peter Okun"
    case = taken.accepted()
    assert services.record.remarks(case).people == services.overview.of(case).taken.people == taken.people


@pytest.mark.parametrize(
    "who", ["Patient: Rosa Vale", "Patient: Vale, R.", "Patient: Vale, Rosa M.", "Patient: VALE, ROSSA", ""]
)
def test_another_spelling_or_no_name_is_not_said(dropped, who):
    assert dropped(a=reviewed(ROSA), b=noted(who)).people == ()
    assert dropped(a=reviewed(who), b=noted(ROSA)).people == ()


def test_a_file_of_another_patient_on_an_open_case_is_said_of_that_file(services, dropped):
    case = dropped(a=noted(ROSA)).accepted()
    taken = dropped(case, b=reviewed(PETER), c=reviewed(PETER, "02/02/2016"), d=noted(ROSA))
    assert [tuple(one)[:2] for one in taken.people] == [("Peter Okun", 2), ("Peter Okun", 3)]
    assert dropped(case, b=reviewed("")).people == ()
    kept = taken.accepted_into(case, ())
    assert services.overview.of(kept).taken.people == taken.people, "the case keeps whose it is"


def test_a_day_that_two_files_give_is_proposed_once_with_both_places(dropped):
    taken = dropped(a=noted(ROSA), b=f"{noted(ROSA)}Seen again.", c=noted(f"{ROSA} "))
    given = [one for one in taken.proposals if one.key == "dates.injury"]
    assert [sorted(source.page for source in one.sources) for one in given] == [[1, 2], [3]]
