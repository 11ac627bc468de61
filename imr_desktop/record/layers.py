"""The layers of a page's text put together: what the file itself says, what a machine read, what a person read by eye.

A machine is only heard where the file's own page was not read, and what it read stays doubtful until a person has read the
page. The file's reading and the machine's are kept as they were made; this says what they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from imr_desktop.case.record import PageNote, WordCorrection
from imr_desktop.record.model import FileRead, PageText, Word

replace = msgspec.structs.replace

NOT_TYPED = "A person looked at it by eye; its words were not typed."
_TOKEN = re.compile(r"\S+")
_SAME_PLACE = 0.5
"""How much of the smaller of two boxes they share where they are one place."""


def layered(
    read: FileRead, machine: Mapping[int, PageText], notes: Iterable[PageNote], first_page: int
) -> tuple[PageText, ...]:
    """The pages of a file as they are known now.

    `machine` holds readings by the page's number in the file, from 1; `notes` are the case's, whatever file they are about;
    `first_page` is the file's first case page.
    """
    by_page = {note.page: note for note in notes}
    return tuple(
        _noted(_read_by_machine(page, machine.get(page.number)), by_page.get(first_page + page.number - 1))
        for page in read.pages
    )


def states(pages: Iterable[PageText], first_page: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The case pages that no search can see, and those that only a machine read."""
    listed = [(first_page + page.number - 1, page.verdict) for page in pages]
    return (
        tuple(page for page, verdict in listed if verdict == "not read"),
        tuple(page for page, verdict in listed if verdict == "doubtful"),
    )


def _read_by_machine(page: PageText, reading: PageText | None) -> PageText:
    if reading is None or page.verdict != "not read":
        return page
    if reading.verdict == "not read":
        return replace(page, reasons=_each_once(page.reasons, reading.reasons))
    return replace(
        reading,
        number=page.number,
        verdict="doubtful",
        reasons=reading.reasons or page.reasons,  # the file's say that no text is known, which is no longer so
        width=reading.width or page.width,
        height=reading.height or page.height,
        turned=(page.turned + reading.turned) % 360,
        hidden=page.hidden,
    )


def _noted(page: PageText, note: PageNote | None) -> PageText:
    if note is None:
        return page
    page = _corrected(page, note.corrections)
    if note.text:
        verdict = "doubtful" if page.verdict == "not read" else page.verdict
        page = replace(page, text=note.text, words=(), layout="", verdict=verdict)
    if note.read_at is None or page.verdict == "read":
        return page
    if page.verdict == "not read":
        return replace(page, reasons=_each_once(page.reasons, (NOT_TYPED,)))
    sure = tuple(replace(word, doubtful=False) for word in page.words)
    return replace(page, verdict="read", reasons=(), words=sure)


def _corrected(page: PageText, corrections: Iterable[WordCorrection]) -> PageText:
    """A machine's page with words put right; one that stands where the machine saw none comes last, in a line of its own."""
    for correction in corrections:
        page = _with_correction(page, correction)
    return page


def _with_correction(page: PageText, correction: WordCorrection) -> PageText:
    at = next((at for at, word in enumerate(page.words) if _is_there(word, correction)), None)
    typed = " ".join(correction.text.split())
    if at is None:
        if not typed:
            return page
        added = Word(typed, correction.box, "hand")
        return replace(page, text=f"{page.text}\n{typed}".lstrip("\n"), words=(*page.words, added), layout="")
    text = _with_token(page.text, _tokens_before(page.words[:at]), page.words[at].text, typed)
    word = (Word(typed, page.words[at].box, "hand"),) if typed else ()
    return replace(page, text=text, words=(*page.words[:at], *word, *page.words[at + 1 :]), layout="")


def _is_there(word: Word, correction: WordCorrection) -> bool:
    return word.text == correction.was and _shared(word.box, correction.box) >= _SAME_PLACE


def _shared(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return 1.0 if first == second else across * down / least if across > 0 and down > 0 and least > 0 else 0.0


def _tokens_before(words: Iterable[Word]) -> int:
    return sum(len(word.text.split()) for word in words)


def _with_token(text: str, before: int, was: str, now: str) -> str:
    """The text with the word behind so many tokens replaced; a machine's text holds its words in their order."""
    tokens = list(_TOKEN.finditer(text))[before : before + len(was.split())]
    if not tokens:
        return text
    start, end = tokens[0].start(), tokens[-1].end()
    if not now and text[end : end + 1] == " ":
        end += 1
    return text[:start] + now + text[end:]


def _each_once(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
