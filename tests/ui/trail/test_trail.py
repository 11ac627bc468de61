"""The audit viewer: filters, detail, verifying, exporting, and a long trail that stays quick."""

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from imr_desktop.case import edits
from imr_desktop.case.model import SignedLetter
from imr_desktop.case.parties import Parties, Party
from imr_desktop.review import publishing, sending, trail
from imr_desktop.review.trail import PAGE
from imr_desktop.store import parties
from imr_desktop.store.audit import AuditEntry, AuditReport
from imr_desktop.ui.tasks import Tasks
from imr_desktop.ui.trail.dialog import TrailDialog


@pytest.fixture
def dialog(several, settle, front):
    several.menus.actions["show_trail"].trigger()
    shown = several.trail.dialog
    settle(several)
    return front(shown)


def kinds(dialog):
    model = dialog.list.row_model
    return [model.row_at(at).entry.what for at in range(model.rowCount())]


def typed(dialog, words, settle, window):
    dialog.text.setFocus()
    dialog.text.selectAll()
    QTest.keyClicks(dialog.text, words)
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    settle(window)


def test_the_open_case_is_shown_first_and_all_cases_on_request(several, dialog, settle):
    assert kinds(dialog).count("case saved") == 4
    assert "vault created" not in kinds(dialog)
    assert "CM26-0000031" in dialog.scope.currentText()
    dialog.scope.setFocus()
    QTest.keyClick(dialog.scope, Qt.Key.Key_Down)
    settle(several)
    assert "vault created" in kinds(dialog)


def test_filters_by_kind_and_words(several, dialog, settle):
    dialog.kind.setFocus()
    QTest.keyClicks(dialog.kind, "Decision")
    settle(several)
    assert kinds(dialog) == ["decision", "decision"]
    typed(dialog, "Overturned", settle, several)
    assert kinds(dialog) == ["decision"]
    typed(dialog, "100%_nothing", settle, several)
    assert kinds(dialog) == []
    assert dialog.empty.text() == "No entry is like that."
    assert dialog.detail.words() == "No entry is selected."


def test_the_detail_shows_the_digests_before_and_after(several, dialog, settle):
    typed(dialog, "case saved", settle, several)
    entry = dialog.list.current().entry
    line = several.services.cases.history("c1")[0]
    words = dialog.detail.words().replace("\n", "")
    assert line.digest in words
    assert entry.detail["before"] in words
    assert entry.hash in words
    assert entry.prev in words
    assert "CM26-0000031" in words
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    older = dialog.detail.words().replace("\n", "")
    assert line.digest not in older
    assert entry.detail["before"] in older  # what the newest changed is what this one made
    assert "Version3" in older


def test_verify_says_the_trail_is_whole(several, dialog, settle):
    QTest.keyClick(dialog.verify_button, Qt.Key.Key_Space)
    settle(several)
    assert dialog.verdict.text().startswith("The trail is whole: ")
    assert dialog.verdict.property("role") == "ok"


def test_verify_names_what_was_changed(several, dialog, settle):
    several.services.vault.store.engine.execute("UPDATE audit SET detail='{\"version\":9}' WHERE seq=3")
    dialog.verify_button.click()
    settle(several)
    assert "not whole" in dialog.verdict.text()
    assert "entry 3 was changed" in dialog.verdict.text()
    assert dialog.verdict.property("role") == "error"
    assert dialog.verify_button.isEnabled()


def test_export_writes_the_whole_trail(several, dialog, settle, tmp_path):
    dialog._export_to(str(tmp_path / "trail.jsonl"))
    settle(several)
    lines = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum("hash" in line for line in lines) == several.services.vault.verify_trail().entries
    dialog._export_to(str(tmp_path / "none" / "trail.jsonl"))
    settle(several)
    assert dialog.verdict.property("role") == "error"


def test_without_a_case_all_entries_are_shown(several, settle):
    several.case_controller.close_case()
    settle(several)
    several.menus.actions["show_trail"].trigger()
    dialog = several.trail.dialog
    settle(several)
    assert not dialog.scope.isVisible()
    assert "case saved" in kinds(dialog)
    dialog.reject()


def test_markup_in_a_comment_is_shown_as_it_stands(several, settle):
    from imr_desktop.case.model import Comment

    hostile = Comment("k1", "<img src=x> & <b>b</b>\n\u202eodd", "office", datetime(2026, 1, 5, tzinfo=UTC))
    several.session.apply("Comment", edits.add_comment, hostile)
    several.session.save_now()
    settle(several)
    several.menus.actions["show_trail"].trigger()
    dialog = several.trail.dialog
    settle(several)
    assert "<b>b</b>" in dialog.detail.words()
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if label.text())
    dialog.reject()


class LongTrail:
    """A trail of so many entries, of which only those asked for are made."""

    def __init__(self, count):
        self.count, self.asked = count, 0
        self.vault = self.cases = self

    def trail(self, case_id="", what="", text="", before_seq=None, most=500):
        self.asked += 1
        first = (before_seq or self.count + 1) - 1
        at = datetime(2026, 1, 5, tzinfo=UTC)
        return tuple(
            AuditEntry(seq, at, "reviewer", "case saved", "c1", {"version": seq}, "0" * 64, "1" * 64)
            for seq in range(first, max(first - most, 0), -1)
        )

    def verify_trail(self):
        return AuditReport(False, self.count, 1, tuple(f"Hash: entry {seq} was changed." for seq in range(100)))

    def numbers(self):
        return {}


def test_a_hundred_thousand_entries_are_read_as_they_are_scrolled_to(window, qtbot):
    services = LongTrail(100_000)
    dialog = TrailDialog(window, services, Tasks(window, inline=True))
    dialog.open()
    QApplication.processEvents()
    assert services.asked <= 3
    assert dialog.list.rows() <= 3 * PAGE
    dialog.list.setFocus()
    for _step in range(20):
        QTest.keyClick(dialog.list, Qt.Key.Key_End)
        QApplication.processEvents()
    assert services.asked <= 23
    assert dialog.list.rows() >= 15 * PAGE
    assert dialog.list.current().entry.seq == 100_001 - dialog.list.rows() or dialog.list.rows() > dialog.list.row()
    seqs = [dialog.list.row_model.row_at(at).entry.seq for at in range(dialog.list.rows())]
    assert seqs == list(range(100_000, 100_000 - len(seqs), -1))
    dialog.verify()
    assert "And 92 more." in dialog.verdict.text()
    dialog.reject()


def test_a_short_trail_ends(window):
    services = LongTrail(PAGE + 5)
    dialog = TrailDialog(window, services, Tasks(window, inline=True))
    dialog.open()
    for _step in range(4):
        QTest.keyClick(dialog.list, Qt.Key.Key_End)
        QApplication.processEvents()
    assert dialog.list.rows() == PAGE + 5
    assert dialog.tally.text() == f"{PAGE + 5} shown"
    dialog.reject()


def test_a_trail_that_cannot_be_read_is_said(window, monkeypatch):
    services = LongTrail(3)
    monkeypatch.setattr(services, "trail", lambda **_: 1 / 0)
    dialog = TrailDialog(window, services, Tasks(window, inline=True))
    dialog.open()
    assert "went wrong" in dialog.empty.text()
    dialog.reject()


def test_details_in_one_line():
    digest = "ab" * 32
    assert trail.short_detail({"version": 3, "before": digest, "after": digest}) == "Version 3"
    assert trail.short_detail({"after": "Upheld", "before": None, "item": "i1"}) == "nothing → Upheld; Item i1"
    decided = {"after": "Upheld", "before": None, "item": "316c726cacc5af06", "number": 2}
    assert trail.short_detail(decided) == "nothing → Upheld; Item 2"
    assert trail.short_detail({**decided, "item": "i1", "id": "note-1"}) == "nothing → Upheld; Item 2", "an id tells nobody"
    answered = {"criterion": "trial.failed_care", "item": "316c726cacc5af06", "number": 2, "status": "met"}
    assert trail.short_detail(answered) == "Criterion trial: failed care; Item 2; Status met"
    assert len(trail.short_detail({"text": "x" * 10_000})) < 200


def test_what_is_noted_beside_saving_can_be_filtered_by():
    assert {parties.CHANGED, publishing.PUBLISHED, sending.SENT, "case reopened", "older state noticed"} <= set(trail.KINDS)


def test_a_reopened_case_says_so_in_history_and_trail(window, small_case, settle):
    signed = edits.mark_signed(small_case, SignedLetter("f.pdf", "ab" * 32, datetime.now(UTC)))
    window.services.cases.save(signed)
    window.services.parties.keep(signed.id, Parties((Party("employee", "Lee Example"),)))
    window.case_controller.open_case(signed.id)
    settle(window)
    window.menus.actions["reopen"].trigger()
    settle(window)
    window.session.flush()
    made = window.session.case.id
    assert [line.act for line in window.services.cases.history(made)] == ["case reopened"]
    assert "case reopened" in [one.what for one in window.services.vault.trail(made)]
    assert window.services.parties.of(made).employee.name == "Lee Example", "as the command line carries them over"
