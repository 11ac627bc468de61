"""Which words stand on a page, and which pages a query needs to look at: never too few, at most some too many.

A word broken by a hyphen or letter-spaced counts as itself and as its parts, for nobody can tell which of them it is. On
pages that only a machine has read each word also counts in a form that likely misreadings have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from imr_desktop.record.find.alike import SPACED, UNSPACED
from imr_desktop.record.find.pattern import PREFIX, plain
from imr_desktop.record.find.query import Clause, Near, Query, Term

_RUN = re.compile(rf"[^\W_]+(?:[-{SPACED}]{{1,3}}[^\W_]+)*")
_JOINT = re.compile(rf"[-{SPACED}]+")
_WORD = re.compile(r"[^\W_]+\*?")
_SIDES = re.compile(r"[^\W\d_]+|\d+")
_SINGLE = re.compile(f"[{UNSPACED}]")
_MOST_JOINTS = 8
_LONGEST_SPACED = 64
_LONGEST_WORD = 24
_GUESS = "\ua74f"
"""Begins the form of a word that its likely misreadings have in common."""
_ALIKE = str.maketrans("0158629i|", "olsbbzgll")


def words_on(text: str, *, doubtful: bool = False) -> set[str]:
    """The words of a folded text in all forms that they may be asked for."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run.isalnum() and run.isascii():
            found.add(run)
        else:
            found.update(_forms(run))
    for word in [word for word in found if not (word.isalpha() or word.isdigit())]:
        found.update(_SIDES.findall(word))
    if doubtful:
        found.update(_guessed(text))
    return found


def _guessed(text: str) -> Iterator[str]:
    for run in _RUN.findall(text.replace("|", "l")):
        forms = (run,) if run.isalnum() else _forms(run)
        for word in {*forms, *(side for form in forms for side in _SIDES.findall(form))}:
            yield guess(word)


def _forms(run: str) -> Iterator[str]:
    """The parts of a broken word, and what follows each other joined."""
    parts = _JOINT.split(run)
    spaced = SPACED in run and len(parts) <= _LONGEST_SPACED
    most = _LONGEST_WORD if spaced else _MOST_JOINTS
    for first in range(len(parts)):
        for last in range(first + 1, min(first + most, len(parts)) + 1):
            yield "".join(parts[first:last])
    for letters in parts:
        yield from _SINGLE.findall(letters)
        yield from filter(None, _SINGLE.sub(" ", letters).split())
    yield "".join(parts)


def guess(word: str) -> str:
    """The form that a word has in common with its likely misreadings."""
    return _GUESS + word.translate(_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")


# --- what a query needs


def expression(query: Query, same: Mapping[Term, tuple[str, ...]]) -> str:
    """The query as the index is asked it; `same` are the other names of terms."""
    needed = (_of_clause(clause, same) for clause in query.wanted)
    return " AND ".join(f"({clause})" for clause in needed if clause)


def _of_clause(clause: Clause, same: Mapping[Term, tuple[str, ...]]) -> str:
    parts = [_of_part(part, same) for part in clause.parts]
    return "" if "" in parts else " OR ".join(parts)


def _of_part(part: Term | Near, same: Mapping[Term, tuple[str, ...]]) -> str:
    if isinstance(part, Near):
        sides = [side for term in (part.first, part.second) if (side := _of_clause(Clause((term,)), same))]
        return " AND ".join(f"({side})" for side in sides)
    named = [of_term(name, exact=part.exact) for name in (part.words, *same.get(part, ()))]
    return "" if "" in named else " OR ".join(named)


def of_term(term: str, *, exact: bool = False) -> str:
    """What a page must hold for a term to be on it; empty where that says nothing."""
    words = _WORD.findall(plain(term))
    if not words:
        return ""
    needed = []
    for at, word in enumerate(words):
        joined = [_word("".join(words[max(at - 1, 0) : at + 1]), exact)] if at else []
        if at + 1 < len(words):
            joined.append(_word("".join(words[at : at + 2]).replace("*", ""), exact))
        needed.append(" OR ".join([_word(word, exact), *joined]))
    together = " AND ".join(f"({one})" for one in needed)
    whole = _word("".join(words).rstrip("*") + "*" * words[-1].endswith("*"), exact)
    return f"({together}) OR {whole}"


def _word(word: str, exact: bool) -> str:
    """One word in its forms: with a plural, its letters and digits or its prefix apart, as a machine may misread it."""
    stem, tail = word.rstrip("*"), " *" if word.endswith("*") else ""
    forms = [f'"{stem}"{tail}', f'"{guess(stem)}"{tail}']
    if not exact and not tail:
        forms += [f'"{stem}{end}"' for end in ("s", "es")] + [f'"{guess(stem + end)}"' for end in ("s", "es")]
    singles = _SINGLE.findall(stem)
    sides = [*singles, *_SINGLE.sub(" ", stem).split()] if singles else _SIDES.findall(stem)
    if len(sides) > 1 or singles:
        forms.append(_all(sides, tail))
    prefix = PREFIX.match(stem)
    if prefix:
        forms.append(_all([prefix[0], stem[prefix.end() :]], tail, plural=not exact))
    return " OR ".join(forms)


def _all(words: Iterable[str], tail: str, *, plural: bool = False) -> str:
    *first, last = words
    ends = [f'"{last}"{tail}', *(f'"{last}{end}"' for end in ("s", "es") if plural and not tail)]
    return "(" + " AND ".join([*(f'"{word}"' for word in first), "(" + " OR ".join(ends) + ")"]) + ")"
