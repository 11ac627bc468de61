"""Finding in a stored case: the index lies encrypted in the vault, follows the record, and goes with case and keys."""

from __future__ import annotations

import pytest

from imr_desktop.case import edits
from imr_desktop.errors import UsageError
from imr_desktop.record import RecordText
from imr_desktop.review import Services
from imr_desktop.review.finding import EVERYTHING


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.fixture
def case(services, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(
        "PROGRESS REPORT\nThe rotator cuff shows tendi-\nnopathy. An ultrasonogram was ordered.\fHe denies numbness."
    )
    case = edits.set_field(services.intake.take_in(None, [note]).case, number="CM26-0000031")
    services.intake.store(case)
    return case


def index_files(home):
    return sorted((home.vault / "index").glob("*"))


def test_the_index_is_encrypted_and_answers_like_the_record_itself(services, home, case):
    before = services.finding.find(case, "tendinopathy")
    assert services.finding.prepare(case) == len(services.record.text(case).pages)
    assert services.finding.prepare(case) == 0
    assert services.finding.find(case, "tendinopathy") == before
    assert [hit.term for hit in before.hits] == ["tendi-nopathy"]
    [file] = index_files(home)
    assert b"tendinopathy" not in file.read_bytes()
    assert not file.read_bytes().startswith(b"SQLite")
    assert file.stat().st_mode & 0o077 == 0


def test_what_is_asked_of_the_index_is_what_is_looked_at(services, case, monkeypatch):
    services.finding.prepare(case)
    from imr_desktop.record.find import search

    looked = []
    monkeypatch.setattr(search, "fold_page", lambda text, after: looked.append(text) or search.fold(text, after))
    services.finding.find(case, "zebra")
    assert looked == []


def test_a_damaged_index_is_made_anew_and_nothing_is_missed(services, home, case):
    services.finding.prepare(case)
    services.finding.forget_cases()
    services.vault.store.indexes.close()
    [file] = index_files(home)
    file.write_bytes(file.read_bytes()[:5000] + b"\0" * 3000)
    assert services.finding.find(case, "numbness").hits
    assert services.finding.prepare(case) > 0
    assert services.finding.find(case, "numbness").hits[0].denied == "denies"


def test_it_goes_with_the_case_and_with_the_keys(services, home, case):
    services.finding.prepare(case)
    services.vault.store.change_keys("a lamp beside the window")
    assert index_files(home) == []
    assert services.finding.find(case, "numbness").hits, "a search does without"
    services.finding.forget_cases()
    services.finding.prepare(case)
    services.cases.forget(case.id)
    assert index_files(home) == []
    assert not services.vault.store.engine.execute("SELECT 1 FROM meta WHERE key GLOB 'index.*'")


def test_a_file_without_its_key_is_swept_away_when_the_vault_is_opened(home, case, services):
    services.finding.prepare(case)
    services.close()
    stray = home.vault / "index" / "0123.db"
    stray.write_bytes(b"left by a crash")
    with Services(home) as again:
        again.finding.prepare(again.cases.repository.find(case.number))
        assert len(index_files(home)) == 1
    assert not stray.exists()


def test_other_names_are_the_thesaurus_and_the_reviewers_own(services, case):
    text = RecordText({1: "Nerve conduction was normal. The wobble board helped."})
    assert [hit.named for hit in services.finding.find(case, "NCV", text=text).hits] == ["Nerve conduction"]
    assert not services.finding.find(case, "=NCV", text=text).hits
    assert not services.finding.find(case, "NCV", same=False, text=text, limits=EVERYTHING).hits
    (services.home.root / "thesaurus.toml").write_text('same = [["balance pad", "wobble board"]]')
    assert [hit.named for hit in services.finding.find(case, "balance pad", text=text).hits] == ["wobble board"]


def test_a_mistake_is_a_sentence(services, case):
    with pytest.raises(UsageError, match="quotation mark"):
        services.finding.find(case, '"numb')
