"""Drafts, comparison and reopening from the command line."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Finding, SignedLetter
from imr_desktop.review import Services


@pytest.fixture
def stored(home, sample_case_file):
    """The sample without a word of summary and rationale, stored twice: the second time with a finding more."""
    with Services(home) as services:
        case = replace(codec.decode(sample_case_file.read_bytes(), "sample"), summary="", bound=(), signed=())
        case = replace(case, items=tuple(replace(item, rationale="") for item in case.items))
        services.cases.save(case)
        services.cases.save(edits.add_finding(case, Finding("new", "Grip is weak", "exam")))
    return case


def _kept(imr, case):
    return codec.decode(imr("vault", "show", case.number).out.encode(), "shown")


def test_drafts_are_printed_and_nothing_is_kept(imr, stored):
    ran = imr("draft", stored.number)
    assert ran.code == 0
    assert "draft, not saved" in ran.out
    assert "Grip is weak" in ran.out
    assert "The request is for" in ran.out
    assert _kept(imr, stored).summary == ""


def test_drafts_are_put_into_a_stored_case_once(imr, stored):
    first = imr("draft", stored.number, "--save", "--json").json["cases"][0]
    assert first["saved"]
    assert first["draft"]
    assert _kept(imr, stored).summary == first["summary"]
    assert imr("draft", stored.number, "--save", "--json").json["cases"][0]["summary"] == first["summary"]
    assert [line["version"] for line in imr("vault", "history", stored.number, "--json").json] == [3, 2, 1]


def test_a_file_is_drafted_but_not_written_to(imr, sample_case_file):
    ran = imr("draft", sample_case_file, "--save")
    assert ran.code == 1
    assert "import it first" in ran.err


def test_versions_are_compared(imr, stored):
    newest = imr("vault", "diff", stored.number, "--json").json
    assert [(one["place"], one["before"]) for one in newest] == [("findings.new", "")]
    assert imr("vault", "diff", stored.number, "2", "1", "--json").json[0]["after"] == ""
    assert "Nothing differs." in imr("vault", "diff", stored.number, "2").out
    assert imr("vault", "diff", stored.number, "new").code == 3
    assert imr("vault", "diff", stored.number, "9").code == 3


def test_a_package_is_compared_with_the_case_here(imr, stored, home, tmp_path):
    own = imr("vault", "recipient").out.strip()
    package = tmp_path / "case.imrcase"
    assert imr("vault", "package", stored.number, "--to", own, "--out", package).code == 0
    assert "Nothing differs." in imr("vault", "diff", package).out
    with Services(home) as services:
        case = services.cases.load(stored.id)
        services.cases.save(edits.decide(case, case.items[0].id, None))
    (decided,) = imr("vault", "diff", package, "--json").json
    assert decided["place"] == f"items.{stored.items[0].id}.decision"
    assert decided["after"] == stored.items[0].decision


def test_a_signed_case_is_reopened_beside_itself(imr, stored, home):
    assert "not signed" in imr("vault", "reopen", stored.number).err
    with Services(home) as services:
        letter = SignedLetter("letter.pdf", "a" * 64, datetime.now(UTC))
        services.cases.save(edits.mark_signed(services.cases.load(stored.id), letter))
    assert "signed" in imr("draft", stored.number, "--save").err
    made = imr("vault", "reopen", stored.number, "--json").json
    assert sorted(row["signed_at"] is None for row in imr("vault", "list", "--json").json) == [False, True]
    with Services(home) as services:
        assert not services.cases.load(made["id"]).attestations
        assert services.cases.load(stored.id).locked
