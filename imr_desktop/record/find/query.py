"""The language of queries.

``lumbar pain`` all words on a page; ``"straight leg raise"`` a phrase; ``injection ~5 relief`` within five words, in any
order; ``radicul*`` any ending; ``MRI OR CT``; ``-cervical`` pages without it; ``=PT`` this word alone: no
synonym, no plural.
``type:imaging``, ``date:2024-01..2024-06``, ``doc:Chen``, ``page:3-7`` narrow it. A mistake gives a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imr_desktop.errors import UsageError
from imr_desktop.record.find.filters import KEYS, Filters, narrowed

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_TOKEN = re.compile(
    r"(?P<without>-)?(?P<key>[A-Za-z]+):(?P<value>\"[^\"]*\"|[^\s\"]+)"
    r"|(?P<sign>[-=]?)\"(?P<phrase>[^\"]*)\"(?P<tail>\*?)"
    r"|(?P<near>~\d*(?=\s|$)|(?:NEAR|W)/\d+(?=\s|$)|NEAR(?=\s|$))"
    r"|(?P<word>[^\s\"]+)"
)
_SIGNS = ".,;:!?'\u2019\u2026"
NEAR = 8
"""Words between two that are near each other, where the query does not say."""
_MOST_NEAR = 100
_MOST_TERMS = 60
LONGEST = 1_000


@dataclass(frozen=True)
class Term:
    """A word or a phrase to find; `exact`: itself alone; `whole`: it was put in quotation marks."""

    words: str
    exact: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Near:
    """Two terms with at most `words` words between them, in any order."""

    first: Term
    second: Term
    words: int


@dataclass(frozen=True)
class Clause:
    """One thing that must be on a page, as any of its parts; `without`: none of them may be."""

    parts: tuple[Term | Near, ...]
    without: bool = False


@dataclass(frozen=True)
class Query:
    """What is looked for, and where. Every clause must hold on a page."""

    clauses: tuple[Clause, ...]
    filters: Filters = field(default_factory=Filters)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that find something."""
        return tuple(clause for clause in self.clauses if not clause.without)


@dataclass
class _Making:
    """The clauses so far, and what the next term is to be joined to."""

    clauses: list[Clause] = field(default_factory=list)
    found: list[tuple[str, str]] = field(default_factory=list)
    either: bool = False
    near: int = -1
    without: bool = False

    @property
    def waiting(self) -> str:
        return "OR" if self.either else "NEAR" if self.near >= 0 else "NOT" if self.without else ""

    def add(self, term: Term, *, without: bool) -> None:
        without = without or self.without
        if not any(letter.isalnum() for letter in term.words):
            if term.exact or term.whole or without or self.waiting:
                raise _wrong(f"“{term.words}” holds no word")
            return
        if without and (self.either or self.near >= 0):
            raise _wrong("a word left out cannot be joined with OR or NEAR")
        part: Term | Near = term
        if self.near >= 0:
            part = Near(self._last_term(), term, self.near)
            self.clauses[-1] = Clause((*self.clauses[-1].parts[:-1], part))
        elif self.either:
            self.clauses[-1] = Clause((*self.clauses[-1].parts, part))
        else:
            self.clauses.append(Clause((part,), without))
        self.either, self.near, self.without = False, -1, False

    def _last_term(self) -> Term:
        last = self.clauses[-1].parts[-1]
        return last.second if isinstance(last, Near) else last

    def require_before(self, sign: str) -> None:
        if not self.clauses or self.clauses[-1].without or self.waiting:
            raise _wrong(f"{sign} stands between two words")
        if sign == "NEAR" and isinstance(self.clauses[-1].parts[-1], Near):
            raise _wrong("NEAR joins two words, not more")


def parsed(text: str) -> Query:
    """The query some words ask. Raises UsageError with a finished sentence where they cannot be understood."""
    text = text.translate(_QUOTES)
    if len(text) > LONGEST:
        raise _wrong(f"it is longer than {LONGEST:,} letters")
    if text.count('"') % 2:
        raise _wrong("a quotation mark is open: close it, or leave it out")
    making = _Making()
    for found in _TOKEN.finditer(_without_brackets(text)):
        _take(making, found)
    if making.waiting:
        raise _wrong(f"{making.waiting} stands at its end; a word must follow")
    filters = narrowed(making.found)
    query = Query(tuple(making.clauses), filters)
    if not query.wanted:
        raise _wrong(_nothing_wanted(query))
    if sum(len(clause.parts) for clause in query.clauses) > _MOST_TERMS:
        raise _wrong(f"it has more than {_MOST_TERMS} words")
    return query


def _nothing_wanted(query: Query) -> str:
    if query.clauses:
        return "it only says what to leave out; add a word to find"
    return "it holds no word to find" + ("; a filter alone finds nothing" if query.filters != Filters() else "")


def _without_brackets(text: str) -> str:
    """Brackets say nothing that the order does not: OR binds first."""
    parts = text.split('"')
    return '"'.join(re.sub(r"[()]", " ", part) if at % 2 == 0 else part for at, part in enumerate(parts))


def _take(making: _Making, found: re.Match[str]) -> None:
    if found["key"]:
        _take_filter(making, found)
    elif found["phrase"] is not None:
        making.add(Term(_ended(found["phrase"] + found["tail"]), found["sign"] == "=", True), without=found["sign"] == "-")
    elif found["near"]:
        making.require_before("NEAR")
        digits = re.sub(r"\D", "", found["near"])
        making.near = int(digits) if digits and len(digits) < 6 else NEAR if not digits else _MOST_NEAR + 1
        if making.near > _MOST_NEAR:
            raise _wrong(f"near means {_MOST_NEAR} words at most")
    else:
        _take_word(making, found["word"])


def _take_word(making: _Making, word: str) -> None:
    if word in ("OR", "|", "||"):
        making.require_before("OR")
        making.either = True
    elif word == "NOT":
        making.without = True
    elif word not in ("AND", "&", "&&", "+"):
        sign = word[0] if word[0] in "-=" and len(word) > 1 else ""
        making.add(Term(_ended(word[len(sign) :].strip(_SIGNS)), sign == "="), without=sign == "-")


def _take_filter(making: _Making, found: re.Match[str]) -> None:
    key, value = found["key"].lower(), found["value"].strip('"').strip()
    if key in KEYS:
        if found["without"]:
            raise _wrong(f"a filter cannot be left out; write {key}: with what you want")
        making.found.append((key, value))
    elif value.startswith("//") or key in ("http", "https"):
        making.add(Term(found[0].lstrip("-")), without=bool(found["without"]))
    else:
        raise _wrong(
            f"“{found['key']}:” is no filter; there are {', '.join(f'{name}:' for name in KEYS)}. To find the words "
            "themselves, put them in quotation marks"
        )


def _ended(words: str) -> str:
    """The words, with a `*` only at their end and with something before it."""
    if "*" in words.rstrip("*"):
        raise _wrong(f"in “{words}” the * must stand at the word's end")
    if words.endswith("*") and sum(letter.isalnum() for letter in words.split()[-1]) < 2:
        raise _wrong(f"“{words}” would find nearly every word; write two letters before the *")
    return words.rstrip("*") + "*" if words.endswith("*") else words


def _wrong(what: str) -> UsageError:
    return UsageError(f"The search cannot be made: {what}.")
