"""A signed case's papers: what is missing is said, nothing names the reviewer, and nothing else holds the parties."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from imr_desktop import determination
from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, SignedLetter
from imr_desktop.case.office import OfficeProfile
from imr_desktop.case.parties import Parties, Party, Service
from imr_desktop.errors import SigningError
from imr_desktop.review import Services
from imr_desktop.review.sending import NotReady
from imr_desktop.review.signing import SIGNED

OFFICE = OfficeProfile("Example Review Organization", ("PO Box 12",), director="Pat Example, MD")
PARTIES = Parties(
    (
        Party("employee", "Quillon Vantreeve", address=("77 Larkspur Court", "Fresno, CA 93650"), served="mail"),
        Party("requesting provider", "Ana Example, MD", address=("1 A Street", "Reno, NV 89501"), served="mail"),
        Party("claims administrator", "", "Example Claims", ("PO Box 9", "Sacramento, CA 95800"), served="mail"),
    ),
    claim_number="WQ-90210",
    service=Service(date(2026, 12, 4), "Sacramento, California", "Kim Example"),
)
SECRETS = (b"Quillon", b"Vantreeve", b"Larkspur", b"WQ-90210")
CASE = Case(
    "one",
    "CM26-0000123",
    dates=ClaimDates(decision=date(2026, 12, 3)),
    items=(DisputedItem("a", "MRI of the lumbar spine", decision="Upheld", rationale="None is documented."),),
)


@pytest.fixture
def services(home):
    with Services(home) as made:
        made.vault.create(None)
        yield made


@pytest.fixture
def signed(services):
    """A signed case whose file the vault keeps."""
    pdf = determination.render(CASE)
    letter = SignedLetter("x.pdf", hashlib.sha256(pdf).hexdigest(), datetime(2026, 12, 3, 20, tzinfo=UTC))
    services.vault.store.attachments.put_bytes(pdf, SIGNED)
    case = edits.mark_signed(CASE, letter)
    services.cases.save(case)
    return case


def test_what_is_missing_is_said_and_nothing_is_written(services, signed, tmp_path):
    assert any("no office profile" in gap for gap in services.sending.missing(signed))
    services.office.save(replace(OFFICE, director=""))
    services.parties.keep("one", replace(PARTIES, service=Service(date(2026, 12, 1), "Sacramento", "Kim Example")))
    said = " ".join(services.sending.missing(signed))
    assert "names no medical director" in said
    assert "before the determination was signed" in said
    with pytest.raises(NotReady, match="2 open"):
        services.sending.write(signed, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert "is not signed" in " ".join(services.sending.missing(CASE))


@pytest.mark.unsaid
def test_nothing_is_written_while_nobody_said_whose_name_stays_out(services, signed, tmp_path):
    services.office.save(OFFICE)
    services.parties.keep("one", PARTIES)
    with pytest.raises(NotReady, match="Nobody has said whose name must stay out"):
        services.sending.write(signed, tmp_path)
    assert services.sending.missing(signed, ("Nora Person",)) == ()
    with pytest.raises(SigningError, match="Cover letter 1"):
        services.sending.write(signed, tmp_path / "out", ("Pat Example",))


def test_everything_to_be_sent_is_written_once_more_beside_itself(services, signed, tmp_path):
    services.office.save(OFFICE)
    services.parties.keep("one", PARTIES)
    paths = services.sending.write(signed, tmp_path)
    assert [path.name for path in paths] == [
        "CM26-0000123 Final determination.pdf",
        "CM26-0000123 Cover letter 1 employee.pdf",
        "CM26-0000123 Cover letter 2 requesting provider.pdf",
        "CM26-0000123 Cover letter 3 claims administrator.pdf",
        "CM26-0000123 Proof of service.pdf",
    ]
    assert hashlib.sha256(paths[0].read_bytes()).hexdigest() == signed.signed[-1].digest
    assert services.sending.write(signed, tmp_path)[0].name == "CM26-0000123 Final determination (2).pdf"
    entry = next(services.vault.store.trail.entries("one"))
    assert (entry.what, entry.detail) == ("letters written", {"files": 5, "parties": 1})


def test_a_paper_that_names_the_reviewer_is_not_written(services, signed, tmp_path):
    services.office.save(OFFICE)
    services.parties.keep("one", PARTIES)
    services.reviewer.keep({"reviewer_name": "Pat Example, MD"})
    with pytest.raises(SigningError, match="Cover letter 1 employee.pdf"):
        services.sending.write(signed, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_else_holds_the_parties(services, signed, home, tmp_path, caplog):
    services.office.save(OFFICE)
    services.parties.keep("one", PARTIES)
    paths = services.sending.write(signed, tmp_path / "out")
    recipient = services.vault.store.recipient
    services.cases.export(signed, tmp_path / "case.json")
    others = [paths[0].read_bytes(), (tmp_path / "case.json").read_bytes(), codec.encode(determination.outgoing_case(signed))]
    others += [codec.encode(services.cases.load("one")), repr(list(services.vault.store.trail.entries())).encode()]
    others += [path.read_bytes() for path in home.root.rglob("*") if path.is_file()]
    others += [caplog.text.encode(), recipient.encode()]
    assert not [secret for secret in SECRETS for data in others if secret in data]
    names = " ".join(str(path) for path in (*paths, *home.root.rglob("*")))
    assert "Quillon" not in names
