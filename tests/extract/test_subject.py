"""Whom a paper is about, where no plain label beside the name says so; all people are invented."""

import pytest

from imr_desktop.extract import PartedFile, across_files, split_documents
from imr_desktop.extract.parts.subject import subject_of
from imr_desktop.record import FileRead, PageText

TOLD = {
    "About: Peter Okun, roofer. D/I 6/23/2015. RFA of 9/24/2016": "okun peter",
    "Subject: Mr. Peter Okun; injured on 2 May 2014; our file KT-1": "okun peter",
    "In re: Peter Okun v. Orbit Freight": "okun peter",
    "Peter Okun, milker; hurt on 17 October 2013": "okun peter",
    "Regarding: Peter Okun, R.N.; our number R 5-20; injury 12/1/2013": "okun peter",
    "Employee Peter Okun. Accident 10/10/2014 (right knee).": "okun peter",
    "Member: Okun, Peter": "okun peter",
    "RE: CLAIMANT PETER OKUN": "okun peter",
    "EMPLOYEE NAME (FIRST, MI, LAST) ..... PETER D. OKUN": "okun peter",
    "Employee Name (First, MI, Last) Date of Injury (MM/DD/YYYY)\nPeter Okun 02/28/2013": "okun peter",
    "Date mailed Injured employee Injury Claim\n01/30/2015 Peter Okun 10/10/2014 R-1": "okun peter",
    "cc: Peter Okun (injured worker); Rosa Vale, Esq.": "okun peter",
    "Mr. Peter Okun\n12 Sycamore Bend\nDear Mr. Okun:\nYour doctor asked us for care.": "okun peter",
    "Dear Ms. Okun:\nYour doctor asked us for care.": "okun",
    "Mr. Okun has pain. An MRI showed that Mr. Okun's disc bulges.": "okun",
}
NOBODY = (
    "Re: Rosa Vale, M.D.\nThank you for the request.",
    "Subject: Physical Therapy, left knee",
    "About: Right Knee",
    "Dear Mr. Vale:\nYour client's doctor asked us for care.",
    "Dear Mr. Vale:\nThe request was denied.",
    "Attorney: Rosa Vale, Esq.\nAdjuster: Ana Ruiz",
    "Your adjuster is Ms. Ruiz. Call Ms. Ruiz, claims adjuster, at once.",
    "Tobias Wren, MD; injury 10/10/2014",
    "5 Dry Creek Court\nPaso Robles, CA 93446 Injury: 10/25/2011",
)


@pytest.mark.parametrize("text", TOLD)
def test_a_paper_names_its_patient_in_many_ways(text):
    assert subject_of(text) == TOLD[text]


@pytest.mark.parametrize("text", NOBODY)
def test_an_attorney_an_adjuster_or_a_doctor_is_no_patient(text):
    assert subject_of(text) == ""


def _file(name: str, first: int, text: str, **how: object) -> PartedFile:
    read = FileRead(name, name, pages=(PageText(1, f"UTILIZATION REVIEW DETERMINATION\n{text}\nThe MRI is denied."),))
    return PartedFile(read, tuple(split_documents(read, first)), first, **how)


def test_two_letters_that_name_their_patients_in_other_words_are_held_against_each_other():
    about = _file("a.pdf", 1, "About: Rosa Vale, cook. D/I 6/23/2015.")
    dear = _file("b.pdf", 2, "Dear Mr. Okun:\nYour doctor asked us for an MRI.")
    assert [tuple(one)[:3] for one in across_files([about, dear], ())] == [("Okun", 2, 2)]
    both = _file("b.pdf", 2, "Dear Mr. Okun:\nYour doctor asked us for an MRI, as for Rosa Vale.")
    assert across_files([about, both], ()) == (), "one that names the other, too, may be hers"


def test_whose_case_it_is_says_the_case_and_no_order():
    rosa, peter = "Patient: Vale, Rosa", "Patient: Okun, Peter"
    assert [one.name for one in across_files([_file("a", 1, rosa), _file("b", 2, peter, cited=True)], ())] == ["Rosa Vale"]
    days = {"came": "2016-01-02"}, {"came": "2016-01-01"}
    assert [one.name for one in across_files([_file("a", 1, rosa, **days[0]), _file("b", 2, peter, **days[1])], ())] == [
        "Rosa Vale"
    ]
