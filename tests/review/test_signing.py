"""The gate before signing, and what a signature leaves behind."""

import hashlib
from datetime import UTC, datetime

import pytest

from imr_desktop.case import dates, edits
from imr_desktop.case.model import Acknowledgement
from imr_desktop.errors import LetterChanged, SigningError, StoreError
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


def test_what_is_signed_is_the_preview_byte_for_byte(services, key, ready):
    shown = services.signing.prepare(ready)
    assert shown.case.audit_head, "the case is stored: its letter says where the trail stood"
    services.cases.save(edits.acknowledge(ready, Acknowledgement("late", "seen", datetime.now(UTC))))
    signed = services.signing.sign(ready, key, PASSPHRASE, prepared=shown)
    assert signed.pdf.startswith(shown.pdf)
    assert services.signing.signed_letter(signed.case) == signed.pdf
    assert signed.case.audit_head == shown.case.audit_head, "the trail went on, the letter did not"
    assert edits.set_basis(signed.case, None, None, signed.case.issue).issue == shown.case.issue


def test_without_a_preview_it_signs_what_a_preview_would_have_shown(services, key, ready, tmp_path):
    shown = services.signing.prepare(ready)
    assert services.signing.sign(ready, key, PASSPHRASE, tmp_path).pdf.startswith(shown.pdf)


def test_no_other_letter_than_the_one_shown_is_signed(services, key, ready, tmp_path):
    shown = services.signing.prepare(ready)
    changed = edits.set_summary(ready, f"{ready.summary} One word more.")
    with pytest.raises(LetterChanged):
        services.signing.sign(changed, key, PASSPHRASE, tmp_path, prepared=shown)
    assert list(tmp_path.iterdir()) == []


def test_a_reason_to_pass_a_check_leaves_the_letter_as_shown(services, key, ready, tmp_path):
    shown = services.signing.prepare(ready)
    reasoned = edits.acknowledge(ready, Acknowledgement("late", "The records came late.", datetime.now(UTC)))
    signed = services.signing.sign(reasoned, key, PASSPHRASE, tmp_path, prepared=shown)
    assert signed.pdf.startswith(shown.pdf)
    assert signed.case.acknowledgements == reasoned.acknowledgements


def test_documents_of_which_no_page_was_opened_are_named(services, ready):
    assert services.signing.prepare(ready).case.issue.unopened == ()
    unread = edits.msgspec.structs.replace(ready, documents=tuple(_unread(one) for one in ready.documents))
    named = services.signing.prepare(unread).case.issue.unopened
    assert named == tuple(one.id for one in ready.documents if one.type != "determination")


def _unread(document):
    return edits.msgspec.structs.replace(document, opened=None)


def test_a_reopened_case_follows_what_was_signed(services, key, ready):
    first = services.signing.sign(ready, key, PASSPHRASE).case
    second = services.signing.prepare(edits.reopen(first)).case.issue
    assert (second.version, second.supersedes) == (2, first.signed[-1].digest)
    assert second.superseded_on == dates.in_california(first.signed[-1].signed_at).date()


def test_a_case_beside_a_signed_one_of_its_number_follows_it(services, key, ready):
    """As after signing one of two versions that were reopened: the vault knows the newest."""
    first = services.signing.sign(ready, key, PASSPHRASE).case
    services.cases.save(edits.with_id(first, "signed-twin"))
    try:
        issue = services.signing.prepare(ready).case.issue
        assert (issue.version, issue.supersedes) == (2, first.signed[-1].digest)
    finally:
        services.cases.forget("signed-twin")


def test_another_attachment_than_shown_is_not_signed(services, key, ready, tmp_path):
    shown = services.signing.prepare(ready)
    before = services.office.profile
    services.office.save(edits.msgspec.structs.replace(before, attachment="whole case"))
    try:
        with pytest.raises(LetterChanged):
            services.signing.sign(ready, key, PASSPHRASE, tmp_path, prepared=shown)
        assert services.signing.prepare(ready).pdf != shown.pdf
    finally:
        services.office.save(before)
