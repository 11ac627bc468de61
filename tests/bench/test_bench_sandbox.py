"""The limited process beside the same work without one: a packet, a page's picture, and how long a process takes to start."""

from __future__ import annotations

import time
from itertools import count
from pathlib import Path
from statistics import median

import pypdfium2

from imr_desktop.record import Reader, reading_sandbox, render_page

ROUNDS = 15


def _bare_text(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_bounded()) for page in pdf)


def _timed(bare: list[float], work: object, *arguments: object) -> None:
    started = time.perf_counter()
    work(*arguments)
    bare.append(time.perf_counter() - started)


def test_the_packet_beside_bare_text(benchmark, packet: Path) -> None:
    bare: list[float] = []
    with Reader() as reader:
        benchmark.pedantic(
            lambda: reader.read(packet), setup=lambda: _timed(bare, _bare_text, packet), rounds=ROUNDS, warmup_rounds=1
        )
    benchmark.extra_info.update(
        bare_ms=round(median(bare) * 1000, 1), ratio=round(benchmark.stats.stats.median / median(bare), 2)
    )


def test_a_page_beside_one_drawn_here(benchmark, packet: Path) -> None:
    here, number, again = [], count(), count()
    with pypdfium2.PdfDocument(packet) as document, Reader() as reader:

        def draw(at: int) -> bytes:
            return bytes(document[at].render(scale=1.5, may_draw_forms=True, force_bitmap_format=4).buffer)

        benchmark.pedantic(
            lambda: render_page(reader.sandbox, packet, next(again) % 30 + 1, 1.5),
            setup=lambda: _timed(here, draw, next(number) % 30),
            rounds=60,
            warmup_rounds=1,
        )
    benchmark.extra_info.update(
        here_ms=round(median(here) * 1000, 1), ratio=round(benchmark.stats.stats.median / median(here), 2)
    )


def test_a_process_starts_and_confines_itself(benchmark) -> None:
    def start() -> None:
        with reading_sandbox() as sandbox:
            sandbox.status()

    benchmark.pedantic(start, rounds=5, warmup_rounds=1)
