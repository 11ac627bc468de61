"""Parties of a stored case: kept tidy, carried to a reopened case, and in nothing that goes out with the case."""

from datetime import UTC, date, datetime

import pytest

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case, DisputedItem, SignedLetter
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.errors import UsageError
from imr_desktop.review import Services

PARTIES = Parties(
    (Party("employee", "  Quillon  Vantreeve ", address=("77 Larkspur Court", "")),),
    claim_number="WQ-90210",
    service=Service(date(2026, 12, 4), "Sacramento", "Kim Example"),
)


@pytest.fixture
def services(home):
    with Services(home) as made:
        yield made


def test_they_belong_to_a_stored_case(services):
    services.vault.create(None)
    with pytest.raises(UsageError, match="save it first"):
        services.parties.keep("nowhere", PARTIES)
    services.cases.save(Case("one"))
    kept = services.parties.keep("one", PARTIES)
    assert (kept.employee.name, kept.employee.address) == ("Quillon Vantreeve", ("77 Larkspur Court",))
    assert services.parties.of("one") == kept


def test_a_reopened_case_has_them_and_was_not_mailed_yet(services):
    services.vault.create(None)
    case = edits.mark_signed(
        Case("one", items=(DisputedItem("i", "MRI"),)), SignedLetter("a.pdf", "0" * 64, datetime.now(UTC))
    )
    services.cases.save(case)
    services.parties.keep("one", PARTIES)
    made = services.parties.of(services.cases.reopen("one").id)
    assert (made.employee.name, made.service) == ("Quillon Vantreeve", None)


def test_an_exported_case_holds_none_of_them(services, tmp_path):
    services.vault.create(None)
    services.cases.save(Case("one", "CM26-0000001"))
    services.parties.keep("one", PARTIES)
    services.cases.export(services.cases.load("one"), tmp_path / "case.json")
    assert b"Quillon" not in (tmp_path / "case.json").read_bytes() + codec.encode(services.cases.load("one"))
