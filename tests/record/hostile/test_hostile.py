"""Files made to harm give pages or a sentence; the reader goes on afterwards, and nothing of them is left anywhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import hostile_files  # noqa: E402

from imr_desktop.record import Reader  # noqa: E402

QUICK = (
    *(
        "forms-in-forms.pdf",
        "looped-page-tree.pdf",
        "count-that-lies.pdf",
        "script.pdf",
        "launch.pdf",
        "font-that-crashes.pdf",
    ),
    *("names-that-climb.zip", "symbolic-link.zip", "four-gigabytes-declared.zip", "entities.docx", "deep.rtf"),
    *(
        "billion-laughs.xml",
        "outside-entity.xml",
        "sectors-in-a-loop.msg",
        "pixels-that-fit-not.png",
        "bomb.tif",
        "links.tar",
    ),
    *("frames-in-a-loop.tif", "strips-that-lie.tif", "bomb.gif", "huge.bmp", "boxes.heic", "marks.txt", "script.html"),
    *(f"random{ending}" for ending in (".pdf", ".txt", ".docx", ".rtf", ".tif", ".heic", ".msg", ".zip")),
)


def test_there_are_enough_of_them():
    assert len(hostile_files.MAKERS) - sum(name.startswith(("random", "one-byte")) for name in hostile_files.MAKERS) >= 40


def test_each_gives_pages_or_a_sentence_and_the_next_good_file_is_read(tmp_path):
    paths = hostile_files.make(tmp_path / "files", names=QUICK)
    before = set(tmp_path.rglob("*"))
    said = {}
    with Reader() as reader:
        for path in paths:
            arrivals = list(reader.read_all(path))
            said[path.name] = [one.read.error or one.left_out or len(one.read.pages) or one.read.kind for one in arrivals]
        (tmp_path / "good.txt").write_text("neck pain")
        assert reader.read(tmp_path / "good.txt").pages[0].text == "neck pain"
    assert [name for name, all_said in said.items() if not all(all_said)] == []
    assert not [one for all_said in said.values() for one in all_said if isinstance(one, str) and "root:" in one]
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "good.txt"}


@pytest.mark.parametrize("name", ["billion-laughs.xml", "outside-entity.xml", "entities.docx"])
def test_entities_never_become_words(tmp_path, name, reader):
    path = tmp_path / name
    path.write_bytes(hostile_files.MAKERS[name](None))
    assert "damaged" in reader.read(path).error
