"""The gate before signing, and what a signature leaves behind."""

import hashlib
from datetime import UTC, datetime

import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Acknowledgement
from imr_desktop.errors import SigningError, StoreError
from imr_desktop.review import Services
from imr_desktop.review.demo import take_sample
from imr_desktop.review.signing import SigningBlocked

PASSPHRASE = "six words that nobody would guess"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    from imr_desktop.paths import Home

    with Services(Home(tmp_path_factory.mktemp("home"))) as services:
        yield services


@pytest.fixture(scope="module")
def key(services):
    return services.signing.new_key(services.home.root / "reviewer.p12", PASSPHRASE).key


@pytest.fixture(scope="module")
def ready(services):
    case = take_sample(services, decided=True)
    for problem in services.checking.check(case).blocking:
        case = edits.acknowledge(case, Acknowledgement(problem.id, "seen by eye", datetime.now(UTC)))
    return case


def test_a_signed_case_records_its_letter_and_is_locked(services, key, ready, tmp_path):
    signed = services.signing.sign(ready, key, PASSPHRASE, tmp_path)
    (letter,) = signed.case.signed
    assert letter.digest == hashlib.sha256(signed.path.read_bytes()).hexdigest()
    assert signed.case.locked
    assert not ready.locked


def test_an_undecided_item_blocks(services, key, ready, tmp_path):
    case = edits.decide(ready, ready.items[0].id, None)
    with pytest.raises(SigningBlocked) as caught:
        services.signing.sign(case, key, PASSPHRASE, tmp_path)
    assert any(problem.check == "item.undecided" for problem in caught.value.problems)
    assert list(tmp_path.iterdir()) == []


def test_a_late_case_can_be_signed(services, key, ready, tmp_path):
    late = edits.set_dates(ready, decision=datetime.now(UTC).date())
    blocking = services.checking.check(late).blocking
    assert not any("late" in problem.id for problem in blocking)


def test_the_reviewers_name_from_the_settings_stops_the_letter(services, key, ready, tmp_path):
    services.reviewer.keep({"reviewer_name": "Jordan Q. Invented"})
    try:
        case = edits.set_summary(ready, f"{ready.summary}\n\nReviewed by Jordan Invented.")
        with pytest.raises(SigningError):
            services.signing.sign(case, key, PASSPHRASE, tmp_path)
    finally:
        services.reviewer.keep({"reviewer_name": ""})
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_signs_nothing(services, key, ready, tmp_path):
    with pytest.raises(SigningError, match="passphrase"):
        services.signing.sign(ready, key, "wrong", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(services, key, ready, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="Not saved"):
        services.signing.sign(ready, key, PASSPHRASE, tmp_path / "file")
