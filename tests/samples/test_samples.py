"""The sample case: its files agree with each other and with the script that makes them."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from imr_desktop.case import codec
from imr_desktop.case.model import Case, SourceRef
from imr_desktop.record.reader import Reader

SCANS = (32, 33, 34)


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


@pytest.fixture(scope="module")
def texts(packet: Path) -> list[str]:
    return page_texts(packet)


@pytest.fixture(scope="module")
def case(sample_case_file: Path) -> Case:
    return codec.decode(sample_case_file.read_bytes())


@pytest.fixture(scope="module")
def record(packet: Path) -> dict[int, str]:
    with Reader() as reader:
        return {page.number: page.text for page in reader.read(packet).pages}


def all_sources(case: Case) -> list[SourceRef]:
    holders = [*case.findings, *case.facts, *case.items]
    return [source for holder in holders for source in holder.sources] + [
        hit.source for search in case.searches for hit in search.hits
    ]


def test_the_packet_is_what_a_reviewer_would_get(packet: Path, texts: list[str]) -> None:
    assert 30 <= len(texts) <= 40
    assert packet.stat().st_size < 1_000_000
    assert tuple(number for number, text in enumerate(texts, start=1) if not text) == SCANS


def test_each_page_says_that_it_is_invented(texts: list[str]) -> None:
    assert all("Invented sample" in text for text in texts if text)


def test_the_case_names_the_packet_and_all_its_pages(case: Case, packet: Path, texts: list[str]) -> None:
    [file] = case.files
    assert file.digest == hashlib.sha256(packet.read_bytes()).hexdigest()
    assert (file.pages, file.unreadable) == (len(texts), SCANS)
    pages = [page for document in case.documents for page in range(document.first_page, document.last_page + 1)]
    assert pages == list(range(1, len(texts) + 1))
    assert all(document.opened for document in case.documents)


def test_each_quote_stands_on_its_page(case: Case, texts: list[str], record: dict[int, str]) -> None:
    documents = {document.id: document for document in case.documents}
    sources = all_sources(case)
    assert len(sources) > 30
    for source in sources:
        document = documents[source.document]
        assert document.first_page <= source.page <= document.last_page
        assert source.quote in texts[source.page - 1] or source.quote in " ".join(record[source.page].split())


def test_citations_are_unbroken_and_name_pages_of_the_record(case: Case) -> None:
    [item] = case.items
    cited = re.findall(r"\[p\.(.)(\d+)\]", case.summary + item.rationale)
    assert len(cited) > 10
    assert {space for space, _ in cited} == {"\u00a0"}
    assert all(1 <= int(page) <= case.page_count for _, page in cited)
    assert "[[" not in case.summary + item.rationale


def test_only_a_therapy_note_says_that_conservative_care_failed(case: Case, texts: list[str]) -> None:
    saying = [number for number, text in enumerate(texts, start=1) if "have not controlled the pain" in text]
    [page] = saying
    [document] = [found for found in case.documents if found.first_page <= page <= found.last_page]
    assert document.type == "therapy note"


def test_the_absence_it_states_rests_on_a_search_of_every_readable_page(case: Case, texts: list[str]) -> None:
    [search] = case.searches
    assert search.statement in case.items[0].rationale
    assert set(search.pages) | set(search.unreadable) == set(range(1, len(texts) + 1))
    hits = {hit.source.page for hit in search.hits}
    assert hits == {
        number for number, text in enumerate(texts, start=1) if any(term in text.lower() for term in search.terms)
    }
    assert all(hit.remark for hit in search.hits)


def test_the_script_makes_the_same_sample(root: Path, tmp_path: Path, case: Case, texts: list[str]) -> None:
    subprocess.run([sys.executable, root / "packaging/make_samples.py", tmp_path], check=True, timeout=60)
    made = codec.decode((tmp_path / "case.json").read_bytes())
    assert page_texts(tmp_path / "packet.pdf") == texts
    assert _without_digest(made) == _without_digest(case)


def _without_digest(case: Case) -> Case:
    replace = msgspec.structs.replace
    return replace(
        case,
        files=tuple(replace(file, digest="") for file in case.files),
        documents=tuple(replace(document, file="") for document in case.documents),
    )


def test_the_rules_find_the_quantity_alone_against_the_request(case: Case, record: dict[int, str]) -> None:
    from imr_desktop.rules import evaluate_case, load_packs

    [report] = evaluate_case(case, load_packs(), record)
    statuses = {criterion.id.rpartition(".")[2]: criterion.status for criterion in report.criteria}
    assert report.rule == "cp09.tpi"
    assert statuses == {
        "c1": "met",
        "c2": "met",
        "c3": "met",
        "c4": "met",
        "c5": "not met",
        "c6": "not applicable",
        "c7": "not applicable",
        "c8": "met",
    }


def test_nothing_stands_in_the_way_of_signing_it(case: Case, record: dict[int, str]) -> None:
    from imr_desktop.identity import OFFICE_SIGNS
    from imr_desktop.preflight import Context, blocking, run
    from imr_desktop.rules import evaluate_case, load_packs

    reports = evaluate_case(case, load_packs(), record)
    assert case.dates.decision is not None
    problems = run(case, Context(reports=reports, record=record, identity=(OFFICE_SIGNS,), today=case.dates.decision))
    assert [(problem.id, problem.message) for problem in blocking(problems, case.acknowledgements)] == []


def test_the_determination_reads_as_two_decided_items(sample_determination: Path) -> None:
    from imr_desktop.extract import parse_determination

    parsed = parse_determination([sample_determination.read_text(encoding="utf-8")])
    assert parsed is not None
    assert [(item.title, item.decision) for item in parsed.items] == [
        ("MRI OF THE LEFT KNEE WITHOUT CONTRAST", "Overturned"),
        ("ACUPUNCTURE 2 TIMES A WEEK FOR 6 WEEKS, LEFT KNEE", "Upheld"),
    ]
    assert (parsed.case_number, parsed.age, parsed.priority) == ("CM14-9900028", 41, "Standard")
