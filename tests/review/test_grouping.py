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
