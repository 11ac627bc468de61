"""The lock, from outside: real keys into a real window, then its memory, the clipboard, and what lies on the disk."""

from __future__ import annotations

import time

import pytest
from planted import NUMBER, RECORD, SECRET, SUMMARY
from real_window import until

from imr_desktop import settings
from imr_desktop.settings import Settings


def show_summary(window):
    """Open the first case and copy its whole summary; the pane is in view afterwards."""

    def shown():
        window.click(900, 141, times=2)
        time.sleep(0.5)
        return copy_summary(window)

    until(shown, "the case's summary")


def copy_summary(window):
    window.keys("ctrl+3", "ctrl+a", "ctrl+c")
    time.sleep(0.3)
    return SUMMARY in window.copied("clipboard")


def test_locking_leaves_nothing_behind(planted, start):
    window = start(planted.home)
    window.unlock(SECRET)
    show_summary(window)
    try:
        before = window.found({name: planted.words[name] for name in ("summary", "key in hex")})
    except PermissionError:
        pytest.skip("This account may not read another process's memory, so what stays there cannot be counted.")
    assert len(before) == 2, "the measure finds words"
    assert SUMMARY in window.copied("primary")
    window.keys("ctrl+o")
    window.focus("Open files")
    time.sleep(0.3)
    window.keys("ctrl+l")
    window.wait_for_new()
    time.sleep(1)
    assert window.found(planted.words) == {}
    assert window.copied("primary") == window.copied("clipboard") == ""
    assert not window.is_open
    assert window.children() == []
    assert not any(str(planted.home.vault) in name for name in window.open_files())
    left = b"".join(
        path.read_bytes() for folder in (planted.home.root, window.config) for path in folder.rglob("*") if path.is_file()
    )
    for text in (SUMMARY, RECORD, NUMBER, SECRET):
        assert text.encode() not in left
        assert text.encode("utf-16-le") not in left
    assert list(window.config.rglob("QtProject*")) == list(window.config.rglob("recently-used*")) == []

    window.unlock(SECRET)
    until(lambda: copies_again(window), "the same case and pane to come back")

    for selection in ("primary", "clipboard"):
        window.call("sh", "-c", f"printf 'from elsewhere' | xclip -i -selection {selection} >/dev/null 2>&1")
    until(lambda: {window.copied(one) for one in ("primary", "clipboard")} == {"from elsewhere"}, "the other program's words")
    window.keys("ctrl+l")
    until(lambda: not window.is_open, "the vault to be closed")
    window.wait_for_new()
    assert window.copied("primary") == window.copied("clipboard") == "from elsewhere", "another program's words stay"


def copies_again(window):
    """The summary has the keyboard again without being chosen."""
    window.keys("ctrl+a", "ctrl+c")
    time.sleep(0.3)
    return SUMMARY in window.copied("clipboard")


def test_files_given_to_a_locked_vault_wait_and_are_taken_in(planted, start, tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(f"PROGRESS NOTE\n\nSeen on 03/05/2016, {name}.\n")
    window = start(planted.home, folder / "one.txt")
    until(window.windows, "the window")
    second = start(planted.home, folder)
    assert second.process.wait(20) == 0, "handed over to the first"
    window.focus()
    window.type("wrong words")
    window.keys("Return")
    time.sleep(1)
    window.unlock(SECRET)
    until(lambda: len(stored_files(planted.home)) == 6, "both files to be taken in")
    time.sleep(1)
    assert len(stored_files(planted.home)) == 6


def stored_files(home):
    return [path for path in (home.vault / "files").rglob("*") if path.is_file() and ".tmp" not in path.name]


def test_copies_go_by_themselves_and_nothing_is_typed_behind_the_private_screen(home, start):
    settings.save(home, Settings(forget_copies_seconds=3, specialty="Pain Medicine", licensure="California"))
    window = start(home)
    window.focus()

    def asked():
        window.keys("Escape", "ctrl+shift+v")
        time.sleep(0.5)
        return window.windows("Paste determination")

    until(asked, "the dialog")
    window.focus("Paste determination")

    def copied():
        window.keys("ctrl+a", "ctrl+c")
        time.sleep(0.3)
        return window.copied("clipboard") == "words of a case"

    def typed():
        window.keys("ctrl+a")
        window.type("words of a case")
        return copied()

    until(typed, "what is typed in view")
    window.keys("F12")
    window.type("typed behind it")
    window.keys("F12")
    until(copied, "what was typed in view, and no more")
    until(lambda: window.copied("clipboard") == window.copied("primary") == "", "what was copied to go")
    window.call("sh", "-c", "printf 'from elsewhere' | xclip -i -selection clipboard >/dev/null 2>&1")
    time.sleep(3.5)
    assert window.copied("clipboard") == "from elsewhere", "another program's words stay"
