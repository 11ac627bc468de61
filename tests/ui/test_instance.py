"""A second start hands its files to the first; what a dead one left behind stands in nobody's way."""

import subprocess
import sys
import textwrap

import pytest
from PySide6.QtCore import QObject

from imr_desktop.ui.instance import claim, hand_over

SECOND = textwrap.dedent("""
    import sys
    from pathlib import Path
    from imr_desktop.paths import Home
    from imr_desktop.ui.app import run
    sys.exit(run(Home(Path(sys.argv[1])), files=[Path(name) for name in sys.argv[2:]]))
""")


@pytest.fixture
def owner(qtbot):
    return QObject()


def test_a_second_start_hands_its_files_over_and_ends(qtbot, home, owner, tmp_path):
    instance = claim(home, owner)
    file = tmp_path / "Jane's \u2068letter\n.pdf"
    with qtbot.waitSignal(instance.files_came, timeout=20_000) as came:
        second = subprocess.Popen([sys.executable, "-c", SECOND, str(home.root), str(file)])
    assert came.args == [[file]]
    assert second.wait(20) == 0
    assert list((home.root / "handover").iterdir()) == []
    instance.close()


def test_a_window_that_does_not_answer_gets_no_files(qtbot, home, owner, tmp_path):
    instance = claim(home, owner)
    assert claim(home, owner) is None
    instance._watcher.removePath(str(home.root / "handover"))
    assert not hand_over(home, [tmp_path / "a.pdf"], patience=0.2)
    assert list((home.root / "handover").iterdir()) == []
    instance.close()


def test_a_dead_window_is_no_window(qtbot, home, owner):
    dead = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from PySide6.QtCore import QCoreApplication, QObject
        from imr_desktop.paths import Home
        from imr_desktop.ui.instance import claim
        app = QCoreApplication([])
        kept = claim(Home(Path(sys.argv[1])), app)
        os._exit(9 if kept else 1)
    """),
            str(home.root),
        ],
        check=False,
    )
    assert dead.returncode == 9
    instance = claim(home, owner)
    assert instance is not None
    instance.close()


@pytest.mark.parametrize("content", [b"", b"[", b"{}", b"[1, null]", b"\xff"])
def test_a_broken_offer_is_let_go(qtbot, home, owner, content):
    instance = claim(home, owner)
    came = []
    instance.files_came.connect(came.append)
    (home.root / "handover" / "1.json").write_bytes(content)
    instance.take()
    assert came[0] == []
    assert list((home.root / "handover").iterdir()) == []
    instance.close()
