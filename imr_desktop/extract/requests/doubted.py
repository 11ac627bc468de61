"""Amounts that rest on a number a machine was not sure of are not told: unknown is said rather than another number.

Which numbers an amount rests on is found by reading the paper again with other numbers in their place: what is told
otherwise then rested on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from imr_desktop.extract.requests.model import Found
from imr_desktop.record.model import PageText, Word

_SURE = 0.6
"""Below this a machine's number is another one often enough: see the guide's measured figures."""
_COUNT = re.compile(r"[#(]?\d{1,3}(?:[x\u00d7]\d{0,2})?[),;]?")
_OTHER = str.maketrans("0123456789", "5678912341")
_DIGITS = re.compile(r"\d+")


def otherwise_counted(page: PageText) -> PageText:
    """A page with another number in place of each that the machine was not sure of; the same page where it was."""
    if page.verdict != "doubtful" or not any(map(_is_unsure, page.words)):
        return page
    words = tuple(
        msgspec.structs.replace(word, text=word.text.translate(_OTHER)) if _is_unsure(word) else word for word in page.words
    )
    return msgspec.structs.replace(page, words=words)


def _is_unsure(word: Word) -> bool:
    return word.origin == "machine" and word.confidence < _SURE and _COUNT.fullmatch(word.text) is not None


def surely_counted(found: Sequence[Found], otherwise: Sequence[Found]) -> tuple[Found, ...]:
    """What was found, with those amounts alone that are told with other numbers in place of the doubtful ones, too."""
    if [_plain(one) for one in found] != [_plain(one) for one in otherwise]:
        return tuple(found)  # a list reads otherwise: what belongs to what is not known
    return tuple(
        one._replace(
            asked=one.asked if one.asked == other.asked else None,
            allowed=one.allowed if one.allowed == other.allowed else None,
        )
        for one, other in zip(found, otherwise, strict=True)
    )


def _plain(one: Found) -> tuple[int, str]:
    return one.page, _DIGITS.sub("", one.title)
