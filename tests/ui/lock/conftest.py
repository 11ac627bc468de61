"""A vault with planted words, and a screen to show it on."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from real_window import NUMBER, RECORD, SECRET, SUMMARY, RealWindow, missing, screen  # noqa: E402

from imr_desktop.case import edits  # noqa: E402
from imr_desktop.review import Workbench  # noqa: E402
from imr_desktop.store import argon2  # noqa: E402


@pytest.fixture(scope="session")
def display():
    """A screen of its own for the whole run."""
    if missing():
        pytest.skip(f"The real window needs {missing()}, which this computer does not have.")
    with screen() as name:
        yield name


@pytest.fixture
def planted(home, tmp_path, monkeypatch):
    """A locked vault with one case; `words` are what must not be found in memory, by name."""
    monkeypatch.setattr(argon2, "AIM_SECONDS", 0.01)
    note = tmp_path / "note.txt"
    note.write_text(f"PROGRESS NOTE\n\n{RECORD}\n")
    with Workbench(home) as bench:
        bench.custody.create(SECRET)
        case = edits.set_field(bench.accept(bench.take_in(None, [note])), number=NUMBER, summary=SUMMARY)
        bench.save(case)
        key = bytes(bench.custody.vault.keys.database)
    note.unlink()
    texts = {"summary": SUMMARY[:16], "record": RECORD[:15], "number": NUMBER, "passphrase": SECRET}
    words = {name: text.encode() for name, text in texts.items()}
    words |= {f"{name} as Qt keeps it": text.encode("utf-16-le") for name, text in texts.items()}
    words |= {"key": key, "key in hex": key.hex().encode()}
    return SimpleNamespace(home=home, case=case.id, words=words)


@pytest.fixture
def start(display, tmp_path):
    """Starts the program on a home, as often as a test likes; nothing of it is left afterwards."""
    started: list[RealWindow] = []
    config = tmp_path / "config"
    config.mkdir()

    def run(home, *words):
        started.append(RealWindow(display, home.root, config, *map(str, words)))
        started[-1].config = config
        return started[-1]

    yield run
    for window in started:
        window.end()
