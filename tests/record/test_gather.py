"""What was dropped becomes files, in order, whatever lies in the folders."""

import os

import pytest

from imr_desktop.record import gather


def test_folders_are_opened_in_name_order(tmp_path):
    for number in range(500):
        (tmp_path / f"{number:03}.pdf").write_bytes(b"%PDF-")
    files, sentences = gather([tmp_path])
    assert [file.name for file in files] == [f"{number:03}.pdf" for number in range(500)]
    assert sentences == []


def test_a_loop_of_links_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "a" / "note.txt").write_text("x")
    files, _ = gather([tmp_path])
    assert [file.name for file in files] == ["note.txt"]


def test_the_same_file_is_taken_once(tmp_path):
    (tmp_path / "note.txt").write_text("x")
    files, _ = gather([tmp_path / "note.txt", tmp_path, tmp_path / "note.txt"])
    assert len(files) == 1


def test_odd_names_are_files_like_others(tmp_path):
    names = ['it\'s "quoted".txt', "two\nlines.txt", os.fsdecode(b"\xff\xfe.txt")]
    for name in names:
        (tmp_path / name).write_text("x")
    files, sentences = gather([tmp_path])
    assert sorted(file.name for file in files) == sorted(names)
    assert sentences == []


def test_what_is_left_out_is_said(tmp_path):
    (tmp_path / "photo.heic").write_bytes(b"x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "Thumbs.db").write_text("x")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    files, sentences = gather([tmp_path, tmp_path / "gone"])
    assert [file.name for file in files] == ["photo.heic"]  # what it is is in it
    assert sentences == [
        "broken.txt was left out: there is no such file; check the name.",
        "pipe.txt was left out: it is a device or a pipe, not a file.",
        "gone was left out: there is no such file; check the name.",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may open any folder")
def test_a_closed_folder_is_said(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    assert "this account may not open it" in gather([tmp_path / "closed"])[1][0]
