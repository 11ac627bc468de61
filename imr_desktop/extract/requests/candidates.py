"""Where a paper names care that it may ask for, row by row, with the part of the paper and the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.requests.amounts import is_amount
from imr_desktop.extract.requests.care import asks_for_none, has_code, is_aside, is_of_person, names_care, opens_other
from imr_desktop.extract.requests.clauses import at_semicolons
from imr_desktop.extract.requests.counts import asked_in, bare
from imr_desktop.extract.requests.edges import FURNITURE
from imr_desktop.extract.requests.labels import kind_of
from imr_desktop.extract.requests.naming import Named, ends_list, listed_in, named_in, tells, titled
from imr_desktop.extract.requests.numbers import NUMBER
from imr_desktop.extract.requests.rows import Part, Row
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.sheet import SERIES, entry_of
from imr_desktop.extract.requests.words import Verdict, decided, phrase
from imr_desktop.record.layout import CHECKED

if TYPE_CHECKING:
    from imr_desktop.extract.requests.model import Paper

_NO_TITLES = frozenset(
    {"reason", "guideline", "diagnosis", "who", "dates", "code", "decision", "asked", "allowed", "lost", "amount"}
    | {"changed", "put_off"}
)
"""Labels whose values are no request's title."""
_COUNTED = frozenset({"asked", "allowed", "amount", "code"})
_OF_ONE = frozenset({"asked", "allowed", "decision", "code"})
RULING = frozenset({"lost", "allowed", "changed", "put_off", "decision"})
_ASKS = phrase(
    r"\b(?:request(?:s|ed|ing)?|asks?|asked|asking|authoriz(?:e|ation)|order(?:s|ed)?|prescri(?:bed?|ption)|seek(?:s|ing)?|"
    r"needs?|needed|recommend\w*|appealed|disput(?:e|ed|es|ing)|disagree\w*|denied|modified|changed|refused|"
    r"treatments?|services?|procedures?|items?|plan|supply|auth|under review|issues?|questions?|following|listed|decided|"
    r"conclusions?|determinations?|decisions?|outcomes?|opinion|dispositions?|certif\w+|approv\w+|granted)\b"
)
_PAST = re.compile(r"\b(?:previous(?:ly)?|prior|earlier|past)\b", re.IGNORECASE)
_LEADS = phrase(
    r"(?:\bfor|\brequested|\bincludes?|\bof)\s{0,9}\Z|\b(?:below|as follows|following)[.:]?\s{0,9}\Z|"
    r"\A\W{0,3}(?:list|check|tick|mark|select|choose) (?:each|all|every|the|any|your)\b"
)
_NO_LABEL = re.compile(
    r"\W{0,3}(?:level\b.{0,30}|"
    r"subject|type|specialty|employer|occupation|facility|provider|clinic|from|to|cc|body part|complaints?|"
    r"physician|doctor|reviewer|assessments?|impressions?|note|injury|history|group|"
    r"attachments?|reviewed by|decided by|signed|date.{0,40}|patient|claim.{0,40}|phone|fax|member|purpose|exam|medications?|"
    r"surgeon|practice|records?|sources?|enclosed|enclosures?)\W{0,3}\Z",
    re.IGNORECASE,
)
"""Labels whose values ask for nothing."""
_WHY = re.compile(r"\W{0,3}(?:why|reasons?|rationale|because|notes? on)\b", re.IGNORECASE)
_UNDECIDED = re.compile(
    r"\W{0,3}(?:to be (?:decided|determined)|tbd|n/a|none|not (?:needed|requested|applicable))\b", re.IGNORECASE
)
"""What a label's value says that asks for nothing."""
_MOST_HEADING, _MOST_SHORT, _MOST_CELL, _MOST_VALUE = 10, 9, 26, 40
_PAIR, _MOST_BRIEF, _MOST_HEAD, _NAME_ROWS = 2, 5, 6, 2
_DAY = re.compile(r"\d[/-]\d{1,4}[/-]\d|\b(?:19|20)\d\d\b")
_DATED = re.compile(r"\s{0,3}\d{1,4}[/-]\d{1,2}[/-]\d{2,4}\s{0,3}\Z")
_COUNT = re.compile(rf"{NUMBER}(?: \({NUMBER}\))? [a-z]{{3,14}}", re.IGNORECASE)
_NAME = re.compile(r"\b(?:requests?|applications?|authori[sz]ation|rfa|imr|orders?)\b", re.IGNORECASE)
_NOTICE = re.compile(r"(?:written )?notice (?:to|of)\b", re.IGNORECASE)
"""How a letter is named at its top; further down so begins a part about rights."""
_ORDINAL = re.compile(r"(\d{1,2})\s*\Z")
_STRONG = re.compile(
    r"\d|\b(?:left|right|bilateral|lumbar|cervical|thoracic|knee|shoulder|wrist|elbow|ankle|hand|foot|hip|neck|back|spine|[LR])\b|"
    r"\([LR]\)"
)
"""What a title has that says more than a kind of care."""


class Heading(NamedTuple):
    """What a heading decides of what stands below it, and where across the page it begins."""

    left: int
    verdict: Verdict


@dataclass
class Candidate:
    """Care that a row names, with what tells that it is asked for; `territory` are the rows that belong to it.

    `notes` are the reasons and guidelines that stand there; what is `placed` is decided in a way in which the paper decides
    more than once.
    """

    named: Named
    part: Part
    row: int
    quote: str
    firm: bool = False
    asks: bool = False
    said: str = ""
    above: tuple[Heading, ...] = ()
    territory: list[Row] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    ruled: tuple[Verdict, str] | None = None
    placed: bool = False

    @property
    def title(self) -> str:
        """The request's title."""
        return self.named.title


@dataclass
class Marked:
    """A row with what it is in its paper: in a part that asks for nothing, a heading, a line that leads to what follows.

    `above` is what the headings over it decide, `asks` whether they ask for something.
    """

    row: Row
    aside: bool = False
    heading: bool = False
    lead: bool = False
    verdict: Verdict | None = None
    above: tuple[Heading, ...] = ()
    asks: bool = False


@dataclass
class _Part:
    """The part of a paper that is read: whether it asks for nothing, or tells of the past; what its heading decides.

    `lists` where a label for treatments leads to it: each entry of its list is one, whatever its words.
    """

    aside: bool = False
    past: bool = False
    above: tuple[Heading, ...] = ()
    asks: bool = False
    lists: bool = False


def candidates(rows: Sequence[Row], paper: Paper) -> tuple[list[Marked], list[Candidate]]:
    """All care that a paper's rows name where it may be asked for, and the rows with what they are."""
    marked = [Marked(row) for row in rows]
    found: list[Candidate] = []
    part = _Part()
    begins = next((at for at, row in enumerate(rows[:_MOST_HEAD]) if _is_name(row)), 0)
    for at, one in enumerate(marked):
        if one.row.form == "" and not (paper == "ur" and at < _NAME_ROWS and _NOTICE.match(one.row.text)):
            part = _after(one, part, paper, group=_heads_group(rows, at))
        elif paper != "ur" and [cell.kind for cell in one.row.parts] == ["title"] and not one.row.parts[0].text:
            part = _Part(asks=True, lists=True)  # a label of a box whose answers stand below it
        one.above, one.asks = part.above, part.asks
        if one.aside or (part.aside and (part.past or not _asks_anyway(one.row))):
            one.aside = True
            continue
        named = _named(one.row, at, part)
        if paper != "ur":
            named = [each for each in named if _may_ask(each, paper, above=at < begins)]
        if paper == "ur" and one.row.form == "table":
            named = _one_each(named)
        if found and found[-1].row == at - 1 and found[-1].named.entry and _COUNT.fullmatch(one.row.text):
            named = []  # how many of what stands above it
        found += named
        if part.aside and named and one.row.form == "":  # a labelled request begins a part of its own
            part = _Part()
    return marked, found


def _is_name(row: Row) -> bool:
    """Whether a row is the paper's own name."""
    return len(row.text.split()) <= _MOST_HEADING and _NAME.search(row.text) is not None


def _may_ask(one: Candidate, paper: Paper, *, above: bool) -> bool:
    """Whether care may be asked for in a paper that decides nothing: not in a sentence, a letterhead or what was approved."""
    if paper == "application" and one.said and verdict_of(one.said) == "certified":
        return False
    return one.firm or one.named.entry or not (above or tells(one.named.words))


def _asks_anyway(row: Row) -> bool:
    """Whether a row's own label or column says that it is a request, whatever part it stands in."""
    if row.text.startswith(CHECKED) and not row.form:
        return names_care(row.parts[0].text)
    decides = len(row.parts) == _PAIR and not row.parts[0].label and is_brief(row.parts[1])
    return row.form == "table" or decides or (row.form == "" and row.parts[0].kind == "title" and bool(row.parts[0].label))


def is_brief(part: Part) -> bool:
    """Whether a cell holds a decision and nothing else."""
    return len(part.text.split()) <= _MOST_BRIEF and verdict_of(part.text) is not None


# ----- parts of a paper


def _heads_group(rows: Sequence[Row], at: int) -> bool:
    """Whether a numbered row decides, and nothing else, what stands right below it: "III. NOT AUTHORIZED"."""
    row, below = rows[at], rows[at + 1].text if at + 1 < len(rows) else ""
    entry = entry_of(row.text) if len(row.parts) == 1 and not row.form and not row.parts[0].label else None
    if entry is None or not names_care(below):
        return False
    words = row.text[entry.length :]
    brief = len(words.split()) <= _PAIR + _MOST_BRIEF and words[:1].isupper() and not words.endswith((".", ",", ";"))
    return brief and verdict_of(words) is not None and not names_care(words)


def _after(one: Marked, part: _Part, paper: Paper, *, group: bool) -> _Part:
    """The part that a row stands in, or opens; `group` where it is a group's numbered heading."""
    row, text = one.row, one.row.text
    heading = group or is_heading(row)
    if paper != "ur" and len(row.parts) < 3 and (heading or text.rstrip().endswith(":")) and asks_for_none(text):
        one.aside = True
        return _Part(aside=True, past=True)
    plain = paper != "ur" and not any(cell.label or kind_of(cell.text) for cell in row.parts)
    if (len(row.parts) < 3 or plain) and (is_aside(text) or (paper != "ur" and _opens_other(row))):
        one.aside = True
        if not is_aside(text) and is_of_person(text):
            return part
        short = len(text.split()) <= _MOST_HEADING
        ends = text.rstrip()[-1:]
        opens = heading or (short and (ends == ":" or (not row.parts[0].label and ends != ".")))
        return _Part(aside=True, past=_PAST.search(text) is not None) if opens and not text[:1].islower() else part
    verdict = verdict_of(text)
    leads = text.rstrip().endswith(":") or (_LEADS.search(text) is not None and not text[:1].isdigit())
    leads = leads and len(row.parts) == 1 and not _is_labelled(row)
    if heading and named_in(text):
        return part if part.aside and (not row.gap or _DAY.search(text)) else _Part(above=part.above, asks=part.asks)
    if heading and not part.aside and FURNITURE.match(text):
        return part
    if heading or leads:
        if part.aside and (_DAY.search(text) or not (_ASKS.search(text) or verdict or SERIES.match(text))):
            one.aside = True
            return part
        one.heading, one.lead, one.verdict = heading, leads and not heading, verdict
        decides = verdict if (verdict and len(text.split()) <= _MOST_SHORT) or not heading else None
        above = (Heading(row.parts[0].left, decides),) if decides else ()
        lists = paper != "ur" and kind_of(text) == "title"
        return _Part(above=above, asks=bool(_ASKS.search(text)) or verdict is not None, lists=lists)
    heads = [(cell.left, verdict_of(cell.text)) for cell in row.parts]
    if len(heads) > 1 and len(text.split()) < _MOST_HEADING and all(made for _, made in heads):
        return _Part(part.aside, part.past, tuple(Heading(left, made) for left, made in heads if made), part.asks)
    return part


def _opens_other(row: Row) -> bool:
    text, kind = row.text, row.parts[0].kind
    if any(part.kind in ("asked", "amount") and part.text for part in row.parts[1:]):
        return False  # it says how much of what stands above it
    if kind == "title" or not (opens_other(text) or is_of_person(text)) or any(named_in(cell.text) for cell in row.parts[1:]):
        return False
    leads = text.rstrip().endswith(":") and _ASKS.search(text) is not None
    return not leads or kind in ("diagnosis", "reason", "guideline", "who", "dates")


def _is_labelled(row: Row) -> bool:
    return bool(row.parts[0].label) and row.parts[0].kind in _NO_TITLES


def is_heading(row: Row) -> bool:
    """Whether a row is short and no sentence, and no label with its value."""
    if row.form or len(row.parts) != 1 or (row.parts[0].label and row.parts[0].text):
        return False
    if _is_labelled(row) and not verdict_of(row.parts[0].label):
        return False
    text = row.text.strip()
    if (kind_of(text) in _COUNTED and not verdict_of(text)) or (bare(text) is not None and not text.isdigit()):
        return False
    begins = (text[:1].isupper() or text[:1] in ("#", "(")) and not entry_of(text)
    return begins and len(text.split()) <= _MOST_HEADING and not text.endswith((".", ",", ";"))


# ----- what a row names


def _named(row: Row, at: int, part: _Part) -> list[Candidate]:
    if len(row.parts) == 1 and not row.form and sum(verdict_of(one) is not None for one in at_semicolons(row.text)) > 1:
        return []  # clauses that decide, each by itself
    found = [one for cell in row.parts for one in _in_part(row, cell, at, part)]
    sure = [one for one in found if one.firm]
    return sure if sure and row.form != "table" else found


def _one_each(named: list[Candidate]) -> list[Candidate]:
    """What a row of a deciding table names: one request, in the fuller of the words that two of its columns have for it."""
    cells = {one.part.left for one in named}
    fuller = max(cells, key=lambda left: max(len(one.title) for one in named if one.part.left == left), default=0)
    return [one for one in named if one.part.left == fuller]


def _in_part(row: Row, cell: Part, at: int, part: _Part) -> Iterator[Candidate]:
    label = cell.label.strip(" :")
    verdict_label = cell.kind in RULING and bool(label) and verdict_of(label) is not None
    firm = cell.kind == "title" or (part.lists and not label and not row.form and entry_of(cell.text) is not None)
    if label and ";" in cell.text and verdict_of(label) is not None:
        return  # a list behind a head that decides
    if cell.kind == "number" and not (label and names_care(cell.text)):
        return
    if (cell.kind in _NO_TITLES and not verdict_label) or (firm and is_amount(cell.text)):
        return
    if label and not (firm or verdict_label):
        if by_label := _named_by_label(cell, label):
            yield from (Candidate(one, cell, at, label, asks=part.asks, above=part.above) for one in by_label)
            return
        if is_aside(f"{label}:") or asks_for_none(label) or no_request(label):
            return
    if (
        not label
        and (row.form == "table" or len(row.parts) > 1)
        and opens_other(cell.text)
        and not (firm and names_care(cell.text))
    ):
        return
    words = cell.text if row.form else opening(cell.text)
    in_row = part.asks and not row.form and not label and _is_row(words)
    if row.form == "" and not in_row and len(words.split()) > (_MOST_VALUE if label else _MOST_CELL):
        return
    said = label if label and verdict_of(label) else ""
    listed = listed_in(words) if in_row else _listed(row, words, firm=firm, label=label)
    names = [one for one in listed if not is_amount(one.title)]
    coded = len(names) > 1 and any(map(has_code, (one.words for one in names)))
    asks = part.asks and (not label or firm or names_care(label) or _ASKS.search(label) is not None)
    for one in names:
        if coded and not names_care(one.title):
            continue  # a list of diagnoses
        number = one.number or _number_beside(row, cell) or _number_of(label)
        quote = cell.first if len(names) == 1 else one.words
        yield Candidate(one._replace(number=number), cell, at, quote, firm, asks, said, part.above)


def _named_by_label(cell: Part, label: str) -> list[Named]:
    """What a label names that is care itself, with what its value says of it; where the value names care it is none."""
    no_name = (
        _UNDECIDED.match(cell.text)
        or _DATED.match(cell.text)
        or is_aside(f"{label}:")
        or kind_of(label)
        or _WHY.match(label)
        or no_request(label)
    )
    brief = len(label.split()) <= _PAIR and not cell.text[:1].isdigit() and verdict_of(cell.text) is None
    by_value = brief and bool(named_in(cell.text))  # a kind of care, and then which: "DME: lumbar brace"
    names = [] if no_name or by_value else named_in(label, whole=True)
    return [one._replace(said=f"{one.said} {cell.text}".strip()) for one in names]


def _is_row(words: str) -> bool:
    """Whether words are several titles with semicolons between them."""
    pieces = [piece for piece in at_semicolons(words) if not ends_list(piece)]
    return len(pieces) > 1 and all(titled(piece, firm=True) and not tells(piece) for piece in pieces)


def opening(words: str) -> str:
    """The first sentence of a list's entry that says what was decided, and then why; else all words."""
    entry = entry_of(words)
    if entry is None or len(words.split()) <= _MOST_CELL:
        return words
    first = next(sentences(words[entry.length :]), "")
    return words[: entry.length] + first if decided(first) else words


def no_request(label: str) -> bool:
    """Whether a label or heading is of a part, a person or a fact that asks for nothing."""
    return _NO_LABEL.match(label) is not None or opens_other(label) or is_of_person(label)


def _listed(row: Row, words: str, *, firm: bool, label: str) -> list[Named]:
    """What words name: one thing in a row with a count or a decision of its own, one by one in a label's value.

    A label with a number asks for one thing, too, where not each part of its value has a count.
    """
    if label and ";" in words:
        return listed_in(words)
    found = named_in(words, firm=firm, whole=row.form == "table" and any(part.kind in _OF_ONE for part in row.parts))
    if firm and _number_of(label) and any(asked_in(one.words) is None for one in found):
        return named_in(words, firm=firm, whole=True)
    return found


def _number_beside(row: Row, cell: Part) -> int:
    first = row.parts[0]
    count = bare(first.text) if first is not cell and first.left < cell.left else None
    return int(count or 0)


def _number_of(label: str) -> int:
    found = _ORDINAL.search(label)
    return int(found[1]) if found else 0


def repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two stand one below the other, in the same way."""
    near = one is not other and abs(one.row - other.row) <= 2 and abs(one.part.left - other.part.left) <= 2
    return near and one.named.entry == other.named.entry


def is_strong(title: str) -> bool:
    """Whether a title says more than a kind of care: a part of the body, a side, a dose."""
    return _STRONG.search(title) is not None or (
        bool(titled(title)) and names_care(title.split()[0]) and len(title.split()) > 1
    )
