"""The determination as PDF bytes: unsigned, ready to sign, or a draft."""

from __future__ import annotations

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case
from imr_desktop.determination.letter import Letter, build_letter
from imr_desktop.determination.outgoing import Attachment, digest_of, letter_data, outgoing_case
from imr_desktop.determination.printed import refuse_unprintable
from imr_desktop.determination.signs import printable
from imr_desktop.determination.wording import wording_of
from imr_desktop.errors import RenderError

_LONGEST = 1_200_000


def render(case: Case, *, draft: bool = False, attachment: Attachment = "letter data") -> bytes:
    """The letter of a case, as `Case.issue` says it is issued, with data attached as ``case.json`` unless it is *none*.

    The same case gives the same bytes. The pages are the same whatever is attached. A draft says so on every page, has no
    place for a signature, and is made whatever is open; a final letter is refused while an item is undecided, or a text
    holds what no typeface draws. Raises RenderError.
    """
    if not draft:
        refuse_undecided(case)
    from imr_desktop.determination.finish import finish
    from imr_desktop.determination.layout import lay_out

    words = wording_of(case.issue)
    try:
        said = letter_data(case)
        written = codec.encode(said)
        data = _attached(case, written, attachment)
    except UnicodeEncodeError:
        raise RenderError(
            "The case holds half a character, as some programs leave when they copy; type the text again."
        ) from None
    if not draft:
        refuse_unprintable(said)
    letter = build_letter(said)
    _refuse_endless(letter)
    raw, place = lay_out(letter, words, digest=digest_of(written), draft=draft)
    title = printable(f"{letter.title} {letter.number}".strip())
    return finish(raw, title=title, edition=words.edition, data=data, signature=None if draft else place)


def _attached(case: Case, written: bytes, attachment: Attachment) -> bytes | None:
    if attachment == "none":
        return None
    return codec.encode(outgoing_case(case)) if attachment == "whole case" else written


def _refuse_endless(letter: Letter) -> None:
    if len(msgspec.json.encode(letter)) > _LONGEST:
        raise RenderError("The letter would be longer than 300 pages; shorten the summary or the rationales.")


def refuse_undecided(case: Case) -> None:
    """Raise RenderError where something of a case is left to decide."""
    if not case.items:
        raise RenderError("The case has no disputed item; enter what was asked for, or make a draft.")
    for number, item in enumerate(case.items, 1):
        if not item.settled:
            raise RenderError(f"Item {number} has no decision; decide it as Upheld or Overturned, or make a draft.")
