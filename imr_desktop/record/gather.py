"""From what was dropped to the files in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

MOST_FILES = 10_000
_OF_THE_SYSTEM = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))


def gather(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """The files to read, folders opened in name order, and a sentence for each thing left out.

    Files are taken whatever their ending, since what they are is in them; in folders no hidden ones and none that the
    system keeps there for itself.
    Links are followed once, so a loop ends; devices and pipes are never opened.
    """
    files: list[Path] = []
    sentences: list[str] = []
    seen: set[tuple[int, int]] = set()
    for path in paths:
        _take(path, files, sentences, seen)
    if len(files) > MOST_FILES:
        sentences.append(f"Only the first {MOST_FILES:,} of {len(files):,} files were taken; drop the others afterwards.")
    return files[:MOST_FILES], sentences


def _take(path: Path, files: list[Path], sentences: list[str], seen: set[tuple[int, int]]) -> None:
    try:
        status = path.stat()
    except OSError as error:
        sentences.append(f"{path.name} was left out: {_why(error)}.")
        return
    if (status.st_dev, status.st_ino) in seen and status.st_ino:
        return
    seen.add((status.st_dev, status.st_ino))
    if stat.S_ISDIR(status.st_mode):
        _take_folder(path, files, sentences, seen)
    elif not stat.S_ISREG(status.st_mode):
        sentences.append(f"{path.name} was left out: it is a device or a pipe, not a file.")
    else:
        files.append(path)


def _take_folder(folder: Path, files: list[Path], sentences: list[str], seen: set[tuple[int, int]]) -> None:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        sentences.append(f"The folder {folder.name} was left out: {_why(error)}.")
        return
    for name in names:
        if not name.startswith(".") and name.lower() not in _OF_THE_SYSTEM:
            _take(folder / name, files, sentences, seen)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name"
    if isinstance(error, PermissionError):
        return "this account may not open it; correct its permissions"
    return f"it cannot be opened ({(error.strerror or 'unknown reason').lower()})"
