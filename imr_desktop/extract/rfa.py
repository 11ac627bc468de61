"""What a request for authorization asks for: its table's rows, each with a diagnosis, or its labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.extract.forms import MAX_ITEMS, RequestWords
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
_DIAGNOSIS = phrase(
    r"^[ ]{0,40}diagnos[ie]s(?: \(required\))?[ ]{0,4}:[ ]{0,8}(?P<words>[^\n]{3,200})$", flags=re.IGNORECASE | re.MULTILINE
)


def rfa_items(paged: PagedText) -> tuple[RequestWords, ...]:
    """The services asked for, in the form's words without procedure codes."""
    labelled = [(match.start("words"), match.end("words")) for match in _LABELLED.finditer(paged.folded)]
    spans = labelled or [service for _, service in _rows(paged.folded)]
    named = ((_service(paged, *span), span) for span in spans[:MAX_ITEMS])
    return tuple(RequestWords(title, "", *span) for title, span in named if title)


def rfa_diagnoses(paged: PagedText) -> tuple[tuple[int, int], ...]:
    """Where the diagnoses stand that the services are asked for."""
    labelled = [match.span("words") for match in _DIAGNOSIS.finditer(paged.folded)]
    return tuple((labelled or [diagnosis for diagnosis, _ in _rows(paged.folded) if diagnosis[1] > diagnosis[0]])[:MAX_ITEMS])


def _rows(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The table's rows as (diagnosis, service) spans: a row begins on the line that holds a diagnosis code."""
    head = _TABLE.search(text)
    if head is None:
        return
    stop = _TABLE_ENDS.search(text, head.end())
    end = stop.start() if stop else min(len(text), head.end() + 4000)
    codes = [(text.rfind("\n", 0, match.start()) + 1, match) for match in _ICD.finditer(text, head.end(), end)]
    for index, (line, match) in enumerate(codes):
        until = codes[index + 1][0] if index + 1 < len(codes) else end
        if until > match.end():
            yield (max(line, head.end()), match.start()), (match.end(), until)


def _service(paged: PagedText, start: int, end: int) -> str:
    """A row's service without its codes; a bare number behind them is the quantity in the column for it."""
    words = paged.clean(start, end)
    codes = list(_PROCEDURE_CODE.finditer(words))
    if codes and _QUANTITY.fullmatch(words, codes[-1].end()):
        words = words[: codes[-1].end()]
    return " ".join(_CODES.sub(" ", words).split()).strip(" .;,|")
