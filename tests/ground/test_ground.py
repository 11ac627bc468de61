"""The measuring ground agrees with itself, and the reader does not fall below what it once could."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from .alike import same_care, without_amounts
from .judge import score
from .laid_out import laid_out
from .markup import templates
from .odd import small
from .packet import Packet
from .score import read
from .tally import Table
from .written import written_out

FLOORS = {
    "boundaries": 0.85,
    "type (start found)": 0.85,
    "author (start found)": 0.8,
    "date of service": 0.88,
    "requests application: titles": 0.9,
    "requests rfa: titles": 0.9,
    "fact injury": 1,
    "fact rfa": 1,
    "diagnoses: recall": 0.8,
    "diagnoses: precision": 0.9,
    "medications with dose: recall": 0.75,
    "medications with dose: precision": 0.9,
    "exam findings found": 0.9,
    "exam polarity": 0.95,
    "exam side": 0.95,
}


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w'’.,/%\-]+", text.casefold()))


def page_words(made: Packet) -> list[set[str]]:
    document = pypdfium2.PdfDocument(made.pdf())
    pages = []
    for index in range(len(document)):
        page = document[index]
        pypdfium2.raw.FPDFPage_Flatten(page.raw, 0)  # values of fields become text
        page.close()
        text = document[index].get_textpage().get_text_range()
        pages.append(words(text) | words(text.replace("\r\n", "").replace("\ufffe", "")))
    return pages


@pytest.fixture(scope="module", params=[(3, False), (4, True)], ids=["seen", "unseen"])
def made(request: pytest.FixtureRequest) -> Packet:
    return small(*request.param)


def test_documents_cover_all_pages_in_order(made: Packet) -> None:
    rows = made.truth["truth"]
    assert [row["first"] for row in rows] == [1, *(row["last"] + 1 for row in rows[:-1])]
    assert rows[-1]["last"] == len(made.pages)


def test_what_is_true_stands_on_its_page(made: Packet) -> None:
    pages = page_words(made)
    truth = made.truth
    told = [(row["text"], row["page"]) for kind in ("diagnoses", "medications", "exam") for row in truth[kind]]
    told += [(row["title"], row["page"]) for row in truth["requests"]]
    told += [(row["code"], row["page"]) for row in truth["diagnoses"] if row["code"]]
    told += [(row["dose"], row["page"]) for row in truth["medications"]]
    assert len(told) > 10
    bare = [page | {word.strip(".,") for word in page} for page in pages]
    lost = [(text, page) for text, page in told if not words(text) <= bare[page - 1]]
    assert not lost
    for row in truth["truth"]:
        held = set().union(*pages[row["first"] - 1 : row["last"]])
        assert not row["author"] or words(row["author"].split(",")[0].split()[-1]) <= {word.strip(".,") for word in held}


def test_a_third_is_unseen_and_every_type_has_twenty_bodies() -> None:
    kinds: dict[str, list[bool]] = {}
    for template in templates():
        kinds.setdefault(template.kind, []).append(template.unseen)
    assert {kind: len(seen) for kind, seen in kinds.items() if len(seen) < 20} == {}
    assert all(any(seen) and not all(seen) for seen in kinds.values())
    assert len({template.name for template in templates()}) == len(templates())


def test_the_reader_keeps_its_floors(tmp_path: Path) -> None:
    """Floors a little below what it could when they were set; a fall is a fault, a rise moves the floor."""
    made = small(9)
    path = tmp_path / "packet.pdf"
    path.write_bytes(made.pdf())
    table = Table()
    score(made.truth, read(path, scan=False), table, "small")
    got = {name: round(count.right / count.true, 2) for name, count in table.counts.items() if count.true}
    assert {name: got.get(name, 0) for name, floor in FLOORS.items() if got.get(name, 0) < floor} == {}, table.misses


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Aqua tx x 12 sessions, 2 x week x 6 weeks", "Aqua tx"),
        ("Cold therapy unit, 14-day rental", "Cold therapy unit"),
        ("Ketoprofen capsules 75 mg #60 with 0 refills", "Ketoprofen capsules 75 mg"),
        ("L4-5 ESI x 1", "L4-5 ESI"),
        ("8 sessions", "8 sessions"),
    ],
)
def test_words_of_amounts_are_no_part_of_a_title(title: str, bare: str) -> None:
    assert without_amounts(title) == bare
    assert same_care(bare, title) == 100
    assert same_care("Knee brace", title) < 75


def test_the_papers_laid_out_have_their_pages_and_the_even_ones_are_held_back():
    papers = list(laid_out())
    assert all(one.paper.text.strip() and one.paper.requests for one in papers)
    assert {one.held for one in papers if one.of == "ordinary"} == {True}
    assert all(one.held == (int(one.paper.name[-2:]) % 2 == 0) for one in papers if one.of != "ordinary")
    assert len({(one.of, one.paper.name) for one in papers}) == len(papers)


def test_the_papers_written_out_are_whole_and_a_third_is_held_back():
    papers = list(written_out())
    for paper in papers:
        outcomes = {"asked"} if paper.kind != "ur determination" else {"denied", "modified", "certified", "deferred"}
        assert paper.requests or paper.name.startswith(("sh-", "st-")), paper.name  # short letters may decide nothing
        assert "<" not in paper.text, paper.name
        for request in paper.requests:
            assert request.outcome in outcomes, paper.name
            assert request.names[0].lower() in " ".join(paper.text.split()).lower(), paper.name
    assert len({paper.name for paper in papers}) == len(papers)
    assert 0.28 < sum(paper.held for paper in papers) / len(papers) < 0.39
