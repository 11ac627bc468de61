"""The gate before signing, and what a signature leaves behind."""

import hashlib
from datetime import UTC, datetime

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement
from imr_desktop.errors import SigningError, StoreError
from imr_desktop.review import Workbench
from imr_desktop.review.demo import take_sample
from imr_desktop.review.signing import Blocked

PASSPHRASE = "six words that nobody would guess"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    from imr_desktop.paths import Home

    with Workbench(Home(tmp_path_factory.mktemp("home"))) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def key(bench):
    return bench.new_key(bench.home.root / "reviewer.p12", PASSPHRASE).key


@pytest.fixture(scope="module")
def ready(bench):
    case = take_sample(bench, decided=True)
    for problem in bench.check(case).blocking:
        case = edits.acknowledge(case, Acknowledgement(problem.id, "seen by eye", datetime.now(UTC)))
    return case


def test_a_signed_case_records_its_letter_and_is_locked(bench, key, ready, tmp_path):
    signed = bench.sign(ready, key, PASSPHRASE, tmp_path)
    (letter,) = signed.case.signed
    assert letter.digest == hashlib.sha256(signed.path.read_bytes()).hexdigest()
    assert signed.case.locked
    assert not ready.locked


def test_an_undecided_item_blocks(bench, key, ready, tmp_path):
    case = edits.decide(ready, ready.items[0].id, None)
    with pytest.raises(Blocked) as caught:
        bench.sign(case, key, PASSPHRASE, tmp_path)
    assert any(problem.check == "item.undecided" for problem in caught.value.problems)
    assert list(tmp_path.iterdir()) == []


def test_a_late_case_can_be_signed(bench, key, ready, tmp_path):
    late = edits.set_dates(ready, decision=datetime.now(UTC).date())
    blocking = bench.check(late).blocking
    assert not any("late" in problem.id for problem in blocking)


def test_the_reviewers_name_from_the_settings_stops_the_letter(bench, key, ready, tmp_path):
    bench.keep_reviewer({"reviewer_name": "Jordan Q. Invented"})
    try:
        case = edits.set_summary(ready, f"{ready.summary}\n\nReviewed by Jordan Invented.")
        with pytest.raises(SigningError):
            bench.sign(case, key, PASSPHRASE, tmp_path)
    finally:
        bench.keep_reviewer({"reviewer_name": ""})
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_signs_nothing(bench, key, ready, tmp_path):
    with pytest.raises(SigningError, match="passphrase"):
        bench.sign(ready, key, "wrong", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(bench, key, ready, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Not saved"):
        bench.sign(ready, key, PASSPHRASE, tmp_path / "file")
