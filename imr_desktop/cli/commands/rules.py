"""``imr-desktop rules list|show|test|explain|diff``: the guideline rules, what they say of a case, what an update changes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from imr_desktop.case.model import Case
from imr_desktop.cli.cases import resolve
from imr_desktop.cli.opened import add_secret, services_of
from imr_desktop.cli.output import say_json, sentence, told
from imr_desktop.review import Services, guidelines

EXAMPLE = """example:
  imr-desktop rules list --json
  imr-desktop rules show cp09.tpi
  imr-desktop rules test my-packs/
  imr-desktop rules explain determination.txt
  imr-desktop rules diff shipped my-packs/ CM26-0000123"""

_ACTS = """list: one line a rule; show ID: a rule whole; test [FOLDER]: try every example of every rule;
explain CASE…: why the rules say what they say; diff OLD NEW [CASE…]: what other packs would change"""
_NAMES = """show: a rule's id; test: a folder with packs, before it is installed; explain: cases; diff: two of “shipped”,
“current” or folders with packs, then cases (all stored cases that are not signed, where none is named)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act and what it acts on."""
    parser.add_argument("act", choices=["list", "show", "test", "explain", "diff"], help=_ACTS)
    parser.add_argument("names", nargs="*", metavar="ID|FOLDER|CASE", help=_NAMES)
    add_secret(parser)
    parser.set_defaults(usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    """Do the act; 1 where an example fails, an update changes a case, or no case could be read."""
    _refuse_wrong_usage(options)
    acts: dict[str, Callable[[Services, argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "test": _test,
        "explain": _explain,
        "diff": _diff,
    }
    with services_of(options) as services:
        return acts[options.act](services, options)


def _refuse_wrong_usage(options: argparse.Namespace) -> None:
    number = len(options.names)
    wrong = {
        "list": number > 0 and "list takes nothing",
        "show": number != 1 and "show takes one rule's id",
        "test": number > 1 and "test takes one folder",
        "explain": number == 0 and "explain takes cases",
        "diff": number < 2 and "diff takes two sets of packs, then cases",
    }[options.act]
    if wrong:
        options.usage_error(wrong)


def _list(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.cli.rules_text import say_rows

    _say_fault(services)
    rows = guidelines.list_rules(services.guidelines.packs)
    return told(options, rows, say_rows, rows)


def _show(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.cli.rules_text import rule_json, say_rule

    _say_fault(services)
    shown = guidelines.show_rule(services.guidelines.packs, options.names[0])
    return told(options, rule_json(shown), say_rule, shown)


def _test(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.cli.rules_text import say_trial, trial_json

    folder = Path(options.names[0]) if options.names else None
    trial = guidelines.try_packs(guidelines.untried(services.home, folder))
    told(options, trial_json(trial), say_trial, trial)
    return 1 if trial.failures else 0


def _explain(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.cli.explain_text import explained_json, say_explained
    from imr_desktop.review.record import RecordText

    _say_fault(services)
    reports = []
    for case, taken in resolve(services, options.names):
        record = RecordText.from_reads(case, taken.reads) if taken and taken.reads else None
        explained = services.checking.explain(case, record)
        reports.append(explained_json(case, explained))
        if not options.json:
            say_explained(case, explained)
    if options.json:
        say_json(reports[0] if len(reports) == 1 else {"cases": reports})
    return 0 if reports else 1


def _diff(services: Services, options: argparse.Namespace) -> int:
    from imr_desktop.cli.diff_text import say_update, update_json
    from imr_desktop.review.updating import update

    old, new = (guidelines.named(services.home, name) for name in options.names[:2])
    compared = update(_cases(services, options.names[2:]), old, new)
    told(options, update_json(compared), say_update, compared)
    return 1 if compared.changed else 0


def _cases(services: Services, names: list[str]) -> Iterator[tuple[Case, Mapping[int, str]]]:
    """The named cases, or all stored ones that are not signed, each with its record's text."""
    if not names:
        for row in services.cases.list():
            if row.signed_at is None:
                case = services.cases.load(row.id)
                yield case, services.record.text(case).pages
        return
    from imr_desktop.review.record import RecordText

    for case, taken in resolve(services, names):
        read = RecordText.from_reads(case, taken.reads) if taken and taken.reads else services.record.text(case)
        yield case, read.pages


def _say_fault(services: Services) -> None:
    if services.guidelines.fault:
        sentence(services.guidelines.fault)
