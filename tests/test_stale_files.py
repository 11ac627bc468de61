"""What a killed run left in the clear goes at the next start, and nothing else does."""

import os
import tempfile
import time

import pytest

from imr_desktop import stale_files


@pytest.fixture
def home(home):
    home.root.mkdir()
    return home


def pasted(home, name=".pasted-abc"):
    folder = home.root / name
    folder.mkdir()
    file = folder / "Pasted determination.txt"
    file.write_text("the patient fell")
    return file


def test_pasted_text_of_a_killed_run_goes(home):
    file = pasted(home)
    kept = file.open("rb")
    assert stale_files.sweep(home) == 1
    assert not file.parent.exists()
    with kept:
        assert b"patient" not in kept.read(), "its bytes are overwritten"


def test_links_are_not_followed(home, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("mine")
    (home.root / ".pasted-link").symlink_to(mine)
    pasted(home)
    (home.root / ".pasted-abc" / "link.txt").symlink_to(mine / "letter.txt")
    os.link(mine / "letter.txt", home.root / ".pasted-abc" / "hard.txt")
    assert stale_files.sweep(home) == 2
    assert (mine / "letter.txt").read_text() == "mine"
    assert list(home.root.iterdir()) == []


def test_a_linked_temporary_folder_is_left_alone(home, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    home.temp.symlink_to(tmp_path / "other")
    assert stale_files.sweep(home) == 0
    assert (tmp_path / "other" / "letter.txt").read_text() == "mine"


def test_a_linked_handover_is_left_alone(home, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "download.tmp").write_text("mine")
    os.utime(other / "download.tmp", (time.time() - 3600,) * 2)
    (home.root / "handover").symlink_to(other)
    assert stale_files.sweep(home) == 0
    assert (other / "download.tmp").read_text() == "mine"


def test_only_what_is_known_goes(home):
    for name in ("settings.json", "imr-desktop.log", "pasted-note.txt"):
        (home.root / name).write_text("{}")
    (home.root / "handover").mkdir()
    fresh, old = home.root / "handover" / ".1.json.tmp", home.root / "handover" / ".2.json.tmp"
    for part in (fresh, old):
        part.write_text("[]")
    os.utime(old, (time.time() - 3600,) * 2)
    (home.root / ".settings.json.tmp").write_text("{}")
    assert stale_files.sweep(home) == 2
    assert sorted(path.name for path in home.root.rglob("*") if path.is_file()) == [
        ".1.json.tmp",
        "imr-desktop.log",
        "pasted-note.txt",
        "settings.json",
    ]


def test_what_is_temporary_lies_in_the_home_and_goes(home, monkeypatch):
    monkeypatch.setenv("TMPDIR", "")
    monkeypatch.setattr(tempfile, "tempdir", None)
    stale_files.private_temp(home)
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"a page for the printer")
    assert home.temp in home.temp.parent.joinpath(file.name).parents
    assert stale_files.sweep(home) == 1
    assert list(home.temp.iterdir()) == []
