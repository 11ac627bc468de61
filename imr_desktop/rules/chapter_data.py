"""A chapter of the MTUS as it stands in ``chapters.yaml``: what it speaks to, and the words that call it."""

from __future__ import annotations

from imr_desktop.rules.model import Data


class EarlierText(Data, frozen=True):
    """A text from before a chapter's own editions, and how determinations cite the chapter by it.

    `year` stands where it is not the edition's.
    """

    edition: str
    cited: str
    year: str = ""


class Chapter(Data, frozen=True):
    """What a chapter of the MTUS speaks to, as ``chapters.yaml`` explains it; its editions name it."""

    name: str
    cited: str
    services: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    without_body: tuple[str, ...] = ()
    after_surgery: tuple[str, ...] = ()
    chronic: tuple[str, ...] = ()
    earlier_chronic: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    title_words: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    limbs: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    earlier: tuple[EarlierText, ...] = ()
    silent: tuple[str, ...] = ()
    no_chapter: tuple[str, ...] = ()
    general: bool = False
    doubtful_last: bool = False
