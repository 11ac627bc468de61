"""``imr-desktop find CASE|FILES "WORDS"``: where words stand in a record, and the pages that could not be searched."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from imr_desktop.case.model import Case
from imr_desktop.cli.machine import add_ocr, by_machine
from imr_desktop.cli.opened import add_secret, services_of
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.errors import UsageError
from imr_desktop.review import Services
from imr_desktop.review.finding import Found, Group, Hit, Missed
from imr_desktop.review.record import RecordText

EXAMPLE = """in WORDS:
  lumbar pain           pages that hold all words
  "straight leg raise"  the words as they follow each other
  injection ~5 relief   at most five words apart
  radicul*  MRI OR CT  -cervical
  =PT                   this word alone, without its other names
  type:imaging  date:2024-01..2024-06  doc:Chen  page:3-7

example:
  imr-desktop find CM26-0000123 "radiculopathy OR sciatica"
  imr-desktop find packet.pdf "EMG date:2024" --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to search, and for what."""
    parser.add_argument("cases", nargs="+", metavar="CASE", help="a stored case's number or id, or case files")
    parser.add_argument("words", metavar="WORDS", help="what to find")
    parser.add_argument("--no-synonyms", action="store_true", help="find the words alone, not what means the same")
    add_secret(parser)
    add_ocr(parser)


def run(options: argparse.Namespace) -> int:
    """Print hits by document and the pages that could not be searched; 1 where a file could not be read."""
    with by_machine(services_of(options), options) as services:
        cases, unread = _meant(services, options.cases)
        found = [
            (case, services.finding.find(case, options.words, same=not options.no_synonyms, text=text))
            for case, text in cases
        ]
    if options.json:
        say_json(_report(found, unread))
    else:
        for case, one in found:
            _say(case, one, named=len(found) > 1)
        for text in unread.values():
            sentence(text)
    return 1 if unread or not found else 0


def _meant(services: Services, names: Sequence[str]) -> tuple[list[tuple[Case, RecordText | None]], dict[str, str]]:
    """The cases meant, with the text of those read from files here; and what could not be read, with why.

    Raises UsageError for what is neither a file nor a stored case.
    """
    files = [Path(name) for name in names if os.path.exists(name)]
    stored = [name for name in names if not os.path.exists(name)]
    if stored and services.vault.protection == "none":
        raise UsageError(f"There is no file {stored[0]}, and no vault in {services.home.root} that could hold such a case.")
    cases: list[tuple[Case, RecordText | None]] = [(services.cases.repository.named(name), None) for name in stored]
    if not files:
        return cases, {}
    taken = services.intake.take_in(None, files, keep=False)
    if taken.warning:
        sentence(taken.warning)
    read = [group for group in taken.all if group.reads]
    failed = {text.partition(" ")[0]: text for group in taken.all for text in group.sentences}
    failed |= {one.name: one.error for group in taken.all for one in group.failed}
    return cases + [(group.case, RecordText.from_reads(group.case, group.reads)) for group in read], failed


def _report(found: list[tuple[Case, Found]], unread: dict[str, str]) -> dict[str, Any]:
    missed = [_missed(case, miss) for case, one in found for miss in one.missed]
    return {
        "hits": [_hit(case, group, hit) for case, one in found for group in one.groups for hit in group.hits],
        "not_seen": missed + [{"document": name, "page": 0, "reason": text} for name, text in unread.items()],
        "pages_searched": sum(one.searched for _, one in found),
        "notes": [note for _, one in found for note in one.notes],
    }


def _hit(case: Case, group: Group, hit: Hit) -> dict[str, Any]:
    return {
        "document": group.title,
        "page": hit.page,
        **_place(case, hit.page),
        "quote": f"{hit.quote} {hit.beyond}".rstrip() if not hit.term.endswith("-") else f"{hit.quote}{hit.beyond}",
        "verdict": hit.verdict,
        "found": hit.term + hit.beyond if hit.term.endswith("-") else f"{hit.term} {hit.beyond}".rstrip(),
        "also_on": list(hit.also),
        "denied_by": hit.denied or None,
        "other_name": bool(hit.named),
        "tolerant": hit.tolerant,
    }


def _missed(case: Case, miss: Missed) -> dict[str, Any]:
    return {"document": miss.title, "page": miss.page, **_place(case, miss.page), "reason": miss.reason}


def _place(case: Case, page: int) -> dict[str, Any]:
    """The file that holds a case page, and the page's number in it."""
    for file in case.files:
        if file.first_page <= page < file.first_page + file.pages:
            return {"file": Path(file.name).name, "file_page": page - file.first_page + 1}
    return {"file": None, "file_page": None}


def _say(case: Case, found: Found, *, named: bool) -> None:
    if named:
        say(f"\n{case.number or ', '.join(file.name for file in case.files)}")
    for group in found.groups:
        day = f", {group.day:%m/%d/%Y}" if group.day else ""
        say(f"{group.title or 'Pages of no document'}{day}")
        for hit in group.hits:
            remarks = f"  [{'; '.join(hit.remarks)}]" if hit.remarks else ""
            say(f"  p. {hit.page}: {hit.quote}{remarks}")
    say(found.sentence[:1].upper() + found.sentence[1:] + ".")
    for miss in found.missed:
        say(f"  p. {miss.page}{f' of {miss.title}' if miss.title else ''}: {miss.reason}")
    for note in found.notes:
        say(note)
