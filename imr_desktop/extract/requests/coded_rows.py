"""The rows of a request for authorization whose table nobody can see any more: each begins with a diagnosis code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from imr_desktop.case.bounds import MOST_ITEMS
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

_ICD = re.compile(r"(?<![\w.])(?:[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{3}\.\d{1,2})(?![\w.]*\w)")
_PROCEDURE_CODE = re.compile(r"(?<![\w.])(?:\d{5}|[A-V]\d{4})(?![\w.])")
_CODES = re.compile(rf"(?:{_PROCEDURE_CODE.pattern})(?:\s{{0,4}}[,;/&]\s{{0,4}}(?:{_PROCEDURE_CODE.pattern}))*")
_QUANTITY = re.compile(r"[\s|,;]*(?:(?:qty|quantity)\.?:?\s{0,3})?#?\d{1,3}[\s.]*", re.IGNORECASE)
_TABLE = phrase(r"service/good requested[^\n]{0,160}$", flags=re.IGNORECASE | re.MULTILINE)
_TABLE_ENDS = phrase(
    r"^[ ]{0,40}(?:requesting physician|claims administrator|signature|date[ ]{0,4}:)", flags=re.IGNORECASE | re.MULTILINE
)
_LABELLED = phrase(
    r"^[ ]{0,40}(?:service(?:/good| or good)?|treatment|procedure) requested[ ]{0,4}:[ ]{0,8}(?P<words>[^\n]{3,300})$",
    flags=re.IGNORECASE | re.MULTILINE,
)


class RequestWords(NamedTuple):
    """A requested service as a form words it, and where it stands."""

    title: str
    start: int
    end: int


def coded_rows(paged: PagedText) -> tuple[RequestWords, ...]:
    """The services asked for, in the form's words without procedure codes."""
    labelled = [(match.start("words"), match.end("words")) for match in _LABELLED.finditer(paged.folded)]
    spans = labelled or list(_rows(paged.folded))
    named = ((_service(paged, *span), span) for span in spans[:MOST_ITEMS])
    return tuple(RequestWords(title, *span) for title, span in named if title)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Where the services of the table's rows stand: each behind its diagnosis code, up to the next row's line."""
    head = _TABLE.search(text)
    if head is None:
        return
    stop = _TABLE_ENDS.search(text, head.end())
    end = stop.start() if stop else min(len(text), head.end() + 4000)
    codes = [(text.rfind("\n", 0, match.start()) + 1, match) for match in _ICD.finditer(text, head.end(), end)]
    for index, (_line, match) in enumerate(codes):
        until = codes[index + 1][0] if index + 1 < len(codes) else end
        if until > match.end():
            yield match.end(), until


def _service(paged: PagedText, start: int, end: int) -> str:
    """A row's service without its codes; a bare number behind them is the quantity in the column for it."""
    words = paged.clean(start, end)
    codes = list(_PROCEDURE_CODE.finditer(words))
    if codes and _QUANTITY.fullmatch(words, codes[-1].end()):
        words = words[: codes[-1].end()]
    return " ".join(_CODES.sub(" ", words).split()).strip(" .;,|")
