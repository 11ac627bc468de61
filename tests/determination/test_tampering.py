"""Every kind of tampering gets its verdict, with a reason that is true. `-s` shows the table: kind, verdict, reasons."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import cache

import pytest
from determination_support import examine as examine_now
from determination_support import make_case
from msgspec.structs import replace
from other_keys import KINDS, NOW, YEAR, Office, certified
from prepared_letters import PREPARED, edited
from signed_bytes import flipped, hole
from tampering import AFTER

from imr_desktop.case.model import Issue
from imr_desktop.determination import agreement, render, revocation, verify
from imr_desktop.determination.verdict import VerifyReport
from imr_desktop.determination.wording import editions
from imr_desktop.errors import UsageError


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.fixture(scope="module")
def reviewer(office):
    return office.reviewer()


@pytest.fixture(scope="module")
def good(unsigned, reviewer):
    return certified(unsigned, reviewer)


@pytest.fixture(scope="module", autouse=True)
def rendered_once():
    """Most letters here have the same data, which need not be rendered anew for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "render", cache(agreement.render))
        yield


def examine(pdf: bytes, root: bytes | None, now=NOW, withdrawn: bytes | None = None) -> VerifyReport:
    report = examine_now(pdf, root, now, withdrawn)
    assert report.reasons
    assert all(reason.endswith((".", "?")) and reason.isprintable() for reason in report.reasons)
    return report


def judged(pdf: bytes, root: bytes | None) -> str:
    """The verdict on the signature alone, as if the words agreed with the data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "compare", lambda asked: agreement.Compared(True))
        return examine_now(pdf, root, NOW).verdict


def shown(kind: str, report: VerifyReport) -> VerifyReport:
    sys.stdout.write(f"{kind:<55} {report.verdict.upper():<12} {' '.join(report.reasons)}\n")
    return report


def test_the_letter_itself(good, office):
    report = shown("untouched", examine(good, office.root))
    assert (report.verdict, report.problems) == ("valid", ())
    assert any("Every byte" in reason for reason in report.reasons)
    without = shown("untouched, no root given", examine(good, None))
    assert (without.verdict, without.problems) == ("cannot tell", ())
    assert "vouches" in without.reasons[0]
    assert without.fingerprint == report.fingerprint
    assert len(report.fingerprint) == 64


@pytest.mark.parametrize("kind", AFTER)
def test_what_is_changed_after_signing(good, office, kind):
    change, words = AFTER[kind]
    changed = change(good)
    assert changed != good
    report = shown(kind, examine(changed, office.root))
    assert report.verdict == "not valid"
    assert any(words in reason for reason in report.reasons), report.reasons
    assert not any("not issued by" in reason for reason in report.reasons)
    assert examine(changed, None).verdict == "not valid"


@pytest.mark.parametrize("kind", KINDS)
def test_other_keys_and_signatures(unsigned, office, kind):
    sign, words = KINDS[kind]
    signed = sign(unsigned, office)
    report = shown(kind, examine(signed, office.root))
    assert report.verdict == "not valid"
    assert any(words in reason for reason in report.reasons), report.reasons
    assert examine(signed, None).verdict != "valid"


def test_another_office_of_the_same_name(good):
    report = shown("the root of another office of the same name", examine(good, Office().root))
    assert report.verdict == "not valid"
    assert any("not issued by" in reason for reason in report.reasons)


@pytest.mark.parametrize("kind", PREPARED)
def test_what_is_prepared_and_then_signed(unsigned, office, reviewer, kind):
    change, words, verdict = PREPARED[kind]
    report = shown(kind, examine(certified(edited(unsigned, change), reviewer), office.root))
    assert report.verdict == verdict
    assert any(words in reason for reason in report.reasons), report.reasons


def test_a_letter_that_was_only_saved_again_before_signing_is_the_same(unsigned, office, reviewer):
    saved = edited(unsigned, lambda document: None)
    assert examine(certified(saved, reviewer), office.root).verdict == "valid"
    packed = edited(unsigned, lambda document: None, recompress_flate=True)
    assert examine(certified(packed, reviewer), office.root).verdict == "valid"


def test_the_key_has_expired_since(good, office):
    report = shown("the key has expired since", examine(good, office.root, NOW + 5 * YEAR))
    assert report.verdict == "valid"
    assert any("expired since" in reason for reason in report.reasons)
    assert any("own clock" in reason for reason in report.reasons)


def test_a_time_to_come_is_said(good, office):
    report = shown("signed in the future", examine(good, office.root, NOW - timedelta(days=30)))
    assert report.verdict == "cannot tell"
    assert "still to come" in report.reasons[0]


def test_no_bit_of_the_signature_can_be_changed_unseen(good, office):
    start, end = hole(good)
    for place in range(start, end, 37):
        for other in (b"%X" % (int(good[place : place + 1], 16) ^ 4), bytes([good[place] ^ 32])):
            changed = good[:place] + other + good[place + 1 :]
            assert judged(changed, office.root) == "not valid", place - start


def test_no_bit_of_the_file_can_be_changed_unseen(good):
    for place in range(7, len(good), len(good) // 80):
        assert judged(flipped(good, place, 4), None) == "not valid", place


@pytest.mark.parametrize("kind", ["an update with a table", "a second case.json", "half cut off", "an empty file"])
def test_through_the_real_processes(good, office, tmp_path, kind):
    root, file = tmp_path / "root.der", tmp_path / "letter.pdf"
    root.write_bytes(office.root)
    file.write_bytes(AFTER[kind][0](good))
    assert verify(file, root).verdict == "not valid"


@pytest.mark.parametrize(
    ("reason", "days", "verdict", "words"),
    [
        (None, 0, "valid", "does not name the signer"),
        ("lost", -1, "not valid", "before the stated time"),
        ("superseded", -1, "not valid", "before the stated time"),
        ("superseded", 1, "valid", "after the time of signing"),
        ("lost", 1, "cannot tell", "may be in other hands"),
    ],
)
def test_a_withdrawn_certificate(good, office, reviewer, reason, days, verdict, words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revocation, "_now", lambda: NOW + timedelta(days=days))
        entries = [revocation.entry(reviewer.certificate.serial_number, reason)] if reason else []
        crl = revocation.new_list(office.certificate, office.key, 1, entries)
    report = shown(f"withdrawn: {reason} {days:+} days", examine(good, office.root, NOW + timedelta(days=2), crl))
    assert report.verdict == verdict
    assert any(words in sentence for sentence in report.reasons)


def test_a_list_that_is_not_the_offices(good, office, tmp_path, sandbox):
    file, root, crl = tmp_path / "a.pdf", tmp_path / "root.der", tmp_path / "a.crl"
    file.write_bytes(good)
    root.write_bytes(office.root)
    other = Office()
    crl.write_bytes(revocation.new_list(other.certificate, other.key, 1, []))
    with pytest.raises(UsageError, match="not written by the office"):
        verify(file, root, crl, sandbox=sandbox)
    with pytest.raises(UsageError, match="--trust"):
        verify(file, None, crl, sandbox=sandbox)
    crl.write_bytes(b"no list")
    with pytest.raises(UsageError, match="no list of withdrawn"):
        verify(file, root, crl, sandbox=sandbox)


@pytest.mark.parametrize("edition", editions())
@pytest.mark.parametrize(("kind", "verdict"), [("letter data", "valid"), ("whole case", "valid"), ("none", "cannot tell")])
def test_every_edition_and_kind_of_attachment(office, reviewer, edition, kind, verdict):
    case = replace(make_case(), issue=Issue(edition=edition))
    report = examine(certified(render(case, attachment=kind), reviewer), office.root)
    assert report.verdict == verdict
    assert report.attached == (kind if verdict == "valid" else None)


def of_another_release(document):
    document.docinfo["/IMRMadeWith"] = "IMR Desktop 0.0.9, ReportLab 4.0, pikepdf 9.0"


def test_a_letter_of_another_release_is_compared_by_words_and_picture(unsigned, office, reviewer):
    same = examine(certified(edited(unsigned, of_another_release), reviewer), office.root)
    assert same.verdict == "valid"
    assert any("another release" in reason for reason in same.reasons)

    def covered(document):
        of_another_release(document)
        PREPARED["lines drawn over the words"][0](document)

    other = examine(certified(edited(unsigned, covered), reviewer), office.root)
    assert other.verdict == "cannot tell"
    assert "not its picture" in other.reasons[0]
