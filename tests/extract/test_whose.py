"""Whose pages a file's documents are, where they name several people, and what is told of them then."""

from __future__ import annotations

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile
from imr_desktop.extract import PartedFile, across_files, other_people, split_documents, understand
from imr_desktop.extract.packet import overlook

from .records import note, read_of


def test_where_two_people_are_named_as_often_it_is_said_which_pages_name_whom():
    rosa, peter = note("03/04/2024"), note("05/06/2024").replace("Vale, Rosa", "Okun, Peter")
    each = read_of(rosa, peter)
    told = [("Rosa Vale", 1, 1, True), ("Peter Okun", 2, 2, True)]
    assert [tuple(one) for one in other_people(each, split_documents(each, 1), 1)] == told
    as_often = read_of(rosa, rosa.replace("03/04", "03/11"), peter, peter.replace("05/06", "05/13"))
    told = [("Rosa Vale", 1, 2, True), ("Peter Okun", 3, 4, True)]
    assert [tuple(one) for one in other_people(as_often, split_documents(as_often, 1), 1)] == told
    told = read_of(note("03/04/2024", "Pain is 6/10.\n"), peter)
    assert {fact.subject for fact in understand(Case(id="case"), told, split_documents(told, 1)).facts} == {"other"}
    alone = read_of(rosa, note("03/11/2024").replace("Patient: Vale, Rosa", ""))
    assert other_people(alone, split_documents(alone, 1), 1) == ()


def test_a_paper_of_the_dispute_says_whose_a_file_of_two_people_is_and_so_do_other_files():
    paper = "UTILIZATION REVIEW DETERMINATION\nPatient: Vale, Rosa\nDecision: denied"
    peter = note("05/06/2024").replace("Vale, Rosa", "Okun, Peter")
    disputed = read_of(paper, peter)
    assert [tuple(one) for one in other_people(disputed, split_documents(disputed, 1), 1)] == [("Peter Okun", 2, 2, False)]
    each, more = read_of(note("03/04/2024"), peter), read_of(peter.replace("05/06", "06/06"), name="more.pdf")
    files = [PartedFile(each, split_documents(each, 1), 1), PartedFile(more, split_documents(more, 3), 3)]
    people = other_people(each, split_documents(each, 1), 1)
    assert [tuple(one) for one in across_files(files, people)] == [("Rosa Vale", 1, 1, False)]


def test_a_name_cut_at_a_comma_is_no_second_person_and_no_request_is_lost():
    application = (
        "APPLICATION FOR INDEPENDENT MEDICAL REVIEW\nEmployee Name: Barnaby Okun\nDisputed Medical Treatment\n"
        "List each requested service that was denied: Physical therapy, 12 visits\n"
    )
    consent = (
        "DESIGNATION OF A REPRESENTATIVE\nTo be completed by the Employee: I, Barnaby Okun, name my wife to act for me.\n"
    )
    told = read_of(application, consent)
    documents = split_documents(told, 1)
    assert other_people(told, documents, 1) == ()
    assert [one.asked for one in understand(Case(id="case"), told, documents).requests] == [12]


def test_requests_are_told_where_it_is_not_clear_whose_a_file_is():
    letter = "UTILIZATION REVIEW DETERMINATION\nPatient: {}\nLumbar MRI: denied.\n"
    told = read_of(letter.format("Vale, Rosa"), letter.format("Okun, Peter"))
    understood = understand(Case(id="case"), told, split_documents(told, 1))
    assert {one.unclear for one in understood.people} == {True}
    assert [one.decision for one in understood.requests] == ["denied", "denied"]


def test_a_letter_of_no_known_kind_is_read_where_its_table_decides():
    letter = read_of(
        "Alder Trust\nSubject: ruling for Mr. Okun\nLine by line result:\n\n"
        "Line     Description                              Asked for          Ruling\n"
        "01       Debridement visits                       x 8                Modify to 4\n"
        "02       Skin graft application                   x 5                Not certify\n"
        "03       Arterial duplex, left leg                1                  Certify\n\n"
        "The employee may request IMR in 30 days. ODG was used.\n"
    )
    requests = understand(Case(id="case"), letter, split_documents(letter, 1)).requests
    assert [one.decision for one in requests] == ["modified", "denied", "certified"]


def test_what_is_missing_is_reckoned_by_the_request_of_the_patient_alone():
    rfa = "REQUEST FOR AUTHORIZATION\nPatient: Okun, Peter\nDate: 09/20/2024\nService requested: Lumbar MRI\n"
    read = read_of(note("03/04/2024"), note("03/11/2024"), rfa)
    documents = split_documents(read, 1)
    case = edits.add_files(Case(id="case"), [CaseFile(read.digest, read.name, 3, 1)], documents)
    told = understand(case, read, documents)
    assert [one.name for one in told.people] == ["Peter Okun"]
    seen = overlook(case, [read], told.proposals, told.facts, told.requests, told.people)
    assert not any("six months before" in one.what for one in seen.missing)
