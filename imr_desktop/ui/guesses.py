"""What of a document is a guess, in words, wherever documents are listed. Imports no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.language import mark, tr

if TYPE_CHECKING:
    from imr_desktop.case.model import Document

DOUBTFUL = 0.25
"""From here on a document's beginning is shown as a guess: the evidence for it is below seven to one."""
_GUESSES = {"start": mark("start in doubt"), "kind": mark("kind a guess"), "date": mark("date a guess")}


def guesses_of(document: Document) -> tuple[str, ...]:
    """What of a document is a guess: ``start``, ``kind``, ``date``."""
    start = ("start",) if document.doubt >= DOUBTFUL else ()
    return (*start, *(one for one in document.guessed if one in _GUESSES))


def guess_words(document: Document) -> str:
    """The same in words, for a line of a list; empty where all is sure."""
    return ", ".join(tr(_GUESSES[one]) for one in guesses_of(document))
