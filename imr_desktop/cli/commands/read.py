"""``imr-desktop read FILES…``: what the files hold, each proposal with its source."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imr_desktop.case.model import CaseFile, Document, SourceRef
from imr_desktop.cli.again_rows import duplicates_of, page_copies, same_files
from imr_desktop.cli.fact_rows import fact_rows
from imr_desktop.cli.machine import add_ocr, by_machine
from imr_desktop.cli.opened import add_password_file, know_passwords
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.cli.overview_rows import conflict_row, gap_row, misread_row, missing_row
from imr_desktop.cli.page_rows import keep_parts, page_rows, page_states, say_pages, say_reasons
from imr_desktop.cli.request_rows import request_row
from imr_desktop.review import Services
from imr_desktop.review.intake import parse_determination
from imr_desktop.review.taken import OtherPerson, TakenIn

if TYPE_CHECKING:
    from imr_desktop.review.record import FileRead

EXAMPLE = "example:\n  imr-desktop read packet.pdf determination.txt --json\n  imr-desktop read packet.pdf --pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="case files or folders")
    parser.add_argument("--pages", action="store_true", help="print each page instead: its verdict, why, its text")
    add_password_file(parser)
    add_ocr(parser)


def run(options: argparse.Namespace) -> int:
    """Print documents, pages and proposals; 1 where a file could not be read."""
    with by_machine(know_passwords(Services(options.home), options), options) as services:
        parts: dict[str, bytes] = {}
        see = keep_parts(parts) if options.pages and options.json else None
        taken = services.intake.take_in(None, options.files, keep=False, see=see)
        reads = [read for group in taken.all for read in group.reads]
        pages = list(page_rows(services, reads, parts)) if options.pages else []
    report = {
        "determinations": [found for group in taken.all for found in _determinations(group)],
        "documents": [*(row for group in taken.all for row in (*_documents(group), *same_files(group))), *_failures(taken)],
        "received": [
            {"file": line.name, "source": line.source or "file", "pages": line.pages, "became": line.became}
            for group in taken.all
            for line in group.received
        ],
        "proposals": [row for group in taken.all for row in _proposals(group)],
        "facts": [row for group in taken.all for row in fact_rows(group)],
        "conflicts": [conflict_row(group, one) for group in taken.all for one in group.overview.conflicts],
        "doubtful_readings": [misread_row(one) for group in taken.all for one in group.overview.misread],
        "missing": [missing_row(one) for group in taken.all for one in group.overview.missing],
        "gaps": [gap_row(group, one) for group in taken.all for one in group.gaps],
        "requests": [request_row(request) for group in taken.all for request in group.requests],
    }
    sentences = [text for group in taken.all for text in group.sentences]
    named = [words for group in taken.all for words in group.said_of_files.values()]
    if options.json:
        say_json({"pages": pages} if options.pages else report)
    elif options.pages:
        say_pages(pages)
    else:
        _say(report, reads)
    for text in filter(None, (taken.warning, *sentences, *(read.note for read in reads), *named)):
        sentence(text)
    return 1 if sentences else 0


def _determinations(group: TakenIn) -> list[dict[str, Any]]:
    found = []
    for read in group.reads:
        parsed = parse_determination([page.text for page in read.pages])
        if parsed is not None:
            found.append({"file": read.name, **_fields(parsed)})
    return found


def _fields(parsed: Any) -> dict[str, Any]:
    import msgspec

    fields: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(parsed))
    fields.pop("file", None)
    return fields


def _documents(group: TakenIn) -> list[dict[str, Any]]:
    rows, again = [], page_copies(group)
    for read, file in zip(group.reads, group.case.files[-len(group.reads) :] if group.reads else (), strict=True):
        parts = [document for document in group.case.documents if document.file == read.digest]
        rows.append(
            {
                "file": read.name,
                "source": read.source or "file",
                "type": parts[0].type if len(parts) == 1 else "packet",
                "pages": file.pages,
                **_states(read),
                "duplicates_of": duplicates_of(group.case, file, again),
                "error": None,
                "parts": [_part(document, file.first_page) for document in parts],
                "other_people": [
                    _person(one, file.first_page) for one in group.people if one.first_page in _case_pages(file)
                ],
            }
        )
    return rows


def _case_pages(file: CaseFile) -> range:
    return range(file.first_page, file.first_page + file.pages)


def _person(one: OtherPerson, first_page: int) -> dict[str, Any]:
    first, last = (page - first_page + 1 for page in (one.first_page, one.last_page))
    return {"name": one.name, "first_page": first, "last_page": last, "whose_is_unclear": one.unclear}


def _states(read: FileRead) -> dict[str, list[int]]:
    """How far a file's pages may be relied on: no search can see those not read; only a machine read the doubtful ones."""
    return {
        "unreadable_pages": [page.number for page in read.pages if page.verdict == "not read"],
        "doubtful_pages": [page.number for page in read.pages if page.verdict == "doubtful"],
        "hidden_text_pages": [page.number for page in read.pages if page.hidden],
    }


def _part(document: Document, first_page: int) -> dict[str, Any]:
    return {
        "id": document.id,
        "type": document.type,
        "kind": document.kind or document.type,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "facility": document.facility,
        "doubt": document.doubt,
        "first_page": document.first_page - first_page + 1,
        "last_page": document.last_page - first_page + 1,
    }


def _failures(taken: TakenIn) -> list[dict[str, Any]]:
    return [
        {
            "file": read.name,
            "source": read.source or "file",
            "type": None,
            "pages": 0,
            **_states(read),
            "duplicates_of": [],
            "error": read.error,
            "parts": [],
            "other_people": [],
        }
        for read in taken.failed
    ]


def _proposals(group: TakenIn) -> list[dict[str, Any]]:
    return [
        {
            "key": proposal.key,
            "value": proposal.value,
            "sources": [_source(source, group.titles) for source in proposal.sources],
            "doubtful": group.in_doubt(proposal),
            "of_another_person": group.is_of_another(proposal),
            **({"note": proposal.note} if proposal.note else {}),
        }
        for proposal in group.proposals
    ]


def _source(source: SourceRef, titles: Mapping[str, str]) -> dict[str, Any]:
    return {"document": titles.get(source.document, source.document), "page": source.page, "quote": source.quote}


def _say(report: dict[str, Any], reads: Sequence[FileRead]) -> None:
    by_name = {(read.name, read.source or "file"): read for read in reads}
    for row in report["documents"]:
        say(_line(row))
        read = by_name.get((row["file"], row["source"]))
        if read is not None and row["type"]:
            say_reasons(read)
        for part in row["parts"] if len(row["parts"]) > 1 else ():
            say(f"  {_pages(part['first_page'], part['last_page'])}  {part['title'] or part['type']}  {part['date'] or ''}")
        for copy in row["duplicates_of"]:
            say(f"  {_again(copy)}")
    if len(report["received"]) > len(report["documents"]):
        say("\nReceived:")
        for line in report["received"]:
            say(f"  {line['file']} ({line['source']}): {line['became']}")
    for row in report["determinations"]:
        items = len(row["items"])
        say(f"\n{row['case_number'] or 'No case number'}: {items} disputed {'item' if items == 1 else 'items'}")
        for item in row["items"]:
            say(f"  {item['decision']}: {item['title']}")
    count = len(report["proposals"])
    say(f"\n{count} {'proposal' if count == 1 else 'proposals'}")
    for row in report["proposals"]:
        pages = ", ".join(f"p. {source['page']}" for source in row["sources"] if source["page"])
        note = f"  ({row['note']})" if row.get("note") else ""
        say(f"  {row['key']}: {_short(row['value'])}{f'  [{pages}]' if pages else ''}{note}")


def _line(row: dict[str, Any]) -> str:
    """A file in one line; a sentence of what is wrong with it names it already."""
    if row["error"]:
        return str(row["error"])
    count = row["pages"]
    return f"{row['file']}: {row['type']}, {count} {'page' if count == 1 else 'pages'}{page_states(row)}"


def _again(copy: dict[str, Any]) -> str:
    what = "the same as" if copy["exact"] else "nearly the same as"
    there = _pages(copy["of_first_page"], copy["of_last_page"])
    verb = "is" if copy["first_page"] == copy["last_page"] else "are"
    return f"{_pages(copy['first_page'], copy['last_page'])} {verb} {what} {there} of {copy['file']}"


def _pages(first: int, last: int) -> str:
    return f"p. {first}" if first == last else f"pp. {first}-{last}"


def _short(value: Any) -> str:
    words = str(value.get("title") or value.get("text") or value) if isinstance(value, dict) else str(value)
    text = " ".join(words.split())
    return text if len(text) <= 100 else f"{text[:97]}…"
