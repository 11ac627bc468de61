"""Conflicts of interest: those the reviewer has ties with do not stand in the case (Labor Code 139.5(c), (d)(5))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.case import citation
from imr_desktop.case.model import Case
from imr_desktop.case.text import fold
from imr_desktop.preflight import places
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Fix, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.texts import TextField, prose

MOST_NAMES = 200
_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = r"[\s.,&/'’\-–]{0,4}(?:and\s+)?"


@check("conflict.disclosed", severity="consider", needs="disclosures")
def disclosed(case: Case, context: Context) -> Iterator[Raised]:
    """No one the reviewer disclosed a tie with stands in the record, the requests or the text.

    bad: {"disclosures": ["Pinecrest Insurance Co."], "record": {"4": "Adjuster: PINECREST INSURANCE COMPANY, Fresno"}}
    bad: {"disclosures": ["Dr. Ana Kessler"], "record": {"1": "Kessler, Ana MD"}}
    bad: {"disclosures": ["Neurostim"], "items": [{"title": "Neurostim TENS unit"}]}
    good: {"disclosures": ["Pinecrest Insurance Co."], "record": {"1": "A pine crest; the insurance company denied it."}}
    good: {"disclosures": ["Dr. Ana Kessler"], "record": {"1": "Seen by Dr. Anabel Kesslering."}}
    good: {"disclosures": [], "record": {"1": "Pinecrest Insurance"}}
    """
    for count, name in enumerate(context.disclosures[:MOST_NAMES], start=1):
        pattern = _pattern(name)
        if pattern is None:
            continue
        pages = {page: words for page, text in sorted(context.record.items()) if (words := _words(pattern, text))}
        if pages:
            first = min(pages)
            where = citation.listed(pages, "page", "pages")
            message = f"“{name}”, disclosed by you, stands on {where}: a conflict?"
            yield Raised(places.RECORD, message, str(count), pages[first], _open(case, first))
            continue
        for field in (*_requests(case), *prose(case)):
            words = _words(pattern, field.text)
            if words:
                start = field.text.index(words)
                message = f"“{name}”, disclosed by you, stands here: a conflict?"
                yield Raised(field.place(start, start + len(words)), message, str(count), words)
                break


def _requests(case: Case) -> Iterator[TextField]:
    for number, item in places.numbered(case):
        yield TextField(item.title, "title", number, item)


def _open(case: Case, page: int) -> Fix | None:
    document = case.document_at(page)
    return Fix("Open the document", act="open document", target=document.id) if document else None


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str] | None:
    """What finds a disclosed name in folded text: its words in order, a person's also with the surname first."""
    data = table("names.toml")["company"]
    tokens = [token for token in _TOKEN.findall(fold(name)) if token not in data["suffixes"]]
    if not tokens or sum(map(len, tokens)) < 2:
        return None
    forms = [_BETWEEN.join(map(re.escape, tokens))]
    if 2 <= len(tokens) <= 3 and not set(tokens) & set(data["words"]):
        first, last = re.escape(tokens[0]), re.escape(tokens[-1])
        if "," in name:
            first, last = last, first
        forms += [
            rf"{last},\s*{first}",
            rf"{first}\s+(?:\w\.?\s+)?{last}",
            rf"{first[0]}\.\s*(?:\w\.\s*)?{last}",
            rf"dr\.?\s+{last}",
        ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


@lru_cache(maxsize=65536)
def _words(pattern: re.Pattern[str], text: str) -> str:
    """The words of a text that are the name, as they stand; empty where it does not stand there."""
    found = pattern.search(fold(text))
    return text[found.start() : found.end()] if found else ""
