"""The finished review of the sample packet, built from ``review.yaml``; every quote is found on its page or it fails."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import yaml
from sample_case.story import Source

from imr_desktop.case.model import (
    Attestation,
    Case,
    CaseFile,
    ClaimDates,
    Credentials,
    DisputedItem,
    Document,
    Fact,
    Finding,
    PageNote,
    Search,
    SourceRef,
)
from imr_desktop.preflight import search_for_claim
from imr_desktop.preflight.absence_phrases import Claim
from imr_desktop.record.reader import Reader


class Packet:
    """The packet as it was written: its documents with case pages, and the text of each page."""

    def __init__(self, path: Path, sources: tuple[Source, ...]) -> None:
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.name = path.name
        with pypdfium2.PdfDocument(path) as pdf:
            self.texts = {number: _page_text(page) for number, page in enumerate(pdf, start=1)}
        with Reader() as reader:
            self.as_read = {page.number: page.text for page in reader.read(path).pages}
        self.unreadable = tuple(number for number, text in self.texts.items() if not text.strip())
        self.documents: dict[str, Document] = {}
        page = 1
        for source in sources:
            self.documents[source.key] = Document(
                id=_id(source.key),
                file=self.digest,
                title=source.title,
                type=source.type,
                first_page=page,
                last_page=page + len(source.pages) - 1,
                author=source.author,
                date=source.date,
            )
            page += len(source.pages)

    def find(self, key: str, words: str) -> SourceRef:
        """Where `words` stand in a document. Raises ValueError unless they stand on exactly one of its pages."""
        document = self.documents[key]
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        found = [
            (page, match.group())
            for page in range(document.first_page, document.last_page + 1)
            if (match := pattern.search(self.texts[page]))
        ]
        if len(found) != 1:
            raise ValueError(f"“{words}” stands on {len(found)} pages of {key}; it must stand on exactly one.")
        return SourceRef(document.id, found[0][0], _one_line(found[0][1]))

    def key_of(self, page: int) -> str:
        """The key of the document that holds a page."""
        return next(key for key, document in self.documents.items() if page in document.pages)


def build_case(packet: Packet, script: Path) -> Case:
    """The case `script` (review.yaml) describes, with every document opened and every citation resolved to its page."""
    told = yaml.safe_load(script.read_text(encoding="utf-8"))
    refs = {key: SourceRef(document.id, document.first_page) for key, document in packet.documents.items()}
    refs |= {name: packet.find(quote["document"], quote["words"]) for name, quote in told["quotes"].items()}
    unread = packet.unreadable
    case = Case(
        id=_id("case"),
        number=told["number"],
        track=told["track"],
        age=told["age"],
        sex=told["sex"],
        expected_items=1,
        dates=ClaimDates(**told["dates"]),
        credentials=Credentials(**told["credentials"]),
        summary=_cite(told["summary"], refs),
        items=(_item(told["item"], refs),),
        files=(CaseFile(packet.digest, packet.name, len(packet.texts), 1, unread),),
        documents=tuple(
            msgspec.structs.replace(document, opened=told["opened"], relevant=True) for document in packet.documents.values()
        ),
        findings=tuple(_finding(row, refs) for row in told["findings"]),
        facts=tuple(Fact(key, fact["value"], _sources(fact["quotes"], refs)) for key, fact in told["facts"].items()),
        page_notes=tuple(PageNote(page, read_at=told["opened"]) for page in unread),
        attestations=tuple(
            Attestation(key, told["signed_off"]) for key in ("no_affiliation", "qualification", "own_judgment")
        ),
    )
    return msgspec.structs.replace(case, searches=(_search(told["search"], packet, case, told["opened"]),))


def _item(row: dict[str, Any], refs: dict[str, SourceRef]) -> DisputedItem:
    plain = {key: value for key, value in row.items() if key not in {"quotes", "rationale"}}
    return DisputedItem(id="1", rationale=_cite(row["rationale"], refs), sources=_sources(row["quotes"], refs), **plain)


def _finding(row: dict[str, Any], refs: dict[str, SourceRef]) -> Finding:
    return Finding(_id(row["text"]), row["text"], row["category"], row["date"], _sources(row["quotes"], refs))


def _search(row: dict[str, Any], packet: Packet, case: Case, at: datetime) -> Search:
    """The search as the program makes it, every place answered as the script answers its document."""
    claim = Claim(0, 0, row["statement"], "", "", 0, 0)
    made = search_for_claim(claim, case, packet.as_read, at, row["terms"])
    hits = tuple(msgspec.structs.replace(hit, remark=row["remarks"][packet.key_of(hit.source.page)]) for hit in made.hits)
    return msgspec.structs.replace(made, id=_id("search"), hits=hits)


def _sources(names: list[str], refs: dict[str, SourceRef]) -> tuple[SourceRef, ...]:
    return tuple(refs[name] for name in names)


def _cite(text: str, refs: dict[str, SourceRef]) -> str:
    """Paragraphs unwrapped, and ``[[name]]`` as the citation of that quote's page."""
    paragraphs = (_one_line(paragraph) for paragraph in text.strip().split("\n\n"))
    return re.sub(r"\[\[([\w-]+)\]\]", lambda match: f"[p.\u00a0{refs[match[1]].page}]", "\n\n".join(paragraphs))


def _page_text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded()).replace("\r\n", "\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _id(seed: str) -> str:
    return hashlib.sha256(f"sample:{seed}".encode()).hexdigest()[:16]
