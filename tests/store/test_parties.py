"""Parties are kept beside their case, told to the audit trail without their content, and go with the case."""

import pytest

from imr_desktop.case.model import Case
from imr_desktop.case.parties import Parties, Party
from imr_desktop.errors import StoreConflict
from imr_desktop.store.vault import Vault

PARTIES = Parties(
    (Party("employee", "Quillon Vantreeve", address=("77 Larkspur Court", "Fresno, CA 93650")),), claim_number="WQ-90210"
)
SECRETS = ("Quillon", "Vantreeve", "Larkspur", "WQ-90210")


@pytest.fixture
def vault(home):
    opened, _ = Vault.create(home, None)
    with opened:
        opened.repository.save(Case("one", "CM26-0000001"))
        yield opened


def test_they_are_kept_and_read_again(vault):
    parties = vault.repository.parties
    assert parties.stored("one") == (Parties(), 0)
    assert parties.keep("one", PARTIES, 0) == 1
    assert parties.stored("one") == (PARTIES, 1)
    with pytest.raises(StoreConflict, match="changed elsewhere"):
        parties.keep("one", Parties(), 0)
    assert parties.of("one") == PARTIES


def test_the_trail_says_that_they_changed_and_not_what_they_are(vault):
    vault.repository.parties.keep("one", PARTIES)
    entry = next(vault.trail.entries("one"))
    assert (entry.what, entry.detail) == ("parties changed", {"version": 1})
    assert vault.trail.verify().ok


def test_no_table_of_cases_holds_them(vault, home):
    vault.repository.parties.keep("one", PARTIES)
    for table in ("documents", "summaries", "versions", "audit", "meta", "attachments"):
        rows = repr(vault.engine.execute(f"SELECT * FROM {table}"))
        assert not [word for word in SECRETS if word in rows]
    vault.engine.fold()
    for path in home.root.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [word for word in SECRETS if word.encode() in data or word in path.name]


def test_they_go_with_a_forgotten_case(vault):
    vault.repository.parties.keep("one", PARTIES)
    vault.repository.forget("one")
    assert vault.engine.execute("SELECT * FROM parties") == []


def test_a_newer_copys_rows_are_taken_where_their_case_is(vault):
    parties = vault.repository.parties
    parties.keep("one", PARTIES)
    rows = {row[0]: row for row in vault.engine.execute("SELECT * FROM parties")}
    parties.keep("one", Parties())
    assert parties.take_over(rows, {"one"}) == 0
    parties.forget("one")
    assert parties.take_over(rows, {"two"}) == 0
    assert parties.take_over(rows, {"one"}) == 1
    assert parties.of("one") == PARTIES


def test_they_outlive_closing_and_a_change_of_keys(home, quickly):
    vault, _ = Vault.create(home, None)
    with vault:
        vault.repository.save(Case("one"))
        vault.repository.parties.keep("one", PARTIES)
        vault.change_keys("five blue chairs stand here")
    with Vault.open(home, "five blue chairs stand here") as vault:
        assert vault.repository.parties.of("one") == PARTIES
