"""What a holder of the office's key can say beside the data: in what signing writes, or by naming another release."""

from __future__ import annotations

from functools import cache

import pytest
from determination_support import examine, make_case
from msgspec.structs import replace
from other_keys import NOW, Office, certified
from pikepdf import String
from prepared_letters import PREPARED, edited
from pyhanko.pdf_utils import generic
from tampering import name, text

from imr_desktop.case.model import Issue, IssuingOffice, WordingChange
from imr_desktop.determination import agreement, pades, render, verify
from imr_desktop.determination.logo import smallest
from imr_desktop.determination.wording import editions

ELSEWHERE = "IMR Desktop 0.0.9, ReportLab 4.0, pikepdf 9.0"


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.fixture(scope="module")
def reviewer(office):
    return office.reviewer()


@pytest.fixture(scope="module", autouse=True)
def rendered_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "render", cache(agreement.render))
        yield


def in_info(key, value):
    def change(writer):
        info = writer.trailer["/Info"]
        info[f"/{key}"] = text(value)
        writer.update_container(info)

    return change


def in_catalog(key, value):
    def change(writer):
        writer.root[f"/{key}"] = value
        writer.update_root()

    return change


def flagged(writer):
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject(form["/Fields"])
    writer.root["/ViewerPreferences"]["/DisplayDocTitle"] = generic.BooleanObject(False)
    writer.update_root()


def words_of(value):
    return generic.DictionaryObject({name("ADBE"): generic.DictionaryObject({name("URL"): text(value)})})


@pytest.mark.parametrize(
    "change",
    [
        in_info("Producer", "OVERTURNED"),
        in_info("Producer", "IMR Desktop; pyHanko OVERTURNED"),
        in_catalog("Version", name("9.9")),
        in_catalog("Extensions", words_of("OVERTURNED")),
        in_catalog("Extensions", generic.DictionaryObject({name("X"): text("OVERTURNED")})),
        flagged,
    ],
    ids=["producer", "producer like ours", "version", "extension's words", "other extension", "title bar"],
)
def test_nothing_is_said_in_what_signing_writes(unsigned, office, reviewer, monkeypatch, change):
    make = pades.IncrementalPdfFileWriter

    def changed(file):
        writer = make(file)
        change(writer)
        return writer

    monkeypatch.setattr(pades, "IncrementalPdfFileWriter", changed)
    report = examine(certified(unsigned, reviewer), office.root, NOW)
    assert report.verdict == "not valid"
    assert "changed between being made and being signed" in report.reasons[0]


def test_another_reason_for_the_signature(unsigned, office, reviewer, monkeypatch):
    monkeypatch.setattr(pades, "REASON", "OVERTURNED, pay at once")
    report = examine(certified(unsigned, reviewer), office.root, NOW)
    assert report.verdict == "not valid"
    assert "another reason" in report.reasons[0]


def elsewhere(change):
    def both(document):
        document.docinfo["/IMRMadeWith"] = ELSEWHERE
        change(document)

    return both


@pytest.mark.parametrize("kind", [kind for kind in PREPARED if kind != "another typeface"])
def test_naming_another_release_opens_no_door(unsigned, office, reviewer, kind):
    """A letter of another release may be drawn otherwise, and that alone: the same words, picture, data, structure."""
    report = examine(certified(edited(unsigned, elsewhere(PREPARED[kind][0])), reviewer), office.root, NOW)
    assert report.verdict != "valid", report.reasons


def title(document):
    document.docinfo["/Title"] = "OVERTURNED"


def outline(document):
    document.Root.Outlines.First.Title = String("OVERTURNED")


def read_aloud(document):
    document.Root.StructTreeRoot.K.ActualText = String("OVERTURNED")


@pytest.mark.parametrize("change", [title, outline, read_aloud])
def test_what_no_page_shows_in_a_letter_of_another_release(unsigned, office, reviewer, change):
    report = examine(certified(edited(unsigned, elsewhere(change)), reviewer), office.root, NOW)
    assert report.verdict == "cannot tell"
    assert "another release" in report.reasons[0]


def test_a_doubled_key_is_never_forgiven(unsigned, office, reviewer):
    doubled = elsewhere(PREPARED["data with a doubled key"][0])
    report = examine(certified(edited(unsigned, doubled), reviewer), office.root, NOW)
    assert report.verdict == "not valid"
    assert "twice" in report.reasons[0]


def test_the_stamp_of_another_release_is_looked_at(unsigned, office, reviewer, monkeypatch):
    drawn = pades.stamp_page
    monkeypatch.setattr(pades, "stamp_page", lambda signer, at, fingerprint: drawn("OVERTURNED", at, fingerprint))
    letter = edited(unsigned, elsewhere(lambda document: None))
    assert examine(certified(letter, reviewer), office.root, NOW).verdict == "cannot tell"
    assert examine(certified(unsigned, reviewer), office.root, NOW).verdict == "not valid"


def in_words_of(fixed, **office):
    own = IssuingOffice(name="Example Review Organization", **office)
    return replace(make_case(), issue=Issue(edition=fixed, office=own))


def test_the_offices_own_words_are_named(office, reviewer):
    changed = (WordingChange("headings.how", "HOW WE DECIDED"), WordingChange("summary.none", "Nothing to say."))
    case = in_words_of(editions()[-1], edition="7", wording=changed)
    report = examine(certified(render(case), reviewer), office.root, NOW)
    assert report.verdict == "valid"
    (said,) = [reason for reason in report.reasons if "words of its own" in reason]
    assert "headings.how" in said
    assert "summary.none" in said
    assert "edition 7" in said


def test_an_earlier_edition_is_named(office, reviewer):
    report = examine(certified(render(in_words_of("2026-11")), reviewer), office.root, NOW)
    assert report.verdict == "valid"
    assert any("edition 2026-11 of the fixed wording" in reason for reason in report.reasons)
    newest = editions()[-1]
    report = examine(certified(render(in_words_of(newest)), reviewer), office.root, NOW)
    assert not any("of the fixed wording" in reason for reason in report.reasons)


def test_a_letter_with_the_offices_picture_through_the_real_processes(office, reviewer, tmp_path):
    file, root = tmp_path / "letter.pdf", tmp_path / "root.der"
    file.write_bytes(certified(render(in_words_of(editions()[-1], logo=smallest())), reviewer))
    root.write_bytes(office.root)
    report = verify(file, root)
    assert report.verdict == "valid", report.reasons
