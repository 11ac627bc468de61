"""Render and sign a letter, beside a bare ReportLab document that holds the same text."""

from __future__ import annotations

import io
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from imr_desktop.case.model import Attestation, Case, ClaimDates, Credentials, DisputedItem
from imr_desktop.determination import SigningKey, new_key, render, sign
from imr_desktop.determination.pdfium import page_texts

PASSPHRASE = "lantern maple orbit pickle quartz river"
SENTENCE = "The record of this visit shows spasm and a limited range of motion, and no response to treatment is noted. "


@pytest.fixture(scope="module")
def case() -> Case:
    """A letter of three items and about four pages."""
    made = datetime(2026, 11, 18, tzinfo=UTC)
    items = tuple(
        DisputedItem(
            id=f"{number}",
            title=f"Physical therapy, {number + 4} visits",
            decision="Upheld",
            claims_administrator_guideline="MTUS Low Back Disorders, 2018.",
            reviewer_guideline="MTUS Low Back Disorders, 2018, Exercise.",
            rationale=SENTENCE * 14,
        )
        for number in range(3)
    )
    return Case(
        id="b",
        number="CM26-0000001",
        dates=ClaimDates(injury=date(2024, 3, 3), decision=date(2026, 11, 19)),
        credentials=Credentials("California", "Pain Medicine"),
        summary=SENTENCE * 12,
        items=items,
        attestations=tuple(Attestation(key, made) for key in ("no_affiliation", "qualification", "own_judgment")),
    )


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    """A key made for this run."""
    path: Path = tmp_path_factory.mktemp("bench") / "k.p12"
    return SigningKey.load(new_key(path, PASSPHRASE).key, PASSPHRASE)


def bare(lines: list[str]) -> bytes:
    """The same words with ReportLab alone: one standard font, no tags, no data, no signature."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    buffer = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(buffer).build([Paragraph(line, style) for line in lines])
    return buffer.getvalue()


def seconds_for(work: object, rounds: int = 20) -> float:
    """The median wall time of `work`."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return sorted(times)[rounds // 2]


def test_render_and_sign(benchmark, case: Case, key: SigningKey) -> None:
    lines = [case.summary, *(item.rationale for item in case.items)]
    pdf = benchmark.pedantic(lambda: sign(render(case), key), rounds=20, warmup_rounds=2)
    reference = seconds_for(lambda: bare(lines))
    ours = benchmark.stats.stats.median
    benchmark.extra_info.update(
        pages=len(page_texts(pdf)),
        bytes=len(pdf),
        letters_per_second=round(1 / ours, 1),
        bare_reportlab_ms=round(reference * 1000, 1),
        ratio=round(ours / reference, 1),
    )


def test_render_alone(benchmark, case: Case) -> None:
    benchmark.pedantic(lambda: render(case), rounds=20, warmup_rounds=2)


def test_a_rationale_of_100_000_characters(benchmark, case: Case) -> None:
    import msgspec

    long = msgspec.structs.replace(case.items[0], rationale=SENTENCE * 870)
    benchmark.pedantic(lambda: render(msgspec.structs.replace(case, items=(long,))), rounds=3, warmup_rounds=1)


def untagged(case: Case) -> bytes:
    """The same words on as many pages with the same typeface through ReportLab alone: no tags, links, data or metadata."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    from imr_desktop.determination import styles as look
    from imr_desktop.determination.fonts import DRAWING, REGULAR

    buffer = io.BytesIO()
    with DRAWING:
        body = look.styles()["body"]
        texts = [text for item in case.items for text in (item.title, item.reviewer_guideline, *item.rationale.split("\n\n"))]
        document = BaseDocTemplate(buffer, pagesize=look.PAGE, initialFontName=REGULAR, pageCompression=1)
        document.addPageTemplates([PageTemplate("page", [Frame(72, 72, 468, 648, 0, 0, 0, 0)])])
        document.build([Paragraph(text, body) for text in (case.summary, *texts)])
    return buffer.getvalue()


@pytest.mark.parametrize("items", [3, 60])
def test_tags_beside_none(benchmark, case: Case, items: int) -> None:
    """How much longer a whole letter with tags, links, outline and data takes than its bare words on pages."""
    import msgspec

    cited = f"{case.items[0].rationale} Seen on examination [p. 14] and before [pp. 3, 5]."
    many = tuple(
        msgspec.structs.replace(case.items[0], id=f"{number}", rationale=f"{cited}\n\n{cited}") for number in range(items)
    )
    letter = msgspec.structs.replace(case, items=many)
    pdf = benchmark.pedantic(lambda: render(letter), rounds=5, warmup_rounds=1)
    reference = seconds_for(lambda: untagged(letter), 5)
    benchmark.extra_info.update(
        pages=len(page_texts(pdf)), bytes=len(pdf), ratio=round(benchmark.stats.stats.median / reference, 1)
    )
