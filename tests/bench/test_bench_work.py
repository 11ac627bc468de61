"""Reading letters beside bare text extraction in the same run, and rules and checks together after a change."""

from __future__ import annotations

import time
from itertools import count
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case
from imr_desktop.extract import parse_determination
from imr_desktop.record import FileRead, Reader, RecordText
from imr_desktop.review import Services


@pytest.fixture
def case(sample_case_file: Path) -> Case:
    return codec.decode(sample_case_file.read_bytes())


@pytest.fixture
def read(packet: Path) -> FileRead:
    with Reader() as reader:
        return reader.read(packet)


def _bare_text(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_bounded()) for page in pdf)


def test_read_letters(benchmark, letters: Path) -> None:
    files = sorted(letters.glob("*.pdf"))
    bare: list[float] = []

    def bare_beside() -> None:
        started = time.perf_counter()
        assert all(_bare_text(file) for file in files)
        bare.append(time.perf_counter() - started)

    with Reader() as reader:

        def read_all() -> None:
            reads = [reader.read(file) for file in files]
            assert all(parse_determination([page.text for page in read.pages]) for read in reads)

        benchmark.pedantic(read_all, setup=bare_beside, rounds=3, warmup_rounds=1)
    ours = benchmark.stats.stats.median
    theirs = sorted(bare)[len(bare) // 2]
    benchmark.extra_info.update(
        letters_per_second=round(len(files) / ours, 1),
        bare_letters_per_second=round(len(files) / theirs, 1),
        ratio=round(theirs / ours, 2),
    )


def test_check_again_with_20_items(benchmark, case: Case, read: FileRead, home) -> None:
    """As after each change: one rationale differs, the rest of the case and its record are as before."""
    [item] = case.items
    items = tuple(msgspec.structs.replace(item, id=str(number), title=f"{item.title} ({number})") for number in range(1, 21))
    case = msgspec.structs.replace(case, items=items, expected_items=20)
    record = RecordText.from_reads(case, [read])
    numbers = count()
    with Services(home) as services:

        def changed() -> tuple[tuple[Case], dict]:
            text = f"{item.rationale} Change {next(numbers)}."
            return (edits.change_item(case, "7", rationale=text),), {}

        benchmark.pedantic(
            lambda changed_case: services.checking.check(changed_case, record), setup=changed, rounds=20, warmup_rounds=2
        )
