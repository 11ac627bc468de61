"""Letters of five sizes beside the same words through typst and fpdf2, then signed and verified. In CPU time.

Both are compared where they are installed (``pip install .[bench]``). typst tags its pages too; fpdf2 tags nothing. Every
round has words of its own, since typst keeps what it has laid out before, and each of the three takes its turn in a round.
"""

from __future__ import annotations

import importlib
import resource as usage
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
import pytest

from imr_desktop.case.model import Attestation, Case, CaseFile, ClaimDates, Credentials, DisputedItem, Document
from imr_desktop.determination import SigningKey, build_letter, new_key, render, sign
from imr_desktop.determination.letter import Letter
from imr_desktop.paths import resource

PASSPHRASE = "lantern maple orbit pickle quartz river"
SENTENCE = "The record of this visit shows spasm and a limited range of motion, and no response to treatment is noted. "
MADE = datetime(2026, 11, 18, tzinfo=UTC)
SIZES = {
    "sample": {"items": 3},
    "7 items": {"items": 7},
    "60 items": {"items": 60},
    "20,000 words": {"items": 1, "paragraphs": 100, "sentences": 10},
    "400 documents": {"items": 2, "documents": 400},
}


def letter_of(number: int, items: int = 3, documents: int = 4, paragraphs: int = 2, sentences: int = 7) -> Case:
    """A case that no other number gives the words of; each paragraph cites a page."""
    said = f"Note {number} is on file. {SENTENCE * sentences}"
    rationale = "\n\n".join(f"{part}. {said}It is seen again later [p. {2 + part % 9}]." for part in range(1, paragraphs + 1))
    return Case(
        id="b",
        number=f"CM26-{number:07}",
        dates=ClaimDates(injury=date(2024, 3, 3), decision=date(2026, 11, 19)),
        credentials=Credentials("California", "Pain Medicine"),
        summary=f"{said}\n\n{said}",
        items=tuple(
            DisputedItem(
                id=f"{one}",
                title=f"Physical therapy, {one + 4} visits",
                decision=("Upheld", "Overturned")[one % 2],
                claims_administrator_guideline="MTUS Low Back Disorders, 2018.",
                reviewer_guideline="MTUS Low Back Disorders, 2018, Exercise.",
                rationale=rationale,
            )
            for one in range(items)
        ),
        files=(CaseFile("ab" * 32, "chart.pdf", 3 * documents, 1),),
        documents=tuple(
            Document(
                f"d{one}",
                "ab" * 32,
                f"Progress report {one + number}",
                "progress report",
                3 * one + 1,
                3 * one + 3,
                author="L. Okafor, MD",
                date=date(2026, 9, 17),
                opened=MADE,
                relevant=True,
            )
            for one in range(documents)
        ),
        attestations=tuple(Attestation(key, MADE) for key in ("no_affiliation", "qualification", "own_judgment")),
    )


TYPST = b"""
#let letter = json(bytes(sys.inputs.letter))
#set document(title: letter.title)
#set page("us-letter", margin: 1in, footer: context [#letter.number #h(1fr) #counter(page).display("1 of 1", both: true)])
#set text(font: "Liberation Serif", size: 12pt, lang: "en", hyphenate: false)
#set table(stroke: none)
#let texts(words) = for part in words.split("\n\n") { par(part) }
= #letter.title
#table(columns: 4, ..letter.rows.map(row => (row.label, strong(row.value))).flatten())
#strong(letter.outcome.label) #letter.outcome.value
#table(columns: (auto, 1fr, auto), table.header("No.", "Item", "Decision"),
  ..letter.decisions.map(row => (str(row.number), row.item, row.decision)).flatten())
#for part in letter.how { par(part) }
#table(columns: (24pt, 1fr, 118pt, 64pt, 56pt), table.header("No.", "Document", "Author", "Date", "Pages"),
  ..letter.documents.map(row => (row.number, row.title, row.author, row.date, row.pages)).flatten())
== Summary
#texts(letter.summary)
#for item in letter.items [
  == #item.number. #item.heading: #item.decision
  #texts(item.claims_administrator_guideline)
  #texts(item.reviewer_guideline)
  #texts(item.rationale)
]
#for part in letter.after { par(part) }
"""


def by_typst(typst, letter: Letter) -> bytes:
    """The letter's words by typst, in the letter's typeface."""
    said = {"letter": msgspec.json.encode(letter).decode()}
    return typst.compile(TYPST, sys_inputs=said, font_paths=[resource("fonts")], ignore_system_fonts=True)


def by_fpdf(fpdf, letter: Letter) -> bytes:
    """The letter's words by fpdf2, in the letter's typeface."""
    pdf = fpdf.FPDF("portrait", "pt", "letter")
    pdf.set_margins(72, 72)
    pdf.set_auto_page_break(True, 72)
    pdf.add_font("Serif", "", str(resource("fonts", "LiberationSerif-Regular.ttf")))
    pdf.add_page()
    pdf.set_font("Serif", size=12)
    rows = [[str(row.number), row.item, row.decision] for row in letter.decisions]
    documents = [[row.number, row.title, row.author, row.date, row.pages] for row in letter.documents]
    texts = [letter.title, *(f"{row.label} {row.value}" for row in (*letter.rows, letter.outcome)), *letter.how]
    for item in letter.items:
        texts += [f"{item.number}. {item.heading}: {item.decision}", item.claims_administrator_guideline]
        texts += [item.reviewer_guideline, *item.rationale.split("\n\n")]
    for table in filter(None, (rows, documents)):
        with pdf.table(table, first_row_as_headings=False):
            pass
    for text in (*texts, *letter.summary.split("\n\n"), *letter.after):
        pdf.multi_cell(0, 12.8, text, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def cpu(work: Callable[[], object]) -> float:
    """The processor seconds of some work, of all its threads."""
    started = time.process_time()
    work()
    return time.process_time() - started


def others() -> dict[str, Callable[[Letter], bytes]]:
    """What is installed of what is compared."""
    found = {}
    for name, make in (("typst", by_typst), ("fpdf", by_fpdf)):
        try:
            found[name] = partial(make, importlib.import_module(name))
        except ImportError:
            continue
    return found


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("size", SIZES)
def test_render_beside_typst_and_fpdf2(benchmark, size: str) -> None:
    theirs = {name: (make, list[float]()) for name, make in others().items()}
    numbers = iter(range(1, 1000))

    def beside() -> tuple[tuple[Case], dict[str, object]]:
        case = letter_of(next(numbers), **SIZES[size])
        for make, times in theirs.values():
            times.append(cpu(partial(make, build_letter(case))))
        return (case,), {}

    beside()
    benchmark.pedantic(render, setup=beside, rounds=10 if size in ("sample", "7 items") else 5, warmup_rounds=1)
    ours = benchmark.stats.stats.median
    for name, (_, times) in theirs.items():
        benchmark.extra_info |= {f"{name}_ms": round(median(times[2:]) * 1000), name: round(ours / median(times[2:]), 2)}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    """A key made for this run."""
    path: Path = tmp_path_factory.mktemp("bench") / "k.p12"
    return SigningKey.load(new_key(path, PASSPHRASE).key, PASSPHRASE)


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("size", SIZES)
def test_render_and_sign(benchmark, key: SigningKey, size: str) -> None:
    """Aim: the sample in 150 ms."""
    numbers = iter(range(1, 1000))
    benchmark.pedantic(
        lambda case: sign(render(case), key),
        setup=lambda: ((letter_of(next(numbers), **SIZES[size]),), {}),
        rounds=10,
        warmup_rounds=1,
    )


class InProcess:
    """The sandbox's interface without its process."""

    def call(self, function: str, payload: bytes, *, timeout: float = 60.0) -> bytes:
        module, name = function.split(":")
        return getattr(importlib.import_module(module), name)(payload)


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("size", SIZES)
def test_examine(benchmark, key: SigningKey, size: str) -> None:
    """What `verify` does once its processes are there, the letter rendered again included. Aim: the sample in 300 ms."""
    from imr_desktop.determination.verify import examine

    pdf = sign(render(letter_of(1, **SIZES[size])), key)
    report = benchmark.pedantic(examine, (pdf, None, InProcess(), InProcess()), rounds=5, warmup_rounds=1)
    assert report.verdict == "cannot tell"


def test_verify_as_a_user_runs_it(benchmark, key: SigningKey, tmp_path: Path) -> None:
    """The command with its confined processes: wall time, with the processor time of all of them beside it."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(sign(render(letter_of(1)), key))
    command = [sys.executable, "-m", "imr_desktop", "--home", str(tmp_path / "home"), "verify", str(path)]
    before = usage.getrusage(usage.RUSAGE_CHILDREN)
    benchmark.pedantic(partial(subprocess.run, capture_output=True), (command,), rounds=5)
    after = usage.getrusage(usage.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    benchmark.extra_info["cpu_ms"] = round(spent * 1000 / 5)
