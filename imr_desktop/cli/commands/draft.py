"""``imr-desktop draft CASE…``: the texts that the window would begin a summary and the rationales with."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from imr_desktop.cli.cases import resolve
from imr_desktop.cli.machine import add_ocr, by_machine
from imr_desktop.cli.opened import add_password_file, add_secret, services_of
from imr_desktop.cli.output import say, say_json, sentence
from imr_desktop.review import drafts
from imr_desktop.review.record import RecordText

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.taken import TakenIn

EXAMPLE = (
    "example:\n  imr-desktop draft CM26-0000123\n  imr-desktop draft CM26-0000123 --save\n"
    "  imr-desktop draft review.json --json\n\n"
    "The drafts say what findings and answers say, with their pages. Decision and reasons are the reviewer's."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The cases, and whether the drafts are written into them."""
    parser.add_argument("cases", nargs="+", metavar="CASE", help="a stored case's number, a case JSON file, or case files")
    parser.add_argument("--save", action="store_true", help="put the drafts into the stored cases; what you wrote stays")
    add_secret(parser)
    add_password_file(parser)
    add_ocr(parser)


def run(options: argparse.Namespace) -> int:
    """Print each case's drafts; 1 where no file gave a case, or one could not be written to."""
    done = []
    with by_machine(services_of(options), options) as services:
        for case, taken in resolve(services, options.cases):
            drafted = _drafted(services, case, taken)
            saved = options.save and _save(services, case, drafted, taken)
            done.append((drafted, bool(saved)))
    if options.json:
        say_json({"cases": [_plain(case, saved) for case, saved in done]})
    else:
        for case, saved in done:
            _say(case, saved)
    return 0 if done and all(saved or not options.save for _, saved in done) else 1


def _drafted(services: Services, case: Case, taken: TakenIn | None) -> Case:
    record = RecordText.from_reads(case, taken.reads) if taken and taken.reads else None
    reports = {report.item_id: report for report in services.checking.check(case, record).reports}
    case = drafts.put_summary(case)
    for item in case.items:
        case = drafts.put_rationale(case, item.id, reports.get(item.id))
    return case


def _save(services: Services, case: Case, drafted: Case, taken: TakenIn | None) -> bool:
    why = (
        "is a file: import it first" if taken else "is signed: `imr-desktop vault reopen` comes first" if case.locked else ""
    )
    if why:
        sentence(f"{case.number or '(no number)'} {why}; nothing was saved of it.")
    elif drafted != case:
        services.cases.save(drafted)
    return not why


def _plain(case: Case, saved: bool) -> dict[str, object]:
    items = [{"id": item.id, "title": item.title, "rationale": item.rationale} for item in case.items]
    return {"case_number": case.number or None, "draft": True, "saved": saved, "summary": case.summary, "items": items}


def _say(case: Case, saved: bool) -> None:
    where = "saved in the case" if saved else "not saved"
    say(f"{case.number or '(no number)'}: draft, {where}. The decision and the reasons are the reviewer's.")
    say(f"\nCase summary\n{case.summary or '(nothing to draft from)'}")
    for number, item in enumerate(case.items, 1):
        say(f"\nItem {number}: {item.title}\n{item.rationale}")
    say()
