"""``imr-desktop guidelines``: the reviewer's own readings of guidelines, listed, kept and carried between reviewers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from imr_desktop.case import dates
from imr_desktop.cli.opened import add_secret, services_of
from imr_desktop.cli.output import say_folded, sentence, told
from imr_desktop.errors import UsageError

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.guideline_rows import RuleRow
    from imr_desktop.review.readings import Offer, Offered, Reading

EXAMPLE = """example:
  imr-desktop guidelines list
  imr-desktop guidelines list --all --json
  imr-desktop guidelines add reading.yaml
  imr-desktop guidelines export for-others.yaml 3f9a1c22d0
  imr-desktop guidelines import from-others.yaml
  imr-desktop guidelines import from-others.yaml 8b0c44e1aa
  imr-desktop guidelines retire 3f9a1c22d0

A reading as a file:
  service: acupuncture
  edition: lb20
  recommendation: recommended      # not recommended; no recommendation
  place: p. 12
  read_on: 2026-11-29
  strength: B                      # A, B, C, I
  phase: chronic                   # acute, subacute, after surgery
  count: 12
  measure: visits in all
  prerequisites: [six weeks of exercise failed]"""

_ACTS_HELP = """list: own readings; add FILE: keep what you wrote as a file; export FILE ID…: write some for others;
import FILE [ID…]: show what a file of another reviewer offers, take over those named; retire ID, restore ID"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act and what it acts on."""
    parser.add_argument("act", choices=sorted(_ACTS), help=_ACTS_HELP)
    parser.add_argument("names", nargs="*", metavar="FILE|ID", help="a file, ids of readings")
    parser.add_argument("--all", action="store_true", help="list: all rules, shipped ones and packs too, with their uses")
    add_secret(parser)
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Do the act; exit code 0, or 1 where something in a file does not hold."""
    act, least, most = _ACTS[options.act]
    if not least <= len(options.names) <= most:
        options.usage_error(f"{options.act} takes {_TAKES[options.act]}")
    with services_of(options) as services:
        return act(services, options)


def _list(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.review.guideline_rows import rule_rows

    packs = services.guidelines.packs
    if services.guidelines.fault:
        sentence(services.guidelines.fault)
    rows = rule_rows(packs, dates.today())
    if options.all:
        uses = services.checking.uses()
        rows = tuple(replace(row, uses=uses.get(row.id, 0)) for row in rows)
    else:
        rows = tuple(row for row in rows if row.reading is not None)
    return told(options, {"rules": [_plain_row(row) for row in rows]}, _say_rows, rows)


def _plain_row(row: RuleRow) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(row)
    return {name: value for name, value in built.items() if name != "text"}


def _say_rows(rows: tuple[RuleRow, ...]) -> None:
    for row in rows:
        name = row.reading.id if row.reading else row.id
        facts = (row.edition, row.source, row.tier, row.confidence, f"to {row.expires}" if row.expires else "", row.state)
        uses = "" if row.uses is None else f"in {row.uses} open cases"
        say_folded(f"{name}  {row.service}: {'; '.join(filter(None, (*facts, uses)))}")
        for what, words in row.text if row.reading else ():
            say_folded(f"    {what}: {words}")
    if not rows:
        say_folded("No reading is kept yet; `guidelines add FILE`, or Ctrl+R in the window, enters one.")


def _add(services: Services, options: argparse.Namespace) -> int:
    kept = services.readings.keep(*services.readings.read_file(Path(options.names[0])))
    return _tell(options, "Kept", kept)


def _export(services: Services, options: argparse.Namespace) -> int:
    file, *wanted = options.names
    for one in wanted:
        services.readings.find(one)
    number = services.readings.export_to(Path(file), wanted)
    return told(options, {"exported": number}, say_folded, f"{number} written to {file}.")


def _import(services: Services, options: argparse.Namespace) -> int:
    file, *wanted = options.names
    offer = services.readings.look_at(Path(file))
    if not wanted:
        told(options, _plain_offer(offer), _say_offer, offer)
        return 1 if offer.faults else 0
    ids = {one.reading.id: one for one in offer.offered}
    if unknown := [one for one in wanted if one not in ids]:
        raise UsageError(f"The file offers no reading “{unknown[0][:40]}”; `guidelines import {file}` shows what it offers.")
    chosen = [ids[one] for one in dict.fromkeys(wanted)]
    return _tell(options, "Taken over", services.readings.take(chosen, dates.today()))


def _plain_offer(offer: Offer) -> dict[str, Any]:
    return {"offered": [msgspec.to_builtins(one) for one in offer.offered], "faults": list(offer.faults)}


def _say_offer(offer: Offer) -> None:
    for one in offer.offered:
        _say_offered(one)
    for fault in offer.faults:
        sentence(fault)


def _say_offered(one: Offered) -> None:
    from imr_desktop.review.readings import differences, in_words

    say_folded(f"{one.reading.id}  {one.reading.service}, {one.reading.edition}: {one.standing}")
    if one.standing == "conflicting" and one.mine is not None:
        for what, mine, theirs in differences(one.mine, one.reading):
            say_folded(f"    {what}: yours {mine or 'none'}; theirs {theirs or 'none'}")
        return
    for what, words in in_words(one.reading):
        say_folded(f"    {what}: {words}")


def _retire(services: Services, options: argparse.Namespace) -> int:
    return _tell(options, "Retired", (services.readings.retire(options.names[0], dates.today()),))


def _restore(services: Services, options: argparse.Namespace) -> int:
    return _tell(options, "Used again", (services.readings.take_back(options.names[0]),))


def _tell(options: argparse.Namespace, what: str, kept: tuple[Reading, ...]) -> int:
    words = "\n".join(f"{what}: {one.id} ({one.service}, {one.edition})" for one in kept)
    return told(options, {"readings": [msgspec.to_builtins(one) for one in kept]}, say_folded, words)


_MANY = 1000
_ACTS: Mapping[str, tuple[Callable[[Services, argparse.Namespace], int], int, int]] = MappingProxyType(
    {
        "list": (_list, 0, 0),
        "add": (_add, 1, 1),
        "export": (_export, 2, _MANY),
        "import": (_import, 1, _MANY),
        "retire": (_retire, 1, 1),
        "restore": (_restore, 1, 1),
    }
)
_TAKES = {
    "list": "nothing",
    "add": "one file",
    "export": "a file and the ids of readings",
    "import": "a file, then the ids of those to take over",
    "retire": "one reading's id",
    "restore": "one reading's id",
}
