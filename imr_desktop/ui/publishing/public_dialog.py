"""The public copy beside the report of what was left out of it; it is saved once a person says to have read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.signing.preview import LetterPreview
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button, CheckBox
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, scrolled, tab_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imr_desktop.review.publishing import Made
    from imr_desktop.ui.publishing.controller import Shown

TITLE = mark("Public copy")
_WAIT = mark("Making the public copy…")
_HELD = mark("It still holds what is known of somebody, so that it cannot be saved:")
_READ = mark("I have &read this copy; it leads to nobody")


class PublicDialog(QDialog):
    """`number_wished(keep)`: the copy is to be made anew, with the case number or without it."""

    number_wished = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = LetterPreview()
        self.keep_number = CheckBox(tr("Keep the case &number, as the published index has it"))
        self.read = CheckBox(tr(_READ))
        self.read.setEnabled(False)
        self.save = Button(tr("Choose where to save…"), kind="primary")
        self.save.setEnabled(False)
        self.save.setDefault(True)
        self.close_button = Button(tr("Cancel"), kind="ghost", tip="Esc")
        self._report = column(margins=(0, 0, 8, 0), spacing=4)
        self._reported: list[QWidget] = []
        name = tr("What was left out, and what is to be looked at")
        self.report = scrolled(holder(column(self._report, None)), name, by_keys=True)
        self._lay_out(parent.size())
        self.keep_number.toggled.connect(self._on_number)
        self.read.toggled.connect(self.save.setEnabled)
        self.save.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)
        self.wait()

    def _lay_out(self, window: QSize) -> None:
        side = holder(
            column(
                PlainLabel(tr(TITLE), "h1"),
                8,
                self.keep_number,
                8,
                (self.report, 1),
                8,
                self.read,
                8,
                row(self.save, self.close_button, None),
                margins=(16, 12, 16, 12),
            )
        )
        side.setFixedWidth(px(400))
        self.setLayout(row((self.preview, 1), side, spacing=0))
        self.resize(min(px(1100), window.width() - px(40)), min(px(760), window.height() - px(60)))
        tab_chain(self.preview, self.keep_number, self.report, self.read, self.save, self.close_button)

    @Slot(bool)
    def _on_number(self, keep: bool) -> None:
        self.wait()
        self.number_wished.emit(keep)

    def wait(self) -> None:
        """Show that the copy is being made; what was said of another one no longer holds."""
        self.read.setChecked(False)
        self.read.setEnabled(False)
        self._show_report(())
        self.preview.show_note("")
        self.preview.show_sentence(tr(_WAIT))

    def show_copy(self, shown: Shown) -> None:
        """Show the pages, and what was left out, what is to be looked at, and what forbids saving."""
        self.preview.show_note(tr("exactly what will be saved"))
        self.preview.show_pages(shown.pages)
        self._show_report(_rows(shown.made))
        self.read.setEnabled(not shown.made.copy.found)

    def show_failure(self, sentence: str) -> None:
        """Show why there is no copy."""
        self.preview.show_pages(())
        self._show_report((("error", sentence),))

    def _show_report(self, rows: Iterable[tuple[str, str]]) -> None:
        for label in self._reported:
            self._report.removeWidget(label)
            label.deleteLater()
        self._reported = []
        for kind, text in rows:
            label = PlainLabel(text, kind, wrap=True)
            self._report.addWidget(label)
            self._reported.append(label)


def _rows(made: Made) -> Iterator[tuple[str, str]]:
    if made.copy.found:
        yield "error", tr(_HELD)
        yield from (("body", f"“{one}”") for one in made.copy.found)
    if made.unknown or made.questions:
        yield "h2", tr("To look at")
        yield from (("body", sentence) for sentence in made.unknown)
        yield from (
            (
                "body",
                tr(
                    "{upper}{place}: “{words}” is {what}.",
                    upper=one.place[:1].upper(),
                    place=one.place[1:],
                    words=one.words,
                    what=one.what,
                ),
            )
            for one in made.questions
        )
    yield "h2", tr("Left out")
    yield from (("body", f"{one.what[:1].upper()}{one.what[1:]}: {one.count}") for one in made.copy.removed)
