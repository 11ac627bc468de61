"""A vault with planted words, and a screen to show it on. What drives the window is shared with a battery in packaging."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planted import NUMBER, RECORD, SECRET, SUMMARY  # noqa: E402
from real_window import RealWindow, missing, screen  # noqa: E402

from imr_desktop.case import edits  # noqa: E402
from imr_desktop.review import Services  # noqa: E402
from imr_desktop.store import argon2  # noqa: E402


@pytest.fixture(scope="session")
def display():
    """A screen of its own for the whole run."""
    if lacking := missing("xclip"):
        pytest.skip(lacking)
    with screen() as name:
        yield name


@pytest.fixture
def planted(home, tmp_path, monkeypatch):
    """A locked vault with one case; `words` are what must not be found in memory, by name."""
    monkeypatch.setattr(argon2, "AIM_SECONDS", 0.01)
    note = tmp_path / "note.txt"
    note.write_text(f"PROGRESS NOTE\n\n{RECORD}\n")
    with Services(home) as services:
        services.vault.create(SECRET)
        case = edits.set_field(services.intake.take_in(None, [note]).accepted(), number=NUMBER, summary=SUMMARY)
        services.cases.save(case)
        key = bytes(services.vault.store.keys.database)
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
        return started[-1]

    yield run
    for window in started:
        window.end()
