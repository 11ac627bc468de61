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


def test_every_kind_has_its_reader_or_says_what_to_do() -> None:
    assert all(callable(import_module(kind.reader).read) for kind in READERS)
    assert all(bool(kind.reader) != bool(kind.advice) for kind in file_kinds.KINDS)
    endings = [ending for kind in file_kinds.KINDS for ending in kind.endings]
    assert len(set(endings)) == len(endings)
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


def test_the_kinds_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_kinds.labels("and").startswith("PDF, Word")
    assert file_kinds.labels("or").endswith(" or text")
    monkeypatch.setattr(
        file_kinds, "OPENED", (file_kinds.PDF, Kind("Sheet", "a sheet", (), "nowhere", "sheet"), file_kinds.TEXT)
    )
    assert file_kinds.labels("or") == "PDF, sheet or text"


def test_a_folder_gives_every_file(tmp_path: Path) -> None:
    for ending in (*file_kinds.ENDINGS, ".sheet", ""):
        (tmp_path / f"a{ending}").touch()
    files, sentences = gather([tmp_path])
    assert {path.suffix for path in files} == {*file_kinds.ENDINGS, ".sheet", ""}
    assert sentences == []
