"""Drugs, treatments, tests and parts of the body in a text against the pages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from imr_desktop.preflight.cited.fault import Fault, Parts, inside
from imr_desktop.preflight.cited.held_pages import Held, folded
from imr_desktop.preflight.data import any_of, table
from imr_desktop.rules.negation import assertion


@cache
def _things() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What is named or not: a kind, the names it goes by, and further words that may stand for it on a page."""
    data, wanted = table("thesaurus.toml"), table("cited_facts.toml")["things"]
    rows = [("treatment", tuple(row), ()) for row in data["same"] if row[0] in wanted["rows"]]
    rows.extend(("drug", tuple(row), ()) for row in wanted["substances"])
    for one in data["class"]:
        if one["names"][0] in wanted["drugs"]:
            rows.extend(("drug", tuple(member), tuple(one["names"])) for member in one["members"])
            if not one["members"]:
                rows.append(("drug", tuple(one["names"]), ()))
    return tuple(rows)


def named(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A drug, treatment or test that no page of the cited document names, or that the page says there was not."""
    for kind, names, wider in _things():
        for start, end in _places_of(text, names):
            part = inside(parts, start)
            if part is None or _NOT_SO.search(text, part[0], start) or _NOT_DONE.match(text, end, part[1]):
                continue
            if next(of.words.find((*names, *wider), of.document), None):
                if names[0] not in _tests() and _only_denied(names, of):
                    message = f"“{text[start:end]}” here, but {of.named} says there was none: which is right?"
                    yield Fault(kind, start, end, message)
                continue
            elsewhere = next((page for page, _ in of.words.find(names, of.others())), 0)
            if loose and elsewhere:
                continue
            where = f"but on page {elsewhere}" if elsewhere else "nor on any other page"
            yield Fault(
                kind, start, end, f"“{text[start:end]}” does not stand on {of.named}, {where}: which is right?", elsewhere
            )
            break


_NOT_DONE = re.compile(
    r"(?: \w+){0,3} (?:has|have|had|was|were) (?:not|never) (?:been )?(?:tried|done|given|used|made|performed|had)\b"
)
_NOT_SO = re.compile(r"\b(?:no|not|without|never|denie[sd]|fail\w*|rule out|possible|suspected|none|neither|nor)\b")


@cache
def _tests() -> frozenset[str]:
    return frozenset(table("cited_facts.toml")["things"]["tests"])


def _only_denied(names: tuple[str, ...], of: Held) -> bool:
    """Whether the cited pages name a thing only to say that it was not so."""
    told = [_NONE.search(page, max(0, start - 60), start) for page in of.texts for start, _ in _places_of(page, names)]
    return bool(told) and all(told)


_NONE = re.compile(
    r"\b(?:no|not had|never had|without|denies|not undergone)(?: (?:any|earlier|prior|previous|history|of|an?|the)){0,4}\s$"
)


def body(text: str, parts: Parts, of: Held, loose: bool) -> Iterator[Fault]:
    """A part of the body that no page of the document names, where it names another one."""
    rows = _parts()
    there = [any(pattern.search(page) for page in of.around) for pattern in rows]
    for pattern, known in zip(rows, there, strict=True):
        found = None if known else pattern.search(text)
        if found and any(there) and inside(parts, found.start()) and assertion(text, *found.span()) == "affirmed":
            elsewhere = next((page for page in of.others() if pattern.search(folded(of.words, page))), 0)
            if not (loose and elsewhere):
                where = f"but on page {elsewhere}" if elsewhere else "nor on any other page"
                message = f"“{found[0]}” does not stand on {of.named}, {where}: which is right?"
                yield Fault("part", found.start(), found.end(), message, elsewhere)


@cache
def _parts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b{any_of(row)}\b") for row in table("cited_facts.toml")["things"]["parts"])


@lru_cache(maxsize=4096)
def _places_of(text: str, names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    pattern = _name_pattern(names)
    return tuple(found.span() for found in pattern.finditer(text)) if pattern.search(text) else ()


@lru_cache(maxsize=512)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = (
        re.escape(name.rstrip("~*")).replace(r"\ ", r"[\s-]") + (r"\w*" if name.endswith("*") else "s?") for name in names
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
