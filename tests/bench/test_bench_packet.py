"""A packet parted, its facts, requests, conflicts and chronology found, beside reading its text in the same run."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TypeVar

from imr_desktop.extract import foresee, split_documents
from imr_desktop.record import FileRead
from imr_desktop.record.pdf import read
from imr_desktop.review import remembered
from imr_desktop.review.grouping import grouped
from imr_desktop.review.overview import looked_over, overview_of
from imr_desktop.ui.intake.proposal_rows import blocks_of
from tests.ground.packet import packet

PAGES, MORE = 20, 60
MOST_LEFT = 0.3
"""How much is left to do, of understanding a packet, where it was parted and its facts were found while it was read."""
MOST_SHOWN = 0.03
"""How much the window's own thread has to do to show a packet's proposals and take them in, of understanding it."""
MOST = 2.0
"""How many times reading its text a packet may take to be understood."""
MOST_MORE = 4.0
"""How many times as long three times as many pages may take."""
_T = TypeVar("_T")


def _cost(act: Callable[[], _T]) -> tuple[float, _T]:
    """Processor seconds, and what came of it."""
    began = time.process_time()
    made = act()
    return time.process_time() - began, made


def _understood(file: FileRead) -> int:
    remembered.forget()
    return _gone_through(file)


def _gone_through(file: FileRead) -> int:
    taken = grouped(None, [file])[0]
    overview_of(taken)
    return len(taken.case.documents)


def test_a_packet_is_understood_beside_reading_it(benchmark) -> None:
    costs: dict[int, float] = {}
    reference = 0.0
    for pages in (PAGES, MORE):
        data = packet(7, pages=pages).pdf()
        reading, pages_read = _cost(lambda data=data: read(io.BytesIO(data)).pages)
        file = FileRead("", "packet.pdf", str(pages), "pdf", pages_read)
        _understood(file)  # patterns are compiled once
        costs[pages], documents = _cost(lambda file=file: _understood(file))
        assert documents > pages / 3
        reference = reading
    benchmark.pedantic(_understood, args=(file,), rounds=1)
    ratio, more = costs[MORE] / reference, costs[MORE] / costs[PAGES]
    benchmark.extra_info.update(
        beside_reading=round(ratio, 2),
        seconds_for_600_pages=round(costs[MORE] * 600 / len(file.pages), 2),
        three_times_the_pages=round(more, 2),
    )
    assert ratio < MOST
    assert more < MOST_MORE


def test_what_was_found_while_a_packet_was_read_is_not_found_again(benchmark) -> None:
    pages = read(io.BytesIO(packet(7, pages=MORE).pdf())).pages
    file = FileRead("", "packet.pdf", "d", "pdf", pages)
    _understood(file)  # patterns are compiled once
    whole, _ = _cost(lambda: _understood(file))
    remembered.forget()
    foresee(file, split_documents(file, 1)[:-1], 1, int)
    left, _ = _cost(lambda: _gone_through(file))
    benchmark.pedantic(_understood, args=(file,), rounds=1)
    benchmark.extra_info.update(left_of_the_whole=round(left / whole, 2))
    assert left / whole < MOST_LEFT


def test_showing_and_taking_a_packet_is_little_beside_understanding_it(benchmark) -> None:
    pages = read(io.BytesIO(packet(7, pages=MORE).pdf())).pages
    file = FileRead("", "packet.pdf", "d", "pdf", pages)
    _understood(file)  # patterns are compiled once
    remembered.forget()
    whole, taken = _cost(lambda: looked_over(grouped(None, [file])[0]))

    def shown() -> int:
        return len(blocks_of(taken)) + len(taken.accepted(taken.sure).findings)

    cost, rows = _cost(shown)
    assert rows
    benchmark.pedantic(shown, rounds=1)
    benchmark.extra_info.update(of_the_whole=round(cost / whole, 4))
    assert cost / whole < MOST_SHOWN
