"""Packages from other vaults do not speak for the reviewer; one this vault made brings the case back as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits, incoming
from imr_desktop.case.model import Acknowledgement, AuditHead, Case, CaseFile, PreliminaryView, SignedLetter
from imr_desktop.errors import CaseInvalid, UsageError
from imr_desktop.paths import Home, resource
from imr_desktop.review import Services

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = "seven invented words"


@pytest.fixture
def here(home):
    with Services(home) as services:
        yield services


@pytest.fixture
def there(tmp_path):
    with Services(Home(tmp_path / "there")) as services:
        yield services


@pytest.fixture
def spoken():
    """The sample with everything in it that speaks for its reviewer."""
    case = codec.decode(resource("samples", "case.json").read_bytes())
    items = tuple(replace(item, preliminary_views=(PreliminaryView("mine", NOW),)) for item in case.items)
    many = tuple(Acknowledgement(f"family{n}", "seen", NOW) for n in range(27))
    return replace(case, items=items, acknowledgements=many, audit_head=AuditHead(3, "a" * 64))


def sent(services, case, folder):
    services.cases.save(case)
    services.exchange.package(case.id, folder / "sent.imrcase", passphrase=WORDS)
    return folder / "sent.imrcase"


def taken(services, path, **choices):
    with services.exchange.open(path, WORDS) as package:
        return services.exchange.take(package, choices)


def silent(case):
    return (
        case.attestations,
        case.acknowledgements,
        case.signed,
        case.searches,
        case.audit_head,
        case.rule_packs,
        {document.opened for document in case.documents},
        {item.decision for item in case.items},
    ) == ((), (), (), (), None, None, {None}, {None})


def test_a_new_case_comes_in_undecided_with_its_versions(here, there, spoken, tmp_path):
    there.cases.save(spoken)
    signed = edits.mark_signed(spoken, SignedLetter("../../../../etc/profile", "0" * 64, NOW))
    case = taken(here, sent(there, signed, tmp_path))
    assert silent(case)
    assert [item.source_decision for item in case.items] == ["Upheld"]
    for line in here.cases.history(case.id):
        assert silent(here.cases.version(case.id, line.version))
    assert here.cases.list()[0].signed_at is None
    assert here.checking.unproven() == {case.id}


def test_merging_asks_for_each_opinion_and_takes_no_statement(here, there, spoken, tmp_path):
    own = incoming.admit(spoken).case
    here.cases.save(own)
    path = sent(there, replace(spoken, summary=own.summary), tmp_path)
    with here.exchange.open(path, WORDS) as package:
        merged = here.exchange.merge_preview(package)
    assert [conflict.place for conflict in merged.conflicts] == ["items.1.decision"]
    assert merged.taken == ()
    with pytest.raises(UsageError, match="Choose a side first"):
        taken(here, path)
    assert taken(here, path, **{"items.1.decision": "ours"}) == own
    decided = taken(here, path, **{"items.1.decision": "theirs"})
    assert decided == edits.decide(own, "1", "Upheld")


def test_what_this_vault_packed_comes_back_as_it_was(here, spoken, tmp_path):
    signed = edits.mark_signed(spoken, SignedLetter("a.pdf", "0" * 64, NOW))
    path = sent(here, signed, tmp_path)
    here.cases.forget(signed.id)
    assert taken(here, path) == signed
    assert here.checking.unproven() == frozenset()


def test_a_round_trip_knows_the_version_both_come_from(here, there, spoken, tmp_path):
    own = replace(spoken, files=(), documents=())
    case = taken(there, sent(here, own, tmp_path))
    here.cases.save(edits.set_field(own, age=49))
    back = sent(there, replace(case, dates=replace(case.dates, mailed=NOW.date())), tmp_path)
    with here.exchange.open(back, WORDS) as package:
        merged = here.exchange.merge_preview(package)
    assert merged.conflicts == ()
    assert [one.place for one in merged.taken] == ["dates.mailed"]
    assert (merged.case.age, merged.case.items, merged.case.attestations) == (49, own.items, own.attestations)


def test_the_id_of_a_signed_case_takes_nothing_from_it(here, there, spoken, tmp_path):
    signed = edits.mark_signed(spoken, SignedLetter("a.pdf", "0" * 64, NOW))
    here.cases.save(signed)
    path = sent(there, replace(spoken, number="CM26-0000777", summary="Other."), tmp_path)
    with pytest.raises(UsageError, match="signed"):
        taken(here, path)
    assert here.cases.load(signed.id) == signed


def test_pages_the_vault_read_otherwise_are_refused(here, there, packet, tmp_path):
    case = here.intake.take_in(None, [packet]).case
    (file,) = case.files
    grown = replace(case, id="g", documents=(), files=(CaseFile(file.digest, file.name, 50_000, 1),))
    there.intake.take_in(None, [packet])
    path = sent(there, grown, tmp_path)
    with pytest.raises(CaseInvalid, match=r"files\[0\]\.pages is 50,000, but the original in this vault has 34"):
        taken(here, path)
    assert here.cases.list() == ()


def test_another_s_case_never_takes_the_id_of_one_that_was_forgotten(here, there, spoken, tmp_path):
    here.cases.save(spoken)
    here.cases.forget(spoken.id)
    case = taken(here, sent(there, spoken, tmp_path))
    assert case.id != spoken.id
    assert {line.act for line in here.cases.history(case.id)} == {"case imported"}
    assert silent(case)


def test_a_case_of_another_is_known_when_it_comes_again(here, there, spoken, tmp_path):
    first = taken(here, sent(there, replace(spoken, number=""), tmp_path))
    with here.exchange.open(sent(there, replace(spoken, number="", age=49), tmp_path), WORDS) as package:
        merged = here.exchange.merge_preview(package)
    assert merged.case.id == first.id
    assert [one.place for one in merged.taken] == ["age"]


def test_the_record_of_another_case_is_never_shown_under_a_name(here, there, packet, tmp_path):
    held = replace(here.intake.take_in(None, [packet]).case, number="CM26-0000001")
    here.cases.save(held)
    other = replace(held, id="stranger", number="CM26-0000002")
    told = tmp_path / "told.json"
    told.write_bytes(codec.encode(other))
    refused = here.intake.take_in(None, [told])
    assert not refused.case.files
    assert "belongs to the record of another case stored here: files[0] is in CM26-0000001" in refused.sentences[0]
    with pytest.raises(CaseInvalid, match="the record of another case"):
        taken(here, sent(there, other, tmp_path))
    later = replace(other, files=(), documents=())
    there.cases.save(later)
    with pytest.raises(CaseInvalid, match="the record of another case"):  # what an older version names counts, too
        taken(here, sent(there, later, tmp_path))
    assert [row.id for row in here.cases.list()] == [held.id]


def test_whoever_has_the_file_or_the_case_has_its_record(here, packet, tmp_path):
    held = replace(here.intake.take_in(None, [packet]).case, number="CM26-0000001")
    here.cases.save(held)
    told = tmp_path / "told.json"
    for number, paths in (("CM26-0000001", [told]), ("CM26-0000002", [told, packet])):
        told.write_bytes(codec.encode(replace(held, id="stranger", number=number)))
        assert [one.case.files for one in here.intake.take_in(None, paths).all if one.finished] == [held.files]


def test_cases_may_name_one_file_where_it_is_not_here(here, packet, tmp_path):
    for number in ("CM26-0000001", "CM26-0000002"):
        named = codec.encode(Case(id=number, number=number, files=(CaseFile("d" * 64, "gone.pdf", 3, 1),)))
        (tmp_path / "told.json").write_bytes(named)
        taken_in = here.intake.take_in(None, [tmp_path / "told.json"])
        assert taken_in.finished
        here.cases.save(taken_in.case)
