"""Paging through a record of 5,000 pages as the window shows it, beside bare drawing of the same pages in the same run."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import resource
import time
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.record import reading_sandbox
from imr_desktop.ui.app import make_application
from imr_desktop.ui.pages import PagePictures
from imr_desktop.ui.record.pane import RecordPane
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.theme import current
from tests.bench.drawn_packet import Drawer, packet_of

COUNT = 5_000
TYPED = (2_500, 37, 4_321, 1_250)
WHEELED = 20


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packet_of(tmp_path_factory.mktemp("packet"), COUNT)


def _bare(path: Path, scale: float) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for page in (COUNT, 1, *TYPED):
            bytes(pdf[page - 1].render(scale=scale).buffer)
            pdf[page - 1].get_textpage().get_text_bounded()


def test_page_through_five_thousand_pages(benchmark, qapp, packet: Path) -> None:
    make_application()
    current().apply("light")
    before, bare = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    case = Case(id="big", files=(CaseFile("a", "packet.pdf", COUNT, 1),))
    with reading_sandbox() as sandbox:
        pane, tasks = RecordPane(), Tasks()
        pane.resize(1000, 900)
        pane.set_case(case)
        pane.show()
        view = pane.view

        def seen(page: int) -> None:
            while not (view.page() == page and view.content.words(page)):
                QTest.qWait(1)

        def bare_beside() -> None:
            started = time.perf_counter()
            _bare(packet, view.width() / 612)
            bare.append(time.perf_counter() - started)
            begin()

        def begin() -> None:
            pane.set_pages(PagePictures(Drawer(sandbox, packet), tasks, case, pane))  # nothing is drawn yet

        def page_through() -> None:
            QTest.keyClick(view, Qt.Key.Key_End)
            seen(COUNT)
            QTest.keyClick(view, Qt.Key.Key_Home)
            seen(1)
            for page in TYPED:
                pane.bar.page.setText(str(page))
                QTest.keyClick(pane.bar.page, Qt.Key.Key_Return)
                seen(page)

        def wheel() -> None:
            for _turn in range(WHEELED):
                view.verticalScrollBar().setValue(view.verticalScrollBar().value() + view.viewport().height() // 2)
                QTest.qWait(1)

        begin()
        seen(1)
        benchmark.pedantic(page_through, setup=bare_beside, rounds=5, warmup_rounds=1)
        wheel()
        kept = sum(shown.image.sizeInBytes() for page in range(1, COUNT + 1) if (shown := view.content.picture(page)))
        pane.close()
        tasks.close()
    ours, theirs = benchmark.stats.stats.median, sorted(bare)[len(bare) // 2]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    benchmark.extra_info.update(
        ratio=round(ours / theirs, 2),
        milliseconds_a_page=round(1000 * ours / (2 + len(TYPED)), 1),
        pictures_megabytes=round(kept / 1e6, 1),
        memory_grown_megabytes=round(grown / 1e3, 1),
    )
