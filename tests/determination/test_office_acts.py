"""An office's acts on its keys in odd orders, and broken off in the middle: no key escapes the list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from determination_support import PASSPHRASE

from imr_desktop.determination import office_root, revocation
from imr_desktop.determination import register as registers
from imr_desktop.determination.office_root import OfficeRoot
from imr_desktop.errors import SigningError


@pytest.fixture
def office(tmp_path):
    return OfficeRoot.make(tmp_path / "office.p12", PASSPHRASE, "Example Review Organization")


class Killed(BaseException):
    """The process ends here, whatever is written."""


def killed(*_words, **_named):
    raise Killed


def lost(office, serial):
    return revocation.lost(office.places.crl.read_bytes(), int(serial, 16))


def since(office, serial):
    return revocation.revoked(office.places.crl.read_bytes(), int(serial, 16))


def test_a_key_that_was_superseded_can_still_be_called_lost(office, tmp_path):
    made = office.issue(tmp_path / "a.p12", PASSPHRASE)
    office.revoke(made.serial, "superseded")
    assert not lost(office, made.serial)
    first = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    assert office.revoke(made.serial, "lost", first).reason == "lost"
    assert lost(office, made.serial)
    assert since(office, made.serial) == first
    for reason in ("lost", "ended"):
        with pytest.raises(SigningError, match="already"):
            office.revoke(made.serial, reason)


def test_a_day_to_come_is_refused(office, tmp_path):
    made = office.issue(tmp_path / "a.p12", PASSPHRASE)
    with pytest.raises(SigningError, match="still to come"):
        office.revoke(made.serial, "lost", datetime.now(UTC) + timedelta(days=2))
    assert since(office, made.serial) is None


@pytest.mark.parametrize("again", ["lost", "ended"])
def test_revoking_that_was_broken_off_counts_and_can_be_ended(office, tmp_path, monkeypatch, again):
    made = office.issue(tmp_path / "a.p12", PASSPHRASE)
    monkeypatch.setattr(registers, "save", killed)
    with pytest.raises(Killed):
        office.revoke(made.serial, "lost")
    monkeypatch.undo()
    assert lost(office, made.serial)
    assert office.register.find(made.serial).revoked is None
    assert office.revoke(made.serial, again).reason == "lost"
    assert lost(office, made.serial)
    assert office.register.find(made.serial).revoked is not None


def test_no_key_is_written_that_the_register_does_not_know(office, tmp_path, monkeypatch):
    known, real = [], office_root.write_all

    def written(contents):
        known.append(len(office.register.issued))
        real(contents)

    monkeypatch.setattr(office_root, "write_all", written)
    office.issue(tmp_path / "a.p12", PASSPHRASE)
    assert known == [1]
    assert (tmp_path / "a.p12").exists()


def test_a_key_that_could_not_be_written_leaves_no_line(office, tmp_path):
    with pytest.raises(SigningError, match="choose another folder"):
        office.issue(tmp_path / "none" / "a.p12", PASSPHRASE)
    (tmp_path / "b.p12").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SigningError, match="never overwritten"):
        office.issue(tmp_path / "b.p12", PASSPHRASE)
    assert office.register.issued == ()
    assert not (tmp_path / "elsewhere").exists()
