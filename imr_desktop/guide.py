"""The user guide: chapters of markdown that ship with the program, read by the window and by the command line."""

from __future__ import annotations

from dataclasses import dataclass

from imr_desktop.paths import resource


@dataclass(frozen=True)
class Chapter:
    """One chapter: the word that names it on the command line, the file that links name, its title and its markdown."""

    name: str
    file: str
    title: str
    text: str


def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order. Raises FileNotFoundError, with a sentence, where the installation is incomplete."""
    made = []
    for path in sorted(resource("guide").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        made.append(Chapter(path.stem.partition("-")[2], path.name, text.partition("\n")[0].removeprefix("# "), text))
    return tuple(made)
