"""Terms as a pattern over folded text (`fold`): hyphen, blank and nothing between the parts of a word are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from imr_desktop.record.find.alike import SPACED, UNSPACED, alike

_NEVER = re.compile(r"(?!)")
_INNER = f"[-{SPACED}]{{0,3}}"
_OPEN = r"[^\w\n]{0,3}"
_BEYOND = r"[^\x00-\u0dff]"
"""`UNSPACED` by what it is not."""
_LEFT, _RIGHT = rf"(?:(?<!\w)|(?<={_BEYOND}))", rf"(?:(?!\w)|(?={_BEYOND}))"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_RUN = re.compile(r"[\s\-/" + SPACED + r"]+|.", re.DOTALL)
PREFIX = re.compile(
    r"(?:non|anti|pre|post|multi|inter|intra|self|semi|sub|supra|infra|over|under|extra|trans|micro|x)(?=\w{3})"
)
_MISREAD = {
    "o": "[o0]",
    "0": "[0o]",
    "l": "[l1|]",
    "i": "[i1|]",
    "1": "[1li|]",
    "s": "[s5]",
    "5": "[5s]",
    "b": "[b86]",
    "8": "[8b]",
    "6": "[6b]",
    "z": "[z2]",
    "2": "[2z]",
    "g": "[g9]",
    "9": "[9g]",
    "m": f"(?:m|r{_INNER}n)",
    "w": f"(?:w|v{_INNER}v)",
    "d": f"(?:d|c{_INNER}l)",
}
"""What a machine takes for one another: a digit and a letter, or one letter and two; never two letters alike."""
_LEAST = 3


def plain(term: str) -> str:
    """A term as folded text has it, with its signs ``*`` and ``#``."""
    letters = (letter.lower() if letter.isascii() else alike(letter) for letter in term.strip())
    return " ".join("".join(letters).split())


@lru_cache(maxsize=4096)
def _compiled(terms: tuple[str, ...], plural: bool, tolerant: bool) -> re.Pattern[str]:
    """The terms in one pattern, longer ones first."""
    wanted = sorted(dict.fromkeys(map(plain, terms)), key=len, reverse=True)
    forms = [form for term in wanted if (form := _form(term, plural, tolerant))]
    bounded = [form.removeprefix(_LEFT) for form in forms if form.startswith(_LEFT)]
    free = [form for form in forms if not form.startswith(_LEFT)]
    return re.compile("|".join([*_at_word(bounded), *free])) if forms else _NEVER


def _at_word(forms: list[str]) -> list[str]:
    """Forms that must begin where a word begins.

    That condition behind the first letter rather than before it lets the engine run to that letter: ten times as quick and
    more. Where forms begin with a choice of letters they share the condition, which is still better than one in each.
    """
    if not all(form[0].isalnum() for form in forms):
        return [f"{_LEFT}(?:{'|'.join(forms)})"]
    by_letter: dict[str, list[str]] = {}
    for form in forms:
        by_letter.setdefault(form[0], []).append(form[1:])
    return [rf"{letter}(?:(?<!\w{letter})|(?<={_BEYOND}{letter}))(?:{'|'.join(rest)})" for letter, rest in by_letter.items()]


def pattern(terms: Iterable[str], *, plural: bool = True, tolerant: bool = False) -> re.Pattern[str]:
    """A pattern over `Folded.text` that finds any of the terms as whole words; one that finds nothing where there are none.

    ``*`` at a term's end stands for any ending, ``#`` for a number; a `plural` counts as the same. `tolerant` also finds what
    a machine is likely to have misread, for pages that nobody but a machine has read.
    """
    return _compiled(tuple(terms), plural, tolerant)


def _form(term: str, plural: bool, tolerant: bool) -> str:
    units = _RUN.findall(term) if term.strip("*# ") else []
    while units and not _stands(units[-1]):
        units.pop()
    while units and not _stands(units[0]):
        del units[0]
    if not units:
        return ""
    tolerant = tolerant and sum(unit.isalnum() for unit in units) >= _LEAST
    body = "".join(_joined(units, term, tolerant))
    left = "" if _UNSPACED.match(units[0]) else _LEFT if units[0].isalnum() or units[0] == "#" else ""
    right = "" if _UNSPACED.match(units[-1]) else _RIGHT if units[-1].isalnum() or units[-1] in "*#" else ""
    many = f"(?:{_INNER}e?s)?" if plural and units[-1].isascii() and units[-1].isalpha() and units[-1] != "s" else ""
    return f"{left}{body}{many}{right}"


def _stands(unit: str) -> bool:
    """Whether a unit can begin or end a term: blanks and hyphens cannot."""
    return not (unit[0].isspace() or unit[0] in "-/" + SPACED)


def _joined(units: list[str], term: str, tolerant: bool) -> Iterator[str]:
    """The pattern of each unit and of what may stand before the next."""
    prefix = PREFIX.match(term)
    cut = prefix.end() if prefix and "".join(units[: prefix.end()]) == prefix[0] else -1
    for at, (unit, following) in enumerate(pairwise([*units, ""])):
        if _stands(unit):
            yield _letter(unit, tolerant)
            if following and _stands(following):
                yield _OPEN if at + 1 == cut else _between(unit, following)
        else:
            yield _gap(unit, units[at - 1], following)


def _letter(unit: str, tolerant: bool) -> str:
    if unit in "*#":
        return r"\w*" if unit == "*" else r"\d+"
    return _MISREAD.get(unit, re.escape(unit)) if tolerant else re.escape(unit)


def _between(left: str, right: str) -> str:
    """What may stand between two characters that follow each other in a term."""
    if left in "*#" or right in "*#":
        return ""
    if left.isalnum() != right.isalnum():
        return " ?"
    if not left.isalnum() or (left.isdigit() and right.isdigit()):
        return ""
    if left.isdigit() or right.isdigit() or (_UNSPACED.match(left) and _UNSPACED.match(right)):
        return f"[- {SPACED}]?"
    return _INNER


def _gap(unit: str, left: str, right: str) -> str:
    """What may stand for a blank, hyphen or slash of a term: nothing too, but between digits."""
    if left.isdigit() and right.isdigit():
        sign = next((letter for letter in unit if letter in "-/"), "")
        return f" ?{sign} ?" if sign else r"[^\w\n]{1,3}"
    return _OPEN
