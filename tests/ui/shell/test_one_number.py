"""One number of what stands in the way of signing: in worklist, header, step, pane, sign view and on the command line."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView, QToolButton, QWidget

from imr_desktop.case import codec, edits
from imr_desktop.case.model import ClaimDates
from imr_desktop.cli import main
from imr_desktop.paths import resource
from imr_desktop.review import Services

_INNER = re.compile(r"\b[0-9a-f]{12,}\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z_]+:")


def _cases():
    """Invented cases, all decided: with every statement made and with none, with nothing to fix and with much."""
    sample = edits.withdraw_acknowledgements(codec.decode(resource("samples", "case.json").read_bytes()))
    made = replace(sample, files=(), documents=(), findings=(), facts=(), searches=())
    item = replace(made.items[0], rationale="The request is not necessary. [p. 3]")
    one = replace(made, attestations=(), dates=replace(made.dates, decision=None))
    many = replace(one, summary="", age=None, dates=ClaimDates(), items=(item, replace(item, id="i2")))
    for at, case in enumerate((made, replace(made, attestations=()), one, many), 1):
        yield replace(case, id=f"case-{at}", number=f"CM26-000010{at}")


def _inner_names(window):
    """Words in view, or spoken, that are inner names: ids, digests, keys."""
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    words = [one.accessibleName() for one in shown]
    words += [one.text() for one in shown if isinstance(one, QLabel | QAbstractButton)]
    for listed in (one.model() for one in shown if isinstance(one, QListView)):
        words += [str(listed.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for at in range(listed.rowCount())]
    return [word for word in words if _INNER.search(word)]


@pytest.fixture
def said(home, capsys):
    """Stored cases: what the command line says of each by number, in words, and the number it gives programs."""
    found = {}
    with Services(home) as services:
        for case in _cases():
            services.cases.save(case)
    for case in _cases():
        main(["check", case.number, "--json", "--home", str(home.root)])
        fix = json.loads(capsys.readouterr().out)["to_fix"]
        main(["check", case.number, "--home", str(home.root)])
        found[case.number] = fix, capsys.readouterr().out
    return found


def test_everybody_says_the_same_number(said, request, qtbot, settle, front):
    window = front(request.getfixturevalue("window"))
    worklist = window.home_view.worklist
    ids = {case.number: case.id for case in _cases()}
    assert {min(fix, 2) for fix, _ in said.values()} == {0, 1, 2}
    for number, (fix, printed) in said.items():
        row = worklist.model().row_of(ids[number])
        qtbot.waitUntil(lambda row=row: worklist.model().case_at(row).blocking is not None)
        chip = worklist.model().case_at(row).status.word
        worklist.select_row(row)
        qtbot.keyClick(worklist, Qt.Key.Key_Return)
        settle(window)
        view = window.case_view
        qtbot.waitUntil(lambda: window.session.last_checked is not None)
        steps = {button.accessibleName() for button in view.header.steps.findChildren(QToolButton)}
        assert not _inner_names(window)
        if fix:
            assert (chip, view.header.sign.text().strip()) == (f"{fix} to fix", f"{fix} to fix, then sign")
            assert f"Checks: {fix} to fix" in steps
            assert view.checks.digest()[1].startswith(f"{fix} to fix")
            assert view.checks.model.count("must fix") == fix
            assert f"  {fix} to fix" in printed
        else:
            assert chip in ("Ready to sign", "Review and sign")
            assert view.header.sign.text().strip() == "Review and sign"
            assert not any("to fix" in step.replace("Nothing to fix", "") for step in steps)
            assert view.checks.model.count("must fix") == 0
            assert "to fix" not in printed.replace("Nothing to fix", "")
        qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.session.case is None)
        settle(window)
