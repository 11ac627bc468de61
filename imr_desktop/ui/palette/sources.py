"""Where the box's entries come from: the menus, the open case, the stored cases, the rules, the settings, the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from imr_desktop.case import citation
from imr_desktop.language import mark, tr
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR, ActionDef
from imr_desktop.ui.palette.entries import Entry

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.review import Services
    from imr_desktop.review.cases import CaseSummary
    from imr_desktop.ui.record.find_flow import FindAnswer

SLOT = "open_palette"
_HITS = 6
_WHY = {
    "unlocked": mark("Unlock the cases first"),
    "lockable": mark("The cases have no passphrase"),
    "work": mark("Go back to the case's panes first"),
    "edit": mark("The case is signed"),
    "signed": mark("The case is not signed"),
    "undo": mark("Nothing to undo"),
    "redo": mark("Nothing to redo"),
}
NOT_NOW = mark("Not possible now")
_OF_A_CASE = ("case", "work", "edit", "signed", "undo", "redo")


def commands(actions: Mapping[str, QAction], *, case: bool) -> tuple[Entry, ...]:
    """Every command of the menus as it stands now; `case`: one is in view."""
    return tuple(
        _command(tr(title).replace("&", ""), made, actions[made.slot], case)
        for title, definitions in MENUS
        for made in definitions
        if made is not SEPARATOR and made.slot != SLOT and made.slot in actions
    )


def _command(menu: str, made: ActionDef, action: QAction, case: bool) -> Entry:
    words, _, bare = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").partition("\t")
    first = made.when in _OF_A_CASE and not case
    why = "" if action.isEnabled() else tr("Open a case first") if first else tr(_WHY.get(made.when, tr(NOT_NOW)))
    keys = bare or " or ".join(shown_key(key.toString()) for key in action.shortcuts()[:1])
    return Entry("command", made.slot, words, menu, keys, made.icon, made.slot.replace("_", " "), why)


def shown_key(key: str) -> str:
    """A key as it is written everywhere in the window."""
    return key.replace("Return", "Enter")


def of_case(case: Case, keys: Mapping[str, str]) -> Iterator[Entry]:
    """The case's disputed items and findings; `keys` are those of commands, by slot."""
    for number, item in enumerate(case.items, 1):
        title = " ".join(item.title.split())
        yield Entry(
            "item",
            item.id,
            tr("Item {number}: {title}", number=number, title=title),
            item.decision or tr("Undecided"),
            keys.get("go_items", ""),
            "scale",
        )
    for number, finding in enumerate(case.findings, 1):
        pages = (
            citation.listed(sorted({one.page for one in finding.sources}), "p.", "pp.") if finding.sources else tr("no page")
        )
        yield Entry(
            "finding", finding.id, " ".join(finding.text.split()), tr("Finding {number}", number=number), pages, "list-checks"
        )


def cases(summaries: Iterable[CaseSummary]) -> tuple[Entry, ...]:
    """The stored cases, found by number and by what is in dispute; made ready to be searched (for a worker)."""
    made = tuple(
        Entry("case", one.id, one.number or tr("No number yet"), _titles(one), tr("Case"), "folder", " ".join(one.titles))
        for one in summaries
    )
    for one in made:
        _ = one.blob
    return made


def _titles(summary: CaseSummary) -> str:
    return " ".join(summary.titles[0].split()) if summary.titles else tr("No disputed item yet")


def rules(services: Services, today: date) -> tuple[Entry, ...]:
    """Every guideline rule and reading (for a worker)."""
    from imr_desktop.review.guideline_rows import rule_rows

    return tuple(
        Entry("rule", one.id, one.service[:1].upper() + one.service[1:], one.edition, _own(one.source), "book", one.id)
        for one in rule_rows(services.guidelines.packs, today)
    )


def _own(source: str) -> str:
    return "" if source == "shipped" else source


def in_record(words: str) -> Entry:
    """The record's own search for what was typed."""
    return Entry("find", words, tr("Find “{words}” in the record", words=words), tr("All hits in the list"), "", "search")


def hits(answer: FindAnswer) -> tuple[Entry, ...]:
    """What a search in the record found first, with its pages, and what it could not see."""
    if answer.found is None:
        return ()
    found = answer.found
    made = [
        Entry(
            "hit", hit.quote, " ".join(hit.quote.split()), group.title, citation.label(hit.page), "scan-text", page=hit.page
        )
        for group in found.groups
        for hit in group.hits
    ]
    return tuple(dict.fromkeys(made))[:_HITS]
