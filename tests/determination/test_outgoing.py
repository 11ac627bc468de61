"""What travels with a letter: nothing, the letter's own data, or the whole case; and the edition that words it."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pytest
from determination_support import make_case
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec, fields, model
from imr_desktop.case.fields import Use
from imr_desktop.case.model import Case, Issue, IssuingOffice, Search, WordingChange
from imr_desktop.determination import build_letter, letter_data, outgoing_case, render, short_digest
from imr_desktop.determination.outgoing import attachment_of
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.determination.wording import editions, paragraphs_of, wording, wording_of
from imr_desktop.errors import RenderError

sys.path.insert(0, str(Path(__file__).parents[1] / "case"))

from case_strategies import cases  # noqa: E402

replace = msgspec.structs.replace
OFFICE = IssuingOffice(
    "Harbor Medical Review",
    ("1 Pier Road", "Oakland, CA 94607"),
    ("510-555-0100",),
    "Example Director, MD",
    "Para español: 510-555-0101",
    b"\x89PNG\x00",
    "2",
    (WordingChange("how.effect", "It binds everybody."),),
)
issues = st.none() | st.builds(
    Issue,
    st.sampled_from(editions()),
    st.integers(1, 3),
    st.sampled_from(("", "ab" * 32)),
    st.sampled_from((None, date(2026, 3, 2))),
    st.lists(st.sampled_from(("1", "2")), max_size=2, unique=True).map(tuple),
    st.sampled_from((None, OFFICE)),
)
issued = st.builds(lambda case, issue: replace(case, issue=issue), cases(), issues)


@settings(max_examples=60, deadline=None)
@given(issued)
def test_the_letters_data_make_the_same_letter_and_are_what_they_are(case):
    data = letter_data(case)
    assert build_letter(data) == build_letter(case) == build_letter(outgoing_case(case))
    assert letter_data(data) == data == letter_data(outgoing_case(case))
    assert codec.decode(codec.encode(data)) == data
    assert short_digest(data) == short_digest(case) == short_digest(outgoing_case(case))


def test_what_is_printed_is_attached_to_the_whole_case_as_well():
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, model.Struct)]
    for kind in kinds:
        assert all(Use.LETTER in one.use for one in fields.of(kind).values() if one.use & (Use.PRINTED | Use.HOLDS)), kind


def test_the_letters_data_hold_nothing_but_what_the_pages_say(case):
    item = replace(case.items[0], requested="Never shown", no_citation_reason="Nor this", relation=None)
    search = Search("s", ("Sought",), made_at=case.attestations[0].made_at)
    data = codec.encode(letter_data(replace(case, items=(item, *case.items[1:]), searches=(search,))))
    for word in (b"Never shown", b"Nor this", b"Sought", b"made_at", b"opened", b"Doe", b"ab" * 32, b'"age"', b'"sex"'):
        assert word not in data
    shown = " ".join(" ".join(page_texts(render(case))).split())
    ids = {"id", "file", "digest", "name", "type", "statement", "track", "relation"}
    missing = [text for key, text in _texts(msgspec.to_builtins(letter_data(case))) if key not in ids and text not in shown]
    assert [text for text in missing if not text[:4].isdigit()] == []


def _texts(value, name=""):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, name)
    elif isinstance(value, str):
        yield name, " ".join(value.split())


def test_the_pages_are_the_same_whatever_travels(case):
    made = {kind: render(case, attachment=kind) for kind in ("none", "letter data", "whole case")}
    assert len({tuple(page_texts(pdf)) for pdf in made.values()}) == 1
    for kind, pdf in made.items():
        with pikepdf.open(io.BytesIO(pdf)) as document:
            there = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
        assert list(there) == ([] if kind == "none" else ["case.json"])
        if there:
            again = codec.decode(there["case.json"])
            assert attachment_of(again) == kind
            assert render(again, attachment=kind) == pdf


def test_every_page_names_the_digest_of_the_letters_data(case):
    long = replace(case, items=case.items * 4)
    assert all(short_digest(long) in page for page in page_texts(render(long)))
    assert short_digest(case) != short_digest(replace(case, summary="Another."))
    assert short_digest(case) == short_digest(replace(case, age=50))


def test_every_edition_words_a_letter_and_none_is_named_by_another_name(case):
    assert len(editions()) > 1
    for edition in editions():
        assert wording(edition).edition == edition
        assert page_texts(render(replace(case, issue=Issue(edition))))
    assert wording().edition == editions()[-1]


@pytest.mark.parametrize("edition", ["1999-01", "../2026-12", "2026-12.toml", "x" * 500])
def test_an_edition_that_is_not_known_is_refused_in_words(case, edition):
    with pytest.raises(RenderError, match=r"does not have.*update the program"):
        render(replace(case, issue=Issue(edition)))


def test_an_offices_own_words_stand_in_place_of_the_letters(case):
    letter = build_letter(replace(case, issue=Issue(editions()[-1], office=OFFICE)))
    assert "It binds everybody." in msgspec.json.encode(letter).decode()
    assert "It binds everybody." not in msgspec.json.encode(build_letter(case)).decode()


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("how.nothing", "x", "does not have"),
        ("edition", "x", "does not have"),
        ("how", "x", "does not have"),
        ("how.effect.x", "x", "does not have"),
        ("how.effect", " ", "is empty"),
        ("page", "Page {page}", r"same places to fill in.*\{pages\}"),
        ("items.remainder", "{requested} {authorized} {in_dispute} {salary}", r"\{salary\}"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_in_words(place, text, says):
    office = replace(OFFICE, wording=(WordingChange(place, text),))
    with pytest.raises(RenderError, match=says):
        wording_of(Issue(editions()[-1], office=office))


def test_every_paragraph_can_be_worded_otherwise():
    for place, text in paragraphs_of().items():
        office = replace(OFFICE, wording=(WordingChange(place, f"Ours: {text}"),))
        changed = wording_of(Issue(editions()[-1], office=office))
        assert changed != wording()


def test_a_case_without_an_issue_is_worded_in_the_newest_edition():
    assert build_letter(Case("c")) == build_letter(Case("c", issue=Issue(editions()[-1])))
    assert make_case().issue is None
