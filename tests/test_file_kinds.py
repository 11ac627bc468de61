"""One table says which files can be read: its modules read, and every list and sentence of kinds follows it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from imr_desktop import file_kinds
from imr_desktop.file_kinds import READERS, Kind
from imr_desktop.record import gather

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_has_its_reader_and_the_last_one_takes_what_no_other_does() -> None:
    assert all(callable(import_module(kind.reader).read) for kind in READERS)
    assert [kind.label for kind in READERS if not kind.magic] == [READERS[-1].label]
    assert len(set(file_kinds.ENDINGS)) == len(file_kinds.ENDINGS)
    assert all(ending == ending.lower() and ending.startswith(".") for ending in file_kinds.ENDINGS)


def test_the_kinds_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_kinds.labels("and") == "PDF and text"
    sheet = Kind("sheet", "a sheet", (".sheet",), b"SHEET", "nowhere")
    monkeypatch.setattr(file_kinds, "READERS", (READERS[0], sheet, *READERS[1:]))
    assert file_kinds.labels("or") == "PDF, sheet or text"


def test_a_folder_gives_the_files_of_every_kind(tmp_path: Path) -> None:
    for ending in (*file_kinds.ENDINGS, ".sheet"):
        (tmp_path / f"a{ending}").touch()
    files, sentences = gather([tmp_path])
    assert {path.suffix for path in files} == set(file_kinds.ENDINGS)
    assert sentences == ["a.sheet was left out: only PDF and text files can be read; save it as a PDF first."]
