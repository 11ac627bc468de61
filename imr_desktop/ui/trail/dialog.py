"""The audit viewer: filters above, entries at the left, the selected one in full at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from imr_desktop.language import tr
from imr_desktop.review import trail
from imr_desktop.ui.announce import announce
from imr_desktop.ui.dialogs import choose_place
from imr_desktop.ui.tasks import Tasks, sentence
from imr_desktop.ui.theme import px
from imr_desktop.ui.trail.detail import EntryDetail
from imr_desktop.ui.trail.entries_list import EntriesList
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from imr_desktop.ui.widgets.layouts import column, framed, holder, row, tab_chain

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.vault import AuditReport

WIDTH, HEIGHT, DETAIL = 1080, 640, 340
_EDGE = 48
_TYPED_MS = 250
_MOST_FINDINGS = 8


class TrailDialog(QDialog):
    """The audit trail of all cases, or of the one that was open."""

    def __init__(self, parent: QWidget, services: Services, tasks: Tasks, case_id: str = "", number: str = "") -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._wanted = trail.Filter(case_id)
        self.setWindowTitle(tr("Audit trail"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(case_id, number)
        self._connect()
        self.resize(min(px(WIDTH), parent.width() - _EDGE), min(px(HEIGHT), parent.height() - _EDGE))
        self._tasks.run(services.cases.numbers, on_done=self._on_numbers)
        self._read()

    def _build(self, case_id: str, number: str) -> None:
        self.title, self.tally = PlainLabel(tr("Audit trail"), "h1"), ElidedLabel("", "muted")
        self.text = fields.line(tr("Words to find"), "", tr("Find words, a date, an id"), longest=200)
        kinds = ("", tr("All kinds")), *((kind, trail.titled(kind)) for kind in trail.KINDS)
        cases = ((case_id, tr("This case: {what}", what=number or tr("no number"))),) if case_id else ()
        self.kind, self.scope = (
            fields.choice(tr("Kind of entry"), kinds),
            fields.choice(tr("Of which case"), (*cases, ("", tr("All cases")))),
        )
        for made in (self.kind, self.scope):
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.scope.setVisible(bool(case_id))
        self.list, self.detail = EntriesList(), EntryDetail()
        self.verify_button = Button(tr("&Verify the trail"), "shield-check")
        self.export_button = Button(tr("&Export…"), "file-down")
        self.close_button = Button(tr("Close"), kind="ghost", tip="Esc")
        self._mark = IconLabel("circle-check", "ok", 16)
        self.verdict = PlainLabel("", "body", wrap=True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark.hide()
        filters = row((self.text, 1), self.kind, self.scope)
        foot = row(self._mark, (self.verdict, 1), self.verify_button, self.export_button, self.close_button)
        self.setLayout(
            column(
                row(self.title, (self.tally, 1), spacing=12),
                12,
                filters,
                8,
                (self._body(), 1),
                12,
                foot,
                margins=(20, 16, 20, 16),
            )
        )
        tab_chain(
            self.text,
            self.kind,
            self.scope,
            self.list,
            self.detail,
            self.verify_button,
            self.export_button,
            self.close_button,
        )

    def _body(self) -> QWidget:
        self.empty = PlainLabel("", "muted", wrap=True)
        self.empty.setContentsMargins(px(16), px(12), px(16), px(12))
        left = framed(column(self.empty, (self.list, 1), margins=(1, 6, 1, 6)))
        right = framed(column((self.detail, 1), margins=(1, 1, 1, 1)))
        right.setFixedWidth(px(DETAIL))
        return holder(row((left, 1), right))

    def _connect(self) -> None:
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._read)
        self.text.textChanged.connect(self._typed.start)
        self.text.returnPressed.connect(self._read)
        self.kind.currentIndexChanged.connect(self._read)
        self.scope.currentIndexChanged.connect(self._read)
        self.list.row_model.more_wanted.connect(self._read_more)
        self.list.current_changed.connect(self._on_entry)
        self.verify_button.clicked.connect(self.verify)
        self.export_button.clicked.connect(self.export)
        self.close_button.clicked.connect(self.reject)

    # --- entries

    @Slot()
    def _read(self) -> None:
        """Read the newest entries that the filter lets through."""
        self._typed.stop()
        self._wanted = trail.Filter(self.scope.currentData() or "", self.kind.currentData() or "", self.text.text().strip())
        self.tally.setText(tr("Reading…"))
        self._tasks.run(
            trail.page, self._services, self._wanted, None, on_done=self._on_first, on_error=self._on_not_read, key="trail"
        )

    @Slot(int)
    def _read_more(self, before: int) -> None:
        self._tasks.run(
            trail.page, self._services, self._wanted, before, on_done=self._on_more, on_error=self._on_not_read, key="trail"
        )

    @Slot(object)
    def _on_first(self, page: trail.Page) -> None:
        self.list.row_model.begin()
        self._on_more(page)
        self.list.select_row(0)
        self._on_entry()

    @Slot(object)
    def _on_more(self, page: trail.Page) -> None:
        if page.wanted != self._wanted:
            return
        self.list.row_model.add(page)
        count = self.list.rows()
        self.tally.setText(
            tr("{count:,} shown", count=count) + ("" if self.list.row_model.complete() else tr(", older ones as you scroll"))
        )
        self.empty.say("" if count else tr("No entry is like that."))

    @Slot(object)
    def _on_not_read(self, error: Exception) -> None:
        self.list.row_model.failed()
        self.tally.setText("")
        self.empty.say(sentence(error))

    @Slot(object)
    def _on_numbers(self, numbers: dict[str, str]) -> None:
        self.list.row_model.set_numbers(numbers)
        self._on_entry()

    @Slot()
    def _on_entry(self) -> None:
        self.detail.show_entry(self.list.current())

    # --- verify, export

    @Slot()
    def verify(self) -> None:
        """Check hashes, numbers and signatures of the whole trail."""
        self.verify_button.setEnabled(False)
        self._show_result(tr("Verifying…"), "body", "")
        self._tasks.run(self._services.vault.verify_trail, on_done=self._on_verified, on_error=self._on_failed)

    @Slot(object)
    def _on_verified(self, result: AuditReport) -> None:
        self.verify_button.setEnabled(True)
        notes = tuple(getattr(result, "notes", ()))
        told = [*result.findings, *notes]
        more = len(told) - _MOST_FINDINGS
        lines = [trail.verified(result), *told[:_MOST_FINDINGS], *([tr("And {more} more.", more=more)] if more > 0 else [])]
        self._show_result("\n".join(lines), "ok" if result.ok else "error", "circle-check" if result.ok else "octagon-alert")

    @Slot()
    def export(self) -> None:
        """Write the whole trail where the reviewer says."""
        dialog = choose_place(self, tr("Export the audit trail"), "audit-trail.jsonl", ".jsonl", tr("JSON lines (*.jsonl)"))
        dialog.fileSelected.connect(self._export_to)

    @Slot(str)
    def _export_to(self, path: str) -> None:
        self._tasks.run(trail.export, self._services, Path(path), on_done=self._on_exported, on_error=self._on_failed)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._show_result(tr("Saved {path}", path=path), "ok", "circle-check")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.verify_button.setEnabled(True)
        self._show_result(sentence(error), "error", "octagon-alert")

    def _show_result(self, words: str, role: str, icon: str) -> None:
        self._mark.setVisible(bool(icon))
        if icon:
            self._mark.set_icon(icon, role, 16)
        self.verdict.set_role(role)
        self.verdict.setText(words)
        announce(self, words)
