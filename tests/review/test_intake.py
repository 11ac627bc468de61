"""What is dropped becomes the right cases, with pages, documents and proposals, and nothing is lost."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits, incoming
from imr_desktop.review import Services
from imr_desktop.review.demo import take_sample


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


def test_records_make_one_case_and_a_determination_its_own(services, packet, sample_determination, tmp_path):
    (tmp_path / "note.txt").write_text("Progress note of 02/10/2016. The neck is stiff.")
    taken = services.intake.take_in(None, [packet, tmp_path / "note.txt", sample_determination])
    first, second = taken.all
    assert [file.name for file in first.case.files] == ["packet.pdf", "note.txt"]
    assert first.case.has_record
    assert [file.name for file in second.case.files] == ["determination.txt"]
    assert not second.case.has_record


def test_pages_count_through_the_whole_case(services, packet, tmp_path):
    (tmp_path / "note.txt").write_text("Progress note of 02/10/2016. The neck is stiff.")
    case = services.intake.take_in(None, [packet, tmp_path / "note.txt"]).case
    pages = case.files[0].pages
    assert case.files[1].first_page == pages + 1
    assert case.page_count == pages + 1
    assert services.record.text(case).text(pages + 1).startswith("Progress note")
    covered = [page for document in case.documents for page in range(document.first_page, document.last_page + 1)]
    assert covered == list(range(1, pages + 2))


def test_a_determination_with_the_records_number_joins_the_record(
    services, packet, sample_determination, sample_case_file, tmp_path
):
    number = codec.decode(sample_case_file.read_bytes()).number
    (tmp_path / "own.txt").write_text(sample_determination.read_text().replace("CM14-9900028", number))
    taken = services.intake.take_in(None, [packet, tmp_path / "own.txt"])
    assert taken.others == ()
    assert len(taken.case.files) == 2

    (tmp_path / "again.txt").write_text((tmp_path / "own.txt").read_text() + "\nA second copy.\n")
    more = services.intake.take_in(taken.accepted(), [packet, tmp_path / "again.txt"])
    assert len(more.case.files) == 3
    assert more.sentences == ("packet.pdf is in the record already and was not added again.",)


def test_a_determination_dropped_on_an_open_case_is_another_case(services, packet, sample_determination):
    case = services.intake.take_in(None, [packet]).case
    taken = services.intake.take_in(case, [sample_determination])
    assert taken.case == case
    assert [other.case.files[0].name for other in taken.others] == ["determination.txt"]


def test_a_file_that_is_in_the_record_is_not_added_again(services, packet):
    case = services.intake.take_in(None, [packet]).case
    again = services.intake.take_in(case, [packet])
    assert (again.case.files, again.case.documents) == (case.files, case.documents)
    assert again.sentences == ("packet.pdf is in the record already and was not added again.",)


def test_the_original_is_kept_byte_for_byte(services, home, packet):
    case = services.intake.take_in(None, [packet]).case
    with services.vault.store.attachments.open(case.files[0].digest) as kept:
        assert kept.read() == packet.read_bytes()
    assert services.record.page_image(case, 1, 1.0).width == 612


def test_nothing_is_kept_where_it_was_only_looked_at(services, home, packet):
    services.intake.take_in(None, [packet], keep=False)
    assert not home.vault.exists()


def test_a_parsed_decision_is_shown_but_not_taken(services, sample_determination):
    taken = services.intake.take_in(None, [sample_determination])
    case = taken.accepted()
    assert [item.decision for item in case.items] == [None, None]
    assert all(item.source_decision for item in case.items)
    decided = taken.accepted(decisions=True)
    assert [item.decision for item in decided.items] == [item.source_decision for item in case.items]


def test_an_unreadable_file_leaves_a_sentence_and_the_others(services, tmp_path, sample_determination):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4\nnothing")
    taken = services.intake.take_in(None, [tmp_path / "bad.pdf", sample_determination])
    assert len(taken.case.items) == 0
    assert taken.case.files[0].name == "determination.txt"
    assert any("bad.pdf" in sentence for sentence in taken.sentences)


def test_progress_is_told(services, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Note {number}")
    told = []
    services.intake.take_in(None, [tmp_path], lambda done, of: told.append((done, of)), keep=False)
    assert told[:3] == [(0, 3), (1, 3), (2, 3)]
    assert set(told[3:]) == {(3, 3)}, "all are read; what they say is being found"


def test_a_case_file_comes_in_as_a_new_case_that_nobody_decided(services, sample_case_file):
    taken = services.intake.take_in(None, [sample_case_file])
    case = codec.decode(sample_case_file.read_bytes())
    come = taken.accepted(decisions=False)
    assert come.id != case.id
    assert replace(come, id=case.id) == incoming.admit(case).case
    assert [item.source_decision for item in come.items] == [item.decision for item in case.items]
    own = taken.accepted(decisions=True)
    assert [item.decision for item in own.items] == [item.decision for item in case.items]
    assert (own.id, own.attestations) == (come.id, ())


def test_what_a_determination_attests_is_no_proposal(services, sample_determination):
    taken = services.intake.take_in(None, [sample_determination])
    assert not [one for one in taken.proposals if one.key.startswith("attestations.")]
    assert taken.accepted(decisions=True).attestations == ()


def test_the_id_of_a_stored_case_in_a_file_changes_nothing_here_and_is_said(services, sample_case_file):
    stored = codec.decode(sample_case_file.read_bytes())
    services.cases.save(stored)
    taken = services.intake.take_in(None, [sample_case_file])
    assert "stored here" in taken.left_out[0]
    services.cases.save(taken.accepted())
    assert services.cases.load(stored.id) == stored
    assert len(services.cases.list()) == 2


def test_a_case_file_that_counts_other_pages_than_were_read_is_refused(services, packet, sample_case_file, tmp_path):
    services.intake.take_in(None, [packet])
    case = codec.decode(sample_case_file.read_bytes())
    (read,) = case.files
    (tmp_path / "grown.json").write_bytes(codec.encode(replace(case, files=(replace(read, pages=5_000),))))
    taken = services.intake.take_in(None, [tmp_path / "grown.json"])
    assert not taken.finished
    assert "files[0].pages is 5,000, but the original in this vault has 34" in taken.sentences[0]


def test_saving_a_number_again_makes_a_new_version_of_that_case(services, sample_determination):
    for version in (1, 2):
        case = services.cases.as_stored(services.intake.take_in(None, [sample_determination]).accepted())
        assert services.cases.save(case).version == version
    assert len(services.cases.list()) == 1


def test_the_sample_is_left_for_the_physician_to_decide(services):
    case = take_sample(services, decided=False)
    assert [item.decision for item in case.items] == [None]
    assert case.attestations == ()
    assert services.cases.load(case.id) == case


def test_what_the_reviewer_opened_is_remembered(services, packet):
    case = services.intake.take_in(None, [packet]).case
    checked = services.checking.check(case)
    assert any(problem.check.startswith("record.") and "open" in problem.id for problem in checked.blocking)
    read = services.checking.check(edits.open_all_documents(case, datetime.now(UTC)))
    assert not any("open" in problem.id for problem in read.problems)
