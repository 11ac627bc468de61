"""A query with the other names of the things it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from imr_desktop.record.find.matching import Names
from imr_desktop.record.find.query import NEAR, Clause, Near, Query, Term

NamesOf = Callable[[str], tuple[str, ...]]
"""The other names of a thing, given one of its names; none where it is not known."""
_LONGEST = 5


def with_names(query: Query, names_of: NamesOf) -> tuple[Query, Names]:
    """The query, words that together name a thing made one, and the other names of its terms.

    What was put in quotation marks, or behind a ``=``, is looked for as it stands.
    """
    joined = replace(query, clauses=tuple(_joined(list(query.clauses), names_of)))
    names = {}
    for clause in joined.clauses:
        for part in clause.parts:
            for term in (part.first, part.second) if isinstance(part, Near) else (part,):
                if not (term.exact or term.whole or clause.without) and (others := names_of(term.words)):
                    names[term] = others
    return joined, names


def _joined(clauses: list[Clause], names_of: NamesOf) -> Iterator[Clause]:
    at = 0
    while at < len(clauses):
        length = next((size for size in range(_LONGEST, 1, -1) if _is_name(clauses[at : at + size], size, names_of)), 1)
        yield clauses[at] if length == 1 else _thing(clauses[at : at + length])
        at += length


def _is_name(clauses: list[Clause], size: int, names_of: NamesOf) -> bool:
    words = [word for clause in clauses if (word := _word(clause))]
    return len(words) == size and bool(names_of(" ".join(words)))


def _word(clause: Clause) -> str:
    """The plain word that a clause asks for, empty where it asks for more."""
    part = clause.parts[0]
    if len(clause.parts) > 1 or clause.without or isinstance(part, Near) or part.exact or part.whole:
        return ""
    return part.words


def _thing(clauses: list[Clause]) -> Clause:
    """The words as one thing: as they stand, or two of them near each other."""
    words = [_word(clause) for clause in clauses]
    together = Term(" ".join(words))
    if len(words) > 2:
        return Clause((together,))
    return Clause((together, Near(Term(words[0], exact=True), Term(words[1], exact=True), NEAR)))
