"""What of the proposals is ticked: one by one, in blocks, by document; what becomes of it, and how many there are.

Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from imr_desktop.case import citation
from imr_desktop.language import tr
from imr_desktop.ui.intake.proposal_rows import EXPECTED, FINDINGS, ITEMS, Block, ProposalRow, Tick, blocks_of
from imr_desktop.ui.intake.wordings import Wordings
from imr_desktop.ui.wording import counted

if TYPE_CHECKING:
    from imr_desktop.review.taken import ItemOutcome, Proposal, TakenIn

_LISTS = ("items", "findings")
_DOT = "  \u00b7  "
ELSEWHERE = "elsewhere"
"""The count of the wordings of lists that another list goes before."""


class Triage:
    """The rows of one `review.TakenIn` with what is ticked and which counts are opened."""

    def __init__(self, taken: TakenIn) -> None:
        self.taken = taken
        blocks = blocks_of(taken)
        self._ticked = {row.proposal for row in self._proposed(blocks) if row.tick == "on"}
        items = next((block for block in blocks if block.title == ITEMS and block.kind == "ticked"), None)
        entries = {row.proposal: row for row in items.rows if row.kind == "entry"} if items is not None else {}
        self._wordings = Wordings(taken, entries, self._ticked)
        self._ticked -= set(self._wordings.elsewhere)
        self._blocks = tuple(_parted(blocks, items, self._wordings, entries))
        self._open: set[str] = set()

    # --- what is shown

    def rows(self) -> tuple[ProposalRow, ...]:
        """The rows in view, as they stand."""
        outcomes = self._outcomes()
        return tuple(row for block in self._blocks for row in self._block_rows(block, outcomes))

    def _block_rows(self, block: Block, outcomes: dict[int, ItemOutcome]) -> Iterator[ProposalRow]:
        title = block.title
        if block.kind == "folded":
            is_open = title in self._open
            words = self._folded_words(block)
            yield ProposalRow("fold", words, "open" if is_open else "", key=title)
            yield from self._listed(block.rows, title, outcomes) if is_open else ()
            return
        yield self._heading(block, "block", title)
        if title == ITEMS and block.kind == "ticked":
            yield from self._reconciled(block)
        yield from self._listed(block.rows, title, outcomes)
        for part in block.parts:
            name = f"{title} {part.title}"
            yield self._heading(part, "part", name)
            yield from self._listed(part.rows, name, outcomes)

    def _folded_words(self, block: Block) -> str:
        size = len(block.rows)
        if block.title == ELSEWHERE:
            wordings, on = counted(size, "wording"), sum(row.proposal in self._ticked for row in block.rows)
            if on:
                return tr("{wordings} of other lists, {on:,} taken", wordings=wordings, on=on)
            return tr("{wordings} of other lists, not taken", wordings=wordings)
        return counted(size, "document") if block.title == "document" else counted(size, "file received", "files received")

    def _heading(self, block: Block, kind: str, name: str) -> ProposalRow:
        kind = kind if block.kind == "ticked" else "section"
        rows = [row for row in block.all_rows if block.title != ITEMS or row.kind == "entry"]
        on = sum(row.proposal in self._ticked for row in rows)
        tick: Tick = "" if kind == "section" else "on" if on == len(rows) else "part" if on else "off"
        if block.title == ITEMS and kind == "block":
            return ProposalRow(kind, tr(block.title), self._counted(len(rows)), tick=tick, block=name, key=name)
        text = tr("{on} of {rows_count} ticked", on=on, rows_count=len(rows)) if kind != "section" else str(len(rows))
        return ProposalRow(kind, tr(block.title), text, tick=tick, block=name, key=name)

    def _counted(self, wordings: int) -> str:
        """How many items the ticked wordings give: the number that the button takes."""
        items = counted(self.items, "item")
        return (
            items if wordings == self.items else tr("{items}, {wordings}", items=items, wordings=counted(wordings, "wording"))
        )

    def _listed(self, rows: Iterable[ProposalRow], block: str, outcomes: dict[int, ItemOutcome]) -> Iterator[ProposalRow]:
        for at, row in enumerate(rows):
            tick: Tick = "" if row.proposal < 0 else "on" if row.proposal in self._ticked else "off"
            outcome = outcomes.get(row.proposal)
            told = self._wordings.note(row.proposal, outcome) if row.kind == "entry" else ""
            is_under = self._wordings.is_under(row.proposal, outcome)
            yield replace(
                row,
                tick=tick,
                note=told if is_under else _DOT.join(filter(None, (told, row.note))),
                is_under=is_under,
                block=block,
                key=f"{block} {at}",
                chips=row.chips or tuple(citation.chips(row.sources)),
            )

    def _reconciled(self, block: Block) -> Iterator[ProposalRow]:
        """Where the lists of items differ from each other or from the number the forms give: said before they are joined."""
        wordings = [row for row in block.rows if row.kind == "entry" and row.proposal in self._ticked]
        result, expected = len(self.taken.case.items) + self.items, self._expected()
        if expected is not None and expected != result:
            words = tr(
                "{expected} in dispute by the forms, {result} as ticked.", expected=counted(expected, "item"), result=result
            )
            yield ProposalRow(
                "warning",
                tr("{words} Untick what is not in dispute, or the number that is wrong.", words=words),
                key="reconciled",
            )
        elif len(wordings) > self.items:
            words = tr(
                "{wordings}, {result}: the lines say which are joined.",
                wordings=counted(len(wordings), "wording"),
                result=counted(result, "item"),
            )
            yield ProposalRow("hint", words, key="reconciled")

    def _expected(self) -> int | None:
        stated = [one.value for one in self.chosen() if one.key == EXPECTED]
        held = self.taken.case.expected_items
        return held if held is not None else stated[0] if stated else None

    def _outcomes(self) -> dict[int, ItemOutcome]:
        """What becomes of the items that are ticked."""
        return self._wordings.outcomes(self._ticked)

    # --- what is ticked

    def chosen(self) -> tuple[Proposal, ...]:
        """The proposals that are ticked, in their order."""
        wanted = self._wordings.wanted
        return tuple(wanted(index, self._ticked) for index in sorted(self._ticked))

    def toggle(self, row: ProposalRow) -> None:
        """Tick or untick a line, or all of a heading; open or fold a count."""
        if row.kind == "fold":
            self._open ^= {row.key}
        elif row.proposal >= 0:
            self._set((row.proposal,), on=row.proposal not in self._ticked)
        elif row.tick:
            self.toggle_block(row)

    def toggle_block(self, row: ProposalRow) -> None:
        """Tick all that stand under the heading of a row, or where all are, untick them."""
        self._toggle_all(self._rows_under(row.block))

    def is_item(self, row: ProposalRow) -> bool:
        """Whether a row is a wording of an item."""
        return row.proposal >= 0 and self.taken.proposals[row.proposal].key.startswith("items.")

    def join_or_part(self, row: ProposalRow) -> bool:
        """Join a wording with the item that it may be the same as, or part it again; whether it is a wording at all."""
        if not self.is_item(row):
            return False
        self._ticked.add(row.proposal)
        return self._wordings.join_or_part(row.proposal, self._ticked)

    def toggle_document(self, row: ProposalRow) -> None:
        """The same with the findings of the row's document."""
        if row.document:
            self._toggle_all(one for one in self._rows_under(FINDINGS) if one.document == row.document)

    def toggle_findings(self) -> None:
        """The same with every finding."""
        self._toggle_all(self._rows_under(FINDINGS))

    def _rows_under(self, name: str) -> tuple[ProposalRow, ...]:
        for block in self._blocks:
            if block.title == name:
                return block.all_rows
            for part in block.parts:
                if f"{block.title} {part.title}" == name:
                    return part.rows
        return ()

    def _toggle_all(self, rows: Iterable[ProposalRow]) -> None:
        """Of several values for one fact the one that is ticked stays, else the best supported one is: it stands first.

        What stands on another person's pages is ticked one by one alone.
        """
        all_of = [row.proposal for row in rows if row.proposal >= 0]
        own = [index for index in all_of if not self.taken.is_of_another(self.taken.proposals[index])]
        missing = [index for index in own if index not in self._ticked and not self._rivals(index) & self._ticked]
        for index in missing:
            if not self._rivals(index) & self._ticked:
                self._ticked.add(index)
        if not missing:
            self._ticked -= set(all_of)

    def _set(self, indexes: Iterable[int], *, on: bool) -> None:
        for index in indexes:
            if on:
                self._ticked -= self._rivals(index)
                self._ticked.add(index)
                self._wordings.take(index, self._ticked)
            else:
                self._ticked.discard(index)
                self._wordings.let_go(index)

    def _rivals(self, index: int) -> set[int]:
        """Other values for the same fact: a case holds one."""
        key = self.taken.proposals[index].key
        if key.partition(".")[0] in _LISTS:
            return set()
        return {at for at, one in enumerate(self.taken.proposals) if one.key == key}

    # --- how many

    @property
    def items(self) -> int:
        """How many items the ticked ones give, joined as they are."""
        return sum(one.kind == "new" for one in self._outcomes().values())

    def take_words(self) -> str:
        """What taking does: ``Take 6 facts, 2 items, 0 findings``."""
        taken = self.taken
        if taken.finished:
            return tr("Take this case")
        if taken.proposals:
            keys = [one.key for one in self.chosen()]
            findings = sum(key.startswith("findings.") for key in keys)
            facts = sum(key.partition(".")[0] not in _LISTS and key != EXPECTED for key in keys)
            counts = counted(facts, "fact"), counted(self.items, "item"), counted(findings, "finding")
            return tr("Take {counts}", counts=", ".join(counts))
        if taken.reads:
            return tr("Take {sum}", sum=counted(sum(len(read.pages) for read in taken.reads), "page"))
        return tr("Take {others}", others=counted(len(taken.others), "case"))

    @staticmethod
    def _proposed(blocks: Iterable[Block]) -> Iterator[ProposalRow]:
        return (row for block in blocks for row in block.all_rows if row.proposal >= 0)


def _parted(
    blocks: Iterable[Block], items: Block | None, wordings: Wordings, entries: dict[int, ProposalRow]
) -> Iterator[Block]:
    """The blocks with the wordings of items in their order, those of other lists folded below them."""
    for block in blocks:
        if block is not items:
            yield block
            continue
        counts = tuple(row for row in block.rows if row.kind != "entry")
        yield replace(block, rows=(*counts, *(entries[at] for at in wordings.order)))
        if wordings.elsewhere:
            yield Block(ELSEWHERE, tuple(entries[at] for at in wordings.elsewhere), "folded")
