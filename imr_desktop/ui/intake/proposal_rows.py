"""What was read out of dropped files, in blocks: facts, items, findings by category, documents folded into a count.

Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from imr_desktop.case import citation, dates, fields, findings
from imr_desktop.case.model import Case, ClaimDates, Credentials, Document, Fact, Finding, SourceRef, Struct
from imr_desktop.language import mark, told, tr
from imr_desktop.review.remarks import index_words, languages_in
from imr_desktop.ui.guesses import guess_words, guesses_of
from imr_desktop.ui.intake import at_odds
from imr_desktop.ui.intake.contents import LEAST, kind_words, size_words
from imr_desktop.ui.overview.rows import MOST_CHIPS
from imr_desktop.ui.wording import counted, language_words, value_words

if TYPE_CHECKING:
    from imr_desktop.review.taken import Gap, Proposal, TakenIn

BY_MACHINE = mark("Read by machine: compare with the page, then tick it")
FACTS, ITEMS, INPUTS, FINDINGS = (
    mark("Case facts"),
    mark("Disputed items"),
    mark("Facts for the guideline rules"),
    mark("Clinical findings"),
)
EXPECTED = "expected_items"
Tick = Literal["", "on", "off", "part"]
_PARTS: dict[str, type[Struct]] = {"": Case, "dates": ClaimDates, "credentials": Credentials}
_DOT = "  \u00b7  "
_OTHERS = mark("Without a category")


@dataclass(frozen=True)
class ProposalRow:
    """One row. `kind`: ``section`` and ``block`` head others, ``fold`` opens them; ``fact`` and ``told`` have their title
    beside the text, ``entry`` above it; ``sentence``, ``left out``, ``hint`` and ``warning`` say something; ``document``, and
    ``doubted`` where something of it is a guess.

    `proposal` is the index in the taken-in proposals, -1 for rows that are none. `chips` are the pages cited, with a quote.
    `block` names the rows that are ticked together with it, `document` the one it stands in; `is_under`: it is one more
    wording of the item above it.
    """

    kind: str
    title: str
    text: str = ""
    note: str = ""
    sources: tuple[SourceRef, ...] = ()
    proposal: int = -1
    tick: Tick = ""
    block: str = ""
    document: str = ""
    key: str = ""
    chips: tuple[tuple[str, int, str], ...] = ()
    is_under: bool = False

    @property
    def words(self) -> str:
        return self.title

    @property
    def spoken(self) -> str:
        state = {"": "", "on": tr("Ticked"), "off": tr("Not ticked"), "part": tr("Partly ticked")}[self.tick]
        pages = ", ".join(label for label, _page, _quote in self.chips)
        parts = (f"{self.title}: {self.text}".rstrip(": "), self.note, pages, state)
        return ". ".join(part.rstrip(".") for part in parts if part)

    def quotes_on(self, page: int) -> tuple[str, ...]:
        """What is cited from a page."""
        return tuple(source.quote for source in self.sources if source.page == page and source.quote)


@dataclass(frozen=True)
class Block:
    """Rows under a heading: ``ticked`` together, ``folded`` into their count, or plain. `parts` are blocks within it."""

    title: str
    rows: tuple[ProposalRow, ...] = ()
    kind: Literal["plain", "ticked", "folded"] = "plain"
    parts: tuple[Block, ...] = ()

    @property
    def all_rows(self) -> tuple[ProposalRow, ...]:
        """Its rows and those of its parts."""
        return (*self.rows, *(row for part in self.parts for row in part.all_rows))


def blocks_of(taken: TakenIn) -> tuple[Block, ...]:
    """The blocks for one `review.TakenIn`, what has to be looked at first; only those that have something in them."""
    made = (
        Block(tr("Could not be used"), tuple(ProposalRow("sentence", sentence) for sentence in taken.sentences)),
        Block(
            tr("Left out: a file does not speak for you"), tuple(ProposalRow("left out", words) for words in taken.left_out)
        ),
        Block(tr("What the files hold"), _contents(_new_documents(taken))),
        Block(tr("Pages of several people") if taken.whose_is_unclear else tr("Pages of another person"), _others(taken)),
        Block(tr("What to know of the pages"), _remarked(taken)),
        *told_blocks(taken),
        Block(FACTS, _facts(taken, _is_fact), "ticked"),
        Block(ITEMS, _items(taken), "ticked"),
        Block(tr("Contradictory or missing"), _at_odds(taken)),
        Block(INPUTS, _facts(taken, _is_input), "ticked"),
        Block(FINDINGS, (), "ticked", _by_category(taken)),
        Block("document", tuple(map(document_row, _new_documents(taken))), "folded"),
        Block("file received", _received(taken), "folded"),
        Block(tr("Further cases in the same files"), tuple(map(_other, taken.others))),
    )
    return tuple(block for block in made if block.all_rows)


def _contents(documents: list[Document]) -> tuple[ProposalRow, ...]:
    """How many documents of which kinds there are, where they are many."""
    if len(documents) < LEAST or len({one.kind or one.type for one in documents}) == 1:
        return ()
    return (ProposalRow("hint", size_words(documents), kind_words(documents), key="contents"),)


def _others(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """The pages that name another person than the rest of their file or case: said before anything of them is taken."""
    return tuple(
        ProposalRow(
            "warning",
            tr("{pages}: {name}", pages=citation.label(one.first_page, one.last_page), name=one.name),
            tr("Whose record this is is not clear: several people are named. What stands there is not ticked.")
            if one.unclear
            else tr("What stands there is not ticked. Ask whether these pages belong to this case."),
            key=f"other {one.first_page}",
            chips=((citation.label(one.first_page, one.last_page), one.first_page, ""),),
        )
        for one in taken.people
    )


def _remarked(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """Where more may be said than was read, files that lie in reverse, and pages in another language than English."""
    rows = [
        ProposalRow(
            "warning",
            tr("{file} lies in reverse: its last page is on top.", file=file.name),
            tr("The menu Record reads it from there."),
            key=f"reverse {file.first_page}",
        )
        for file in taken.case.files
        if taken.remarks.run_of(file.first_page)
    ]
    rows += [
        ProposalRow(
            "warning",
            tr("An index that does not agree with the record"),
            told(index_words(held)),
            key=f"index {held.page}",
            chips=((citation.label(held.page), held.page, ""),),
        )
        for held in taken.remarks.indexes
    ]
    for language, pages in languages_in(taken.remarks, range(1, taken.case.page_count + 1)):
        runs = citation.runs(pages)
        rows.append(
            ProposalRow(
                "warning",
                tr("{pages} in {language}", pages=citation.listed(pages, "p.", "pp."), language=language_words(language)),
                tr("Not understood: read them yourself. What is asked for there may be overlooked."),
                key=f"language {language}",
                chips=tuple((citation.label(first, last), first, "") for first, last in runs[:MOST_CHIPS]),
            )
        )
    return (*(_gap(one, taken.titles.get(one.document, "")) for one in taken.gaps), *rows)


def _gap(one: Gap, document: str) -> ProposalRow:
    label = citation.label(one.first_page, one.last_page)
    chip = (label, one.first_page, "")
    return ProposalRow("warning", document or label, told(one.what), key=f"gap {one.first_page} {one.what}", chips=(chip,))


def _at_odds(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """What the files contradict and lack: the first few, and how many more there are."""
    shown = at_odds.shown(taken, taken.questions)
    made = tuple(ProposalRow(kind, row.title, row.text, row.note, chips=row.chips[:2], key=row.key) for kind, row in shown)
    more = at_odds.left(taken, taken.questions)
    return (*made, *((ProposalRow("hint", more),) if more else ()))


def _received(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """A line for each file, where some are in others, are there twice, or gave nothing."""
    lines = [line for one in taken.all for line in one.received]
    if len(lines) == sum(len(one.reads) for one in taken.all):
        return ()
    return tuple(ProposalRow("document", line.name, line.became, line.source) for line in lines)


def headline(taken: TakenIn) -> str:
    """2 files, 37 pages, 3 of them not read."""
    if taken.finished:
        return counted(taken.case.page_count, "page") + tr(" of record") if taken.case.page_count else tr("without a record")
    pages = [page for read in taken.reads for page in read.pages]
    unread = sum(page.verdict == "not read" for page in pages)
    size = f"{counted(len(taken.reads), 'file')}, {counted(len(pages), 'page')}"
    return tr("{size}, {unread:,} of them not read", size=size, unread=unread) if unread else size


def told_blocks(taken: TakenIn) -> tuple[Block, ...]:
    """What a case JSON tells, block by block: it comes in as it is, and nothing of it is ticked off."""
    if not taken.finished:
        return ()
    case = taken.case
    facts = [ProposalRow("told", _title(name), _value(value)) for name, value in _facts_of(case) if value not in (None, "")]
    return (
        Block(FACTS, tuple(facts)),
        Block(ITEMS, tuple(ProposalRow("entry", one.title, _short(one.rationale), _said_of(one)) for one in case.items)),
        Block(FINDINGS, tuple(map(_told_finding, case.findings))),
        Block(INPUTS, tuple(map(_told_input, case.facts))),
        Block(tr("Comments"), tuple(ProposalRow("told", one.role.capitalize(), _short(one.text)) for one in case.comments)),
    )


def _told_finding(finding: Finding) -> ProposalRow:
    return ProposalRow("told", finding.category.capitalize() or tr("Finding"), _short(finding.text), "", finding.sources)


def _told_input(fact: Fact) -> ProposalRow:
    return ProposalRow("told", fact.key, _value(fact.value), "", fact.sources)


def _facts_of(case: Case) -> list[tuple[str, Any]]:
    parts: tuple[tuple[str, Struct], ...] = (("", case), ("credentials.", case.credentials), ("dates.", case.dates))
    return [
        (f"{group}{name}", getattr(part, name)) for group, part in parts for name in fields.named(type(part), fields.EDITED)
    ]


def _title(key: str) -> str:
    group, _, name = key.rpartition(".")
    return told(fields.title(_PARTS.get(group, Struct), name))


def _said_of(item: Any) -> str:
    return (
        tr("Source says {source_decision}; stays undecided", source_decision=item.source_decision)
        if item.source_decision
        else tr("Undecided")
    )


def _new_documents(taken: TakenIn) -> list[Document]:
    if taken.finished:
        return list(taken.case.documents)
    fresh = {read.digest for read in taken.reads}
    return [document for document in taken.case.documents if document.file in fresh]


def document_row(document: Document) -> ProposalRow:
    """A document of a list of them: its title, its day, what of it is a guess, its pages."""
    first, last = document.first_page, document.last_page
    chip = (citation.label(first, last), first, "")
    words = _DOT.join(filter(None, (dates.written(document.date), guess_words(document))))
    kind = "doubted" if guesses_of(document) else "document"
    return ProposalRow(kind, document.title, words, document=document.id, key=document.id, chips=(chip,))


def _other(taken: TakenIn) -> ProposalRow:
    number = taken.case.number or next(
        (str(proposal.value) for proposal in taken.proposals if proposal.key == "number"), tr("A case without a number")
    )
    return ProposalRow("document", number, headline(taken), tr("opens from the list of cases"))


def _of(taken: TakenIn, wanted: Callable[[str], bool]) -> list[tuple[int, Proposal]]:
    return [(index, proposal) for index, proposal in enumerate(taken.proposals) if wanted(proposal.key)]


def _facts(taken: TakenIn, wanted: Callable[[str], bool]) -> tuple[ProposalRow, ...]:
    """The number first, and other values for one fact below each other."""
    found = _of(taken, wanted)
    order = {proposal.key: at for at, (_index, proposal) in reversed(list(enumerate(found)))}
    found.sort(key=lambda one: (one[1].key != "number", order[one[1].key]))
    return tuple(_fact(taken, index, proposal) for index, proposal in found)


def _fact(taken: TakenIn, index: int, proposal: Proposal) -> ProposalRow:
    """A fact's row; one that the case holds already, or has better support elsewhere, waits to be ticked and says why."""
    held = _held(taken.case, proposal.key)
    first = next(other for other in taken.proposals if other.key == proposal.key)
    notes = [
        tr("The case says {value} already; that stays", value=_value(held)) if held not in (None, "") else "",
        tr("Another value than {value} above: one of them can be ticked", value=_value(first.value))
        if first is not proposal
        else "",
    ]
    return _proposal(taken, index, ProposalRow("fact", _title(proposal.key), _value(proposal.value)), notes)


def _items(taken: TakenIn) -> tuple[ProposalRow, ...]:
    """How many the forms name, then each wording of each list, with the document it stands in."""
    counts = [_fact(taken, index, proposal) for index, proposal in _of(taken, lambda key: key == EXPECTED)]
    return (*counts, *(_item(taken, index, proposal) for index, proposal in _of(taken, _is_item)))


def _item(taken: TakenIn, index: int, proposal: Proposal) -> ProposalRow:
    value = proposal.value if isinstance(proposal.value, dict) else {}
    said = value.get("source_decision") or value.get("decision")
    guideline = str(value.get("reviewer_guideline") or value.get("claims_administrator_guideline") or "")
    row = ProposalRow("entry", str(value.get("title", "")), _short(guideline))
    state = tr("Source says {said}; stays undecided", said=said) if said else tr("Undecided")
    allowed = tr("UR authorized {amount}", amount=value["authorized"]) if value.get("authorized") else ""
    return _proposal(taken, index, row, [_where(taken, proposal), allowed, state], ticked=True)


def _by_category(taken: TakenIn) -> tuple[Block, ...]:
    """The findings, a block for each category; they wait to be ticked."""
    found = [(_category(proposal), index, proposal) for index, proposal in _of(taken, _is_finding)]
    order = {category: at for at, category in reversed(list(enumerate(one[0] for one in found)))}
    listed = sorted(found, key=lambda one: order[one[0]])
    return tuple(
        Block(category, tuple(_finding(taken, index, proposal) for _category_, index, proposal in rows), "ticked")
        for category, rows in groupby(listed, key=lambda one: one[0])
    )


def _category(proposal: Proposal) -> str:
    value = proposal.value if isinstance(proposal.value, dict) else {}
    return told(findings.label(str(value.get("category", "")))) or tr(_OTHERS)


def _finding(taken: TakenIn, index: int, proposal: Proposal) -> ProposalRow:
    value = proposal.value if isinstance(proposal.value, dict) else {}
    row = ProposalRow("entry", str(value.get("text", "")), block=_category(proposal))
    return _proposal(taken, index, row, [_where(taken, proposal)], ticked=False)


def _where(taken: TakenIn, proposal: Proposal) -> str:
    """The document a proposal stands in, with its date."""
    own = proposal.sources[0].document if proposal.sources else ""
    found = taken.documents.get(own)
    return " ".join(part for part in (found.title, dates.written(found.date)) if part) if found else ""


def _proposal(
    taken: TakenIn, index: int, row: ProposalRow, notes: Iterable[str], *, ticked: bool | None = None
) -> ProposalRow:
    """A proposal's row; one that rests on a page that only a machine read says so, and waits to be ticked."""
    proposal, doubt = taken.proposals[index], taken.in_doubt(taken.proposals[index])
    named = tr("Its pages name one of several people") if taken.whose_is_unclear else tr("Its pages name another person")
    other = named if taken.is_of_another(proposal) else ""
    said = [note for note in (*notes, told(proposal.note), other) if note]
    on = (not said if ticked is None else ticked) and not doubt and not other
    note = _DOT.join((*said, *((tr(BY_MACHINE),) if doubt and not proposal.note else ())))
    document = proposal.sources[0].document if proposal.sources else ""
    return replace(row, note=note, sources=proposal.sources, proposal=index, tick="on" if on else "off", document=document)


def _held(case: Case, key: str) -> Any:
    """What the case says already where a proposal of this key would go; None where it says nothing."""
    if _is_input(key):
        name = key.partition(".")[2]
        return next((fact.value for fact in case.facts if fact.key == name and not fact.item), None)
    group, _, name = key.rpartition(".")
    part: Struct | None = {"": case, "dates": case.dates, "credentials": case.credentials}.get(group)
    held = getattr(part, name, None)
    return None if key == "track" and held == "standard" else held


def _is_item(key: str) -> bool:
    return key.startswith("items.")


def _is_finding(key: str) -> bool:
    return key.startswith("findings.")


def _is_input(key: str) -> bool:
    return key.startswith("facts.")


def _is_attestation(key: str) -> bool:
    # What a source's reviewer attested is not offered: like a decision, the physician makes it anew, in the sign view.
    return key.startswith("attestations.")


def _is_fact(key: str) -> bool:
    return not (_is_item(key) or _is_finding(key) or _is_input(key) or _is_attestation(key) or key == EXPECTED)


def _value(value: Any) -> str:
    return _short(value_words(value))


def _short(text: str, limit: int = 220) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[:limit].rsplit(' ', 1)[0]} …"
