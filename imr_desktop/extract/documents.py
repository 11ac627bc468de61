"""Parting a file into documents: where one begins, what kind it is, its title, author and date."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case.model import Document
from imr_desktop.extract.byline import find_author, find_date
from imr_desktop.extract.determination import parse_determination
from imr_desktop.extract.doctypes import OTHER, DocumentType, document_types
from imr_desktop.extract.fax import without_fax_lines
from imr_desktop.extract.pagetext import PagedText, running_lines

if TYPE_CHECKING:
    from imr_desktop.record import FileRead

HEAD_LINES = 6
_PAGE_OF = re.compile(r"\bpage\s{0,3}(?P<n>\d{1,4})\s{0,3}(?:of|/)\s{0,3}(?P<m>\d{1,4})\b", re.IGNORECASE)
_PAGE_AT_END = re.compile(r"(?:\A|[\s,(-])page\s{0,3}(?P<n>\d{1,4})\)?\Z", re.IGNORECASE)
_CONTINUED = re.compile(r"\bcont(?:inued|inuation|'d|d\.)", re.IGNORECASE)
_FORMS = frozenset({"imr application", "rfa", "progress report", "ur determination", "notice of assignment"})
_LISTED = re.compile(r"[-*\u2022\u25cf]|\d{1,2}[.)]\s|.*[.,;]\Z")
_SENTENCE_END = re.compile(r"[a-z]{2}\.\s")
_SMALL = {"a", "an", "and", "for", "in", "of", "or", "the", "to", "with", "without", "on", "by"}
_LONGEST_HEADING = 110  # characters; what is longer is a sentence
_WORDS_AHEAD = 6  # before a document's name in its heading, as "State of California, Division of …"
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 90


class _HeadPage(NamedTuple):
    """What one page says about where documents begin."""

    head: tuple[str, ...]
    number: int
    of: int
    kind: DocumentType | None
    line: str
    day: date | None
    readable: bool


def split_documents(read: FileRead, first_page: int) -> tuple[Document, ...]:
    """The documents of a file whose first page is case page `first_page`.

    A file that is one determination is one document. Else a document begins where a page says "Page 1 of n" or a form's or
    report's name heads it; a page that cannot be read joins the document before it, unless that one
    is complete ("Page 2 of 2").
    """
    if not read.pages:
        return ()
    texts = without_fax_lines([page.text if page.readable else "" for page in read.pages])
    whole = parse_determination(texts)
    if whole is not None and not _is_packet(texts):
        title = "Final determination" + (f" {whole.case_number}" if whole.case_number else "")
        return (_document(read, 0, len(texts) - 1, first_page, "determination", title, "", whole.decision_date),)
    running = running_lines(texts)
    pages = [_look(text, page.readable) for text, page in zip(texts, read.pages, strict=True)]
    starts = _starts(pages)
    ends = [*(start - 1 for start in starts[1:]), len(pages) - 1]
    return tuple(
        _described(read, PagedText.of(texts[start : end + 1], running), pages, start, end, first_page)
        for start, end in zip(starts, ends, strict=True)
    )


def _is_packet(texts: list[str]) -> bool:
    """Whether other documents' forms head pages too, so that a determination is only a part of the file."""
    pages = [_look(text, True) for text in texts]
    return any(page.kind is not None and page.kind.key in _FORMS and page.number <= 1 for page in pages) or any(
        page.number == 1 for page in pages[1:]
    )


def _look(text: str, readable: bool) -> _HeadPage:
    paged = PagedText.of([text])
    lines = [line.strip() for line in paged.raw.translate({13: " "}).split("\n") if line.strip()]
    edges = " ".join([*lines[:3], *lines[-3:]])
    mark = _PAGE_OF.search(edges)
    head = tuple(lines[:HEAD_LINES])
    kind, line = _kind(head)
    return _HeadPage(
        head,
        int(mark["n"]) if mark else _further(line),
        int(mark["m"]) if mark else 0,
        kind,
        line,
        find_date(paged, 0, 0),
        readable and bool(lines),
    )


def _further(heading: str) -> int:
    """The page's number where its heading ends in one beyond the first ("Operative report, page 2"); else 0."""
    found = _PAGE_AT_END.search(heading)
    return int(found["n"]) if found and int(found["n"]) > 1 else 0


def _kind(head: tuple[str, ...]) -> tuple[DocumentType | None, str]:
    """The type whose name stands highest on the page; on one line, the table's order decides."""
    for number, line in enumerate(head):
        plain = line.replace("\u2019", "'")
        if len(plain) > _LONGEST_HEADING or (number > 1 and not _heading_like(plain)):
            continue
        for kind in document_types():
            if any(_names(name.search(plain), plain) for name in kind.names):
                return kind, line
    return None, ""


def _heading_like(line: str) -> bool:
    """Whether a line below a page's first two looks like a title: no list entry or sentence, and mostly capitalised."""
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", line) if len(word) > 3]
    return not _LISTED.match(line) and sum(word[0].isupper() for word in words) * 2 > len(words)


def _names(match: re.Match[str] | None, line: str) -> bool:
    """Whether the words name the document rather than stand in a field or a sentence of it."""
    if match is None:
        return False
    before, after = line[: match.start()], line[match.end() :].lstrip()
    in_field = ":" in before or after.startswith(":")
    return not in_field and not _SENTENCE_END.search(before) and len(before.split()) <= _WORDS_AHEAD


def _starts(pages: list[_HeadPage]) -> list[int]:
    """The pages on which a document begins, the first page always."""
    starts = [0]
    named = pages[0]  # the latest page of the document at hand that carries a document's name
    for index in range(1, len(pages)):
        page = pages[index]
        if _begins(page, pages[index - 1], named, index - starts[-1]):
            starts.append(index)
            named = page
        elif page.kind is not None:
            named = page if named.kind is None else named._replace(day=page.day or named.day)
    return starts


def _begins(page: _HeadPage, before: _HeadPage, named: _HeadPage, turned: int) -> bool:
    """Whether a document begins on `page`: `named` names the one at hand, which began `turned` pages ago."""
    if not page.readable:
        return before.readable and before.number == before.of > 0
    if 1 < page.number <= turned + 1 and (page.of or page.kind == named.kind):
        return False
    if page.number == 1:
        return True
    if page.kind is None or _CONTINUED.search(" ".join(page.head[:2])):
        return False
    if named.kind is not None and named.kind.key == "determination" and page.kind.key not in _FORMS:
        return False
    if named.kind == page.kind and named.line == page.line and before.readable:
        return page.kind.key != "determination" and page.day is not None and page.day != named.day
    return True


def _described(read: FileRead, paged: PagedText, pages: list[_HeadPage], start: int, end: int, first_page: int) -> Document:
    page = pages[start]
    if page.kind is None and not any(pages[index].readable for index in range(start, end + 1)):
        return _document(read, start, end, first_page, OTHER, "Pages without readable text", "", None)
    kind = page.kind or next(kind for kind in document_types() if kind.key == OTHER)
    title = _title(page.line) or (_title(page.head[0]) if page.kind is None and page.head else "") or kind.title
    title = kind.title if title.lower() == kind.title.lower() else title
    author, day = find_author(paged, kind.key), _day(paged, kind.key)
    return _document(read, start, end, first_page, kind.key, title, author, day)


def _day(paged: PagedText, kind: str) -> date | None:
    return find_date(paged, 0, 0, kind) or find_date(paged, 0, len(paged.starts) - 1, kind)


def _title(line: str) -> str:
    line = " ".join(line.split()).strip(" .:-")
    if not _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE:
        return ""
    if line.upper() != line:
        return line
    words = [word if _keeps_case(word) else word.lower() for word in line.split()]
    return " ".join([words[0] if _keeps_case(words[0]) else words[0].capitalize(), *words[1:]])


def _keeps_case(word: str) -> bool:
    bare = word.strip("().,:'")
    return any(char.isdigit() for char in bare) or (bare.lower() not in _SMALL and bare in _ACRONYMS)


_ACRONYMS = frozenset(
    [
        "MRI",
        "CT",
        "EMG",
        "NCS",
        "NCV",
        "PR",
        "PT",
        "OT",
        "IMR",
        "UR",
        "RFA",
        "DWC",
        "QME",
        "AME",
        "MTUS",
        "II",
        "III",
        "IV",
        "ESI",
        "TENS",
        "X-RAY",
    ]
)


def _document(
    read: FileRead, start: int, end: int, first_page: int, kind: str, title: str, author: str, day: date | None
) -> Document:
    key = hashlib.sha256(f"{read.digest}:{start}".encode()).hexdigest()[:16]
    return Document(
        id=key,
        file=read.digest,
        title=title,
        type=kind,
        first_page=first_page + start,
        last_page=first_page + end,
        author=author,
        date=day,
    )
