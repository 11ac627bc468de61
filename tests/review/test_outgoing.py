"""Every file that leaves the office passes one gate: no letter, draft, export or package names the reviewer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Acknowledgement, Comment
from imr_desktop.case.office import OfficeProfile
from imr_desktop.errors import SigningError
from imr_desktop.paths import Home, resource
from imr_desktop.review import Services, trail

WHO = {"given_name": "John", "middle_name": "Q.", "surname": "Smithson", "licence_number": "A 54321", "npi": "1234567893"}
PASSPHRASE = "six words that nobody would guess"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def services(tmp_path_factory, quickly):
    with quickly(), Services(Home(tmp_path_factory.mktemp("home") / "home")) as services:
        services.reviewer.keep(WHO)
        yield services


@pytest.fixture(autouse=True)
def fresh(services):
    """No case lies in the vault from the test before."""
    yield
    for row in services.cases.list():
        services.cases.forget(row.id)


@pytest.fixture
def sample():
    return codec.decode(resource("samples", "case.json").read_bytes())


def planted(case, words):
    first = replace(case.items[0], rationale=f"{case.items[0].rationale} {words}")
    return replace(case, items=(first, *case.items[1:]))


def draft(services, case, folder):
    services.signing.write_draft(case, folder)


def export(services, case, folder):
    services.cases.export(case, folder / "case.json")


def tinydb(services, case, folder):
    services.cases.save(case)
    services.exchange.write_tinydb(folder / "cases.json", [case.id])


def package(services, case, folder):
    services.cases.save(case)
    services.exchange.package(case.id, folder / "a.imrcase", passphrase=PASSPHRASE)


WAYS = [draft, export, tinydb, package]


@pytest.mark.parametrize("words", ["Seen by John Smithson.", "As sm\u0456thson said.", "NPI 1234-567-893."])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_names_the_reviewer_goes_out(services, sample, tmp_path, way, words):
    with pytest.raises(SigningError, match="rationale|Rationale") as caught:
        way(services, planted(sample, words), tmp_path)
    assert "would name the reviewer" in caught.value.sentence
    assert list(tmp_path.glob("*.*")) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_names_nobody_goes_out(services, sample, tmp_path, way):
    way(services, sample, tmp_path)
    assert list(tmp_path.glob("*.*"))


@pytest.mark.parametrize("way", WAYS)
def test_a_reason_lets_anothers_name_pass(services, sample, tmp_path, way):
    case = planted(sample, "Dr. Smithson, who treats the worker, asked for it.")
    with pytest.raises(SigningError):
        way(services, case, tmp_path)
    (problem,) = [one for one in services.checking.check(case).blocking if one.check == "identity.surname"]
    way(services, edits.acknowledge(case, Acknowledgement(problem.id, "the treating physician", NOW)), tmp_path)
    assert list(tmp_path.glob("*.*"))


def test_a_file_name_is_looked_at(services, sample, tmp_path):
    with pytest.raises(SigningError, match="the file's name"):
        services.cases.write_json(sample, tmp_path / "jsmithson.json")


@pytest.mark.parametrize("blind", [False, True])
def test_a_name_run_into_an_id_is_in_no_package(services, sample, tmp_path, blind):
    services.cases.save(replace(sample, findings=(replace(sample.findings[0], id="noteofDrSmithsonfinal"),)))
    with pytest.raises(SigningError, match="findings › 1 › id"):
        services.exchange.package(sample.id, tmp_path / "a.imrcase", passphrase=PASSPHRASE, blind=blind)


def test_a_blind_package_is_searched_for_what_it_holds(services, sample, tmp_path):
    case = replace(sample, comments=(Comment("c", "John Smithson thinks so", "first reviewer", NOW),))
    services.cases.save(case)
    with pytest.raises(SigningError, match="comments › 1"):
        services.exchange.package(case.id, tmp_path / "a.imrcase", passphrase=PASSPHRASE)
    services.exchange.package(case.id, tmp_path / "a.imrcase", passphrase=PASSPHRASE, blind=True)


def test_an_earlier_version_that_names_the_reviewer_stays_here(services, sample, tmp_path):
    services.cases.save(planted(sample, "Seen by John Smithson."))
    services.cases.save(sample)
    services.exchange.package(sample.id, tmp_path / "a.imrcase", passphrase=PASSPHRASE)
    with services.exchange.open(tmp_path / "a.imrcase", PASSPHRASE) as opened:
        (version,) = opened.versions
    assert b"Smithson" not in codec.encode(version.case)


@pytest.mark.parametrize("field", ["name", "contact"])
def test_an_office_with_the_reviewers_surname_is_on_no_draft(services, sample, tmp_path, field):
    try:
        services.office.save(
            OfficeProfile(**{"name": "Review", field: ("Ask Smithson",) if field == "contact" else "Smithson Co."})
        )
        with pytest.raises(SigningError, match=f"office › {field}"):
            services.signing.draft(sample)
        services.office.save(OfficeProfile("Review", ("1 Smithson Way",), director="Dana Smithson, MD"))
        assert services.signing.draft(sample)
    finally:
        services.office.save(OfficeProfile())


def test_an_audit_trail_that_names_the_reviewer_stays_here(services, sample, tmp_path):
    services.vault.store.trail.append("comment", sample.id, {"after": "John Sm\u0456thson thinks so"})
    services.cases.save(sample)
    with pytest.raises(SigningError, match=r"entry \d+ › after"):
        trail.export(services, tmp_path / "trail.jsonl")
    with pytest.raises(SigningError, match="the file's name"):
        trail.export(services, tmp_path / "smithson.jsonl")
    services.exchange.package(sample.id, tmp_path / "a.imrcase", passphrase=PASSPHRASE)
    with services.exchange.open(tmp_path / "a.imrcase", PASSPHRASE) as opened:
        assert [entry for entry in opened.audit if "thinks" in str(entry.detail)] == []
    assert list(tmp_path.glob("*.jsonl")) == []
