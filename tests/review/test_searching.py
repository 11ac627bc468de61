"""Searching as a review act: claims, criteria, earlier answers, the reviewer's synonyms."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from types import SimpleNamespace

import msgspec
import pytest

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, Document, SearchHit
from imr_desktop.errors import StoreError
from imr_desktop.review import searching
from imr_desktop.review.questions import Question
from imr_desktop.rules import load_packs

AT = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "The neck hurts. There is no documentation of physical therapy."
PAGES = {1: "PT attended, 6 visits.", 2: "Kinesitherapy twice a week.", 3: ""}


@pytest.fixture
def case() -> Case:
    file = CaseFile("a" * 64, "packet.pdf", 3, 1, unreadable=(3,))
    return Case(id="c", summary=TEXT, files=(file,), documents=(Document("d", file.digest, "Notes", "other", 1, 3),))


@pytest.fixture
def services(home):
    record = SimpleNamespace(text=lambda case: SimpleNamespace(pages=PAGES))
    return SimpleNamespace(home=home, guidelines=SimpleNamespace(packs=load_packs()), record=record)


CLAIM = Question("There is no documentation of physical therapy", TEXT, 16)


def test_a_claim_is_searched_with_its_synonyms(services, case):
    answered = searching.search(services, case, CLAIM, AT)
    assert answered.note == ""
    assert answered.search.statement == CLAIM.statement
    assert [hit.source.page for hit in answered.search.hits] == [1]
    assert answered.search.unreadable == (3,)


def test_the_reviewers_synonyms_join_the_shipped_ones(services, case, home):
    searching.keep_synonyms(home, (("physical therapy", "kinesitherapy"),))
    found = searching.search(services, case, CLAIM, AT).search
    assert [hit.source.page for hit in found.hits] == [1, 2]


def test_a_later_search_keeps_what_was_said_and_replaces_the_earlier(services, case):
    first = searching.search(services, case, CLAIM, AT).search
    said = msgspec.structs.replace(first, hits=tuple(SearchHit(hit.source, "Other date", hit.found) for hit in first.hits))
    case = edits.add_search(case, said)
    again = searching.search(services, case, CLAIM, AT, ("pt", "kinesitherapy")).search
    assert again.id == first.id
    assert [hit.remark for hit in again.hits] == ["Other date", ""]
    assert searching.search(services, case, CLAIM, AT).search.terms == first.terms


def test_a_criterion_is_searched_by_its_inputs(services, case):
    question = Question(
        "physical therapy tried without success", item="i1", criterion="tpi.failed", inputs=("prior.pt_failed",)
    )
    found = searching.search(services, case, question, AT).search
    assert (found.criterion, found.statement) == ("tpi.failed", question.statement)
    assert {"physical therapy~", "pt"} <= set(found.terms)
    assert [hit.source.page for hit in found.hits] == [1]


def test_an_unknown_input_falls_back_to_the_words(services, case):
    found = searching.search(services, case, Question("Symptoms of a zygapophysial joint", inputs=("no.such",)), AT).search
    assert "zygapophysial" in found.terms


@pytest.mark.parametrize(
    "content",
    [b"same = [[", b"same = 5", b"same = [[5]]", b'same = [["one"]]', b"\xff\xfe", b"x = " + b"[" * 5000, b"#" * 900_000],
)
def test_a_broken_file_gives_a_sentence_and_the_shipped_ones(services, case, home, content):
    home.root.mkdir(parents=True)
    (home.root / "thesaurus.toml").write_bytes(content)
    answered = searching.search(services, case, CLAIM, AT)
    assert answered.note.startswith("Your synonyms in thesaurus.toml were left out: ")
    assert answered.note.endswith(".")
    assert [hit.source.page for hit in answered.search.hits] == [1]


def test_synonyms_survive_and_are_private(home):
    groups = (("FCE", "functional capacity evaluation"), ('quote " and \\', "tab\tand Ω"))
    searching.keep_synonyms(home, groups)
    assert searching.own_synonyms(home) == ((groups[0], ('quote " and \\', "tab and Ω")), "")
    assert stat.S_IMODE((home.root / "thesaurus.toml").stat().st_mode) == 0o600


def test_synonyms_that_cannot_be_written_say_so(home):
    home.root.mkdir(parents=True)
    (home.root / "thesaurus.toml").mkdir()
    with pytest.raises(StoreError):
        searching.keep_synonyms(home, (("a", "b"),))
