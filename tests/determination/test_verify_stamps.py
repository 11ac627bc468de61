"""A time stamp proves when a letter was signed, where its authority is known; one that does not hold makes it not valid."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from determination_support import examine
from other_keys import Office, certified
from signed_bytes import hole
from time_stamp_authority import Authority, served

from imr_desktop.determination import agreement, revocation
from imr_desktop.determination.long_term import LongTerm


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.fixture(scope="module")
def reviewer(office):
    return office.reviewer()


@pytest.fixture(scope="module")
def stamped(unsigned, reviewer, authority):
    with served(authority) as url:
        key = dataclasses.replace(reviewer, long_term=LongTerm.of("B-T", url))
        return certified(unsigned, key, datetime.now(UTC).replace(microsecond=0))


def root(authority):
    return authority.root.public_bytes(Encoding.DER)


def test_a_time_stamp_proves_the_time(stamped, office, authority):
    report = examine(stamped, office.root, None, None, root(authority))
    assert report.verdict == "valid"
    assert any("Proven to have been signed" in reason for reason in report.reasons)


@pytest.mark.parametrize("known", [None, root(Authority())])
def test_a_stamp_of_an_authority_that_is_not_known_proves_nothing(stamped, office, known):
    report = examine(stamped, office.root, None, None, known)
    assert report.verdict == "valid"
    assert any("no root vouches for that authority" in reason for reason in report.reasons)


def test_a_key_lost_later_takes_nothing_from_a_proven_letter(stamped, office, reviewer, authority):
    with pytest.MonkeyPatch.context() as patch:
        later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
        patch.setattr(revocation, "_now", lambda: later)
        entry = revocation.entry(reviewer.certificate.serial_number, "lost")
        crl = revocation.new_list(office.certificate, office.key, 1, [entry])
    assert examine(stamped, office.root, later, crl, None).verdict == "cannot tell"
    proven = examine(stamped, office.root, later, crl, root(authority))
    assert proven.verdict == "valid"
    assert any("after the time of signing" in reason for reason in proven.reasons)


def test_no_bit_of_the_stamp_can_be_changed_unseen(stamped, office, authority, monkeypatch):
    monkeypatch.setattr(agreement, "compare", lambda asked: agreement.Compared(True))
    start, end = hole(stamped)
    digits = stamped[start:end].rstrip(b"0")
    for place in range(start + 1500, start + len(digits), 61):
        other = b"%X" % (int(stamped[place : place + 1], 16) ^ 2)
        changed = stamped[:place] + other + stamped[place + 1 :]
        assert examine(changed, office.root, None, None, root(authority)).verdict == "not valid", place - start
    assert examine(stamped[: end - 2] + b"01" + stamped[end:], office.root).verdict == "not valid"
