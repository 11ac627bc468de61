"""A letter's lines as units: what names care by itself on a line, with the lines that belong to it; headings; paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from imr_desktop.extract.pagetext import tidy
from imr_desktop.extract.requests.care import is_aside, is_drug, names_care
from imr_desktop.extract.requests.counts import asked_in, bare, beside_counts, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.saying import Said, said_in, sentences, verdict_of
from imr_desktop.extract.requests.sheet import Cell, Line, Sheet, entry_of
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.words import Verdict, all_decided, decided, is_treatment, label_of, phrase

_MOST_TITLE, _MOST_LINES, _MOST_HEADING = 22, 10, 9
_LABEL = re.compile(r"(?P<label>[A-Za-z#][^:\n]{1,60}?)\s{0,20}(?::|\.{3,80})\s{1,20}(?P<value>\S.{0,300})\Z")
_ROMAN = re.compile(r"\s{0,9}[(\[]?(?:[a-h]|[ivx]{1,4}|\d{1,2})[)\].]\s{1,9}|\s{0,9}\d{1,2}\s-\s{1,9}", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\A(?:line|item|request|req|service|treatment|procedure|rx|no\.?)\s{0,3}#?\s?\d{1,2}[.:)]?\s{1,9}", re.IGNORECASE
)
_NO_LABEL = phrase(
    r"\W{0,3}(?:subject|re|regarding|type|specialty|employer|occupation|facility|provider|clinic|from|to|cc|body part|"
    r"complaints?|"
    r"physician|reviewer|reviewed by|note|injury|history|past .{0,20}|current .{0,20})\W{0,3}\Z"
)
_QUESTION = phrase(
    r"\b(?:should|is|are|was|were|whether) (?:the )?(?:requests? for )?(?:the |"
    r"an? )?(?P<title>[^?]{4,160}?),? (?:be )?(?:medically )?"
    r"(?:necessary|appropriate|approved|certified|authorized|allowed|indicated|reasonable)\b[^?]{0,60}\?"
)
_ONE_OF_LIST = re.compile(r"(?:[;,]|\sand)\s{0,9}\Z")
_NEAR = 4
_SERIES = re.compile(r"\W{0,3}[A-Za-z]{3,14}\s(?:no\.?\s|#\s?)?(?:\d{1,2}|[A-Za-z]{3,5})\s(?:of|/)\s\d{1,2}\W{0,3}\Z")
_PAPER = phrase(r"\b(?:review|notice|letter|determination|decision|report)\b")
_ON = phrase(r"\A[a-z ]{2,20} (?:on|about|regarding|concerning) ")
_ALLOWED = phrase(r"\b(?:allowed|approved|certified|authorized|granted)[: ]{1,9}#?(?P<n>\d{1,4})\b(?![/.-]\d| ?(?:mg|%))")
_QUANTITY = phrase(r"\b(?:qty|quantity|quantities|units?|visits?|sessions?|count|supply|tablets?)\b")
_WHY = phrase(
    r"\W{0,3}(?:[a-z]{3,12} )?(?:rationale|reasons?|because|why|explanation|comments?|criteria|guidelines?|notes?|position)\b"
)
_LEADS = phrase(
    r"\b(?:following|below|these|this determination|under review|requested|request|requests|asks?|asked|seeks|"
    r"services?|treatments?|items?|"
    r"care|for)\b"
)
_TOLD = phrase(
    r"\b(?:he|she|they|his|her|patient|claimant|worker|employee|showed|sent|given|took|takes|taking|treated|had|used|"
    r"tried|underwent|received|refilled|started|continues?|notes?|dated|report|records?|none supplied)\b"
)


class Named(NamedTuple):
    """Care that a letter names where it may ask for it: the request, and whether it stands in a list of what was asked."""

    found: Found
    listed: bool


@dataclass
class Unit:
    """Lines that belong together; `named` is the request of a line that names care by itself."""

    page: int
    lines: list[Line] = field(default_factory=list)
    heading: bool = False
    named: Named | None = None

    @property
    def text(self) -> str:
        """Its words, line by line."""
        return "\n".join(line.text for line in self.lines)

    def sentences(self) -> Iterator[str]:
        """Its sentences, over the breaks of its lines."""
        return sentences(" ".join(self.text.split()))


class Title(NamedTuple):
    """A line's own words for care, what the line says besides, and the cell they stand in."""

    words: str
    said: str
    cell: Cell
    leads: Verdict | None = None
    listed: bool = False


def units_of(sheet: Sheet) -> list[Unit]:
    """The units of a letter, in order, without the parts that tell, quote or instruct."""
    units: list[Unit] = []
    aside, lead, at = "", _Lead(), 0
    lines = sheet.lines
    while at < len(lines):
        line = lines[at]
        if not line.cells:
            aside = "" if aside == "run in" else aside
            at += 1
            continue
        heading = _is_heading(line)
        if is_aside(line.text):
            aside, lead = ("part" if heading or len(line.text.split()) <= _MOST_HEADING else "run in"), _Lead()
        elif heading and aside and not names_care(line.text):
            aside = ""
        if aside:
            at += 1
            continue
        title = None if _goes_on(lines, at) else title_in(line)
        if title is None:
            at = _other(units, lines, at, heading=heading)
            lead = lead.after(line, heading=heading)
            continue
        end = _end(lines, at)
        unit = Unit(line.page, list(lines[at:end]), named=_named(title, lines[at:end], lead))
        if unit.named and not unit.named.found.said:  # what follows may be a paragraph of its own
            end = at + 1
            unit.lines = unit.lines[:1]
        units.append(unit)
        units += _beside(line, title, lead)
        if title.leads or title.listed:
            lead = _Lead(listed=True, over=((title.cell.left, title.leads),) if title.leads else lead.over)
        at = end
    return units


def _beside(line: Line, title: Title, lead: _Lead) -> Iterator[Unit]:
    """The titles of other columns, where each column's heading decides what stands below it."""
    for cell in line.cells if len(lead.over) > 1 else ():
        parted = _parted(cell.text) if cell is not title.cell else None
        if parted is not None:
            yield Unit(line.page, [line], named=_named(Title(*parted, cell), [line], lead))


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the rest of a sentence that the line before it began."""
    before = lines[at - 1].text.rstrip() if at else ""
    return lines[at].text[:1].islower() and len(before.split()) > _MOST_HEADING and not before.endswith((":", ";", "."))


@dataclass(frozen=True)
class _Lead:
    """What stands above a list: words that lead to it, and what a heading decides, by its place across the page."""

    listed: bool = False
    over: tuple[tuple[int, Verdict], ...] = ()

    def after(self, line: Line, *, heading: bool) -> _Lead:
        ends = line.text.rstrip().endswith(":") or (verdict_of(line.text) is not None and len(line.text.split()) <= 6)
        if not heading and not ends:
            return self if len(line.text.split()) < 4 else _Lead(bool(_LEADS.search(line.text)))
        paper = _PAPER.search(line.text) is not None and not line.text.rstrip().endswith(":")
        over = () if paper else tuple((cell.left, made) for cell in line.cells if (made := verdict_of(cell.text)))
        return _Lead(ends or _LEADS.search(line.text) is not None, over)

    def verdict(self, cell: Cell) -> Verdict | None:
        return min(self.over, key=lambda one: abs(one[0] - cell.left))[1] if self.over else None


def _is_heading(line: Line) -> bool:
    """Whether a line is short and no sentence."""
    text = line.text.rstrip()
    return (
        len(text.split()) <= _MOST_HEADING
        and not text.endswith((".", ",", ";"))
        and text[:1].isupper()
        and not entry_of(text)
    )


def _other(units: list[Unit], lines: Sequence[Line], at: int, *, heading: bool) -> int:
    """A heading, or a paragraph up to its end."""
    if heading:
        units.append(Unit(lines[at].page, [lines[at]], heading=True))
        return at + 1
    begun = units and not units[-1].heading and units[-1].named is None and at and lines[at - 1] is units[-1].lines[-1]
    if begun:
        units[-1].lines.append(lines[at])
    else:
        units.append(Unit(lines[at].page, [lines[at]]))
    return at + 1


def _end(lines: Sequence[Line], at: int) -> int:
    """The line after the unit that begins here: the next that names care by itself, or opens another part."""
    empty = 0
    for end in range(at + 1, min(at + _MOST_LINES, len(lines))):
        line = lines[end]
        empty = empty + 1 if not line.cells else 0
        if empty > 1 or line.ruled:
            return end
        if line.cells and (
            _SERIES.match(line.text)
            or (title_in(line) and not _goes_on(lines, end))
            or _opens(line, fresh=not lines[end - 1].cells)
        ):
            return end
    return min(at + _MOST_LINES, len(lines))


def _opens(line: Line, *, fresh: bool) -> bool:
    if is_aside(line.text) and not _WHY.match(line.text):
        return True
    return (
        fresh and not verdict_of(line.text) and ((_is_heading(line) and not _LABEL.match(line.text)) or is_aside(line.text))
    )


# ----- a line that names care by itself


def title_in(line: Line) -> Title | None:
    """The care that a line names by itself, in one of its cells."""
    if not 1 <= len(line.cells) <= 7 or not names_care(line.text):
        return None
    for cell in line.cells:
        others = "\n".join(other.text for other in line.cells if other is not cell and not _is_number(line, other, cell))
        parted = _parted(cell.text)
        if parted is not None:
            return Title(parted[0], f"{parted[1]}\n{others}".strip(), cell, _leading(line, cell), _asks(cell))
    return _labelled(line) if len(line.cells) > 1 else None


def _is_number(line: Line, cell: Cell, title: Cell) -> bool:
    """Whether a cell numbers its row: the first, before the title, where other counts follow."""
    count = bare(cell.text)
    more = any(bare(other.text) is not None for other in line.cells if other is not cell)
    return cell is line.cells[0] and cell.left < title.left and count is not None and count < 30 and more


def _leading(line: Line, cell: Cell) -> Verdict | None:
    """The decision that stands before a title on its line, for those below it, too."""
    at = line.cells.index(cell)
    before = line.cells[at - 1].text if at else cell.text.split(":")[0] if ":" in cell.text else ""
    return verdict_of(before) if before and not names_care(before) and bare(before) is None else None


def _asks(cell: Cell) -> bool:
    return label_of(cell.text.split(":")[0]) == "title" and ":" in cell.text


def _labelled(line: Line) -> Title | None:
    """A label and its value that stand apart in one line."""
    parted = _parted(" ".join(cell.text for cell in line.cells))
    asks = label_of(line.cells[0].text.strip(" :")) == "title"
    return Title(*parted, line.cells[-1], listed=asks) if parted else None


def _parted(text: str) -> tuple[str, str] | None:
    """The care a line's words name, and what they say of it; None for a sentence or words of another kind."""
    mark = _ROMAN.match(text) or re.match(r"\s{0,9}", text)
    body = _NUMBERED.sub("", text[mark.end() if mark else 0 :])
    question = _QUESTION.search(body)
    if question:
        return (question["title"], "") if _is_title(question["title"]) else None
    if _SERIES.match(text) or (";" in body and len(all_decided(body)) > 1):
        return None
    label = _LABEL.match(body)
    if label and not _QUANTITY.search(label["label"][-12:]):
        return _by_label(label["label"].strip(" :"), label["value"])
    made = decided(body)
    if made is None or made.start < 4:
        return (body, "") if _is_title(body) else None
    before = body[: made.start].rstrip(" -:;,(.|\u2013\u2014=>")
    parted = body[len(before) : made.start]
    return (before, body[made.start :]) if _is_title(before) and re.search(r"[-:(|.;=>]|\s\s", parted) else None


def _by_label(label: str, value: str) -> tuple[str, str] | None:
    kind = label_of(label)
    if names_care(label) and kind != "title" and _is_title(label):
        return _ON.sub("", label, count=1), value
    if _NO_LABEL.match(label) or is_aside(f"{label}:") or kind not in ("", "title"):
        made = verdict_of(label)
        return (value, label) if made and not _NO_LABEL.match(label) and _is_title(value) else None
    first = decided(value)
    words = value if first is None or first.start < 4 else value[: first.start].rstrip(" -:;,(\u2013\u2014")
    return (
        (words, f"{label}\n{value[len(words) :]}" if verdict_of(label) else value[len(words) :]) if _is_title(words) else None
    )


def _is_title(words: str) -> bool:
    title = title_of(words)
    count = len(title.split())
    return (
        names_care(title)
        and bare(title) is None
        and (count > 1 or is_drug(title))
        and count <= _MOST_TITLE
        and is_treatment(title)
        and not all_decided(title)
        and not _TOLD.search(title)
        and not re.search(r"[a-z]{3}\.\s+[A-Z]|[?]\s*\Z", words)
        and not (words.rstrip().endswith(".") and count > 6)
        and (title[:1].isupper() or title[:1].isdigit() or count <= 8)
    )


def _named(title: Title, lines: Sequence[Line], lead: _Lead) -> Named:
    words, below = _whole_title(title, lines)
    said = said_in(title.said) or (None if _ONE_OF_LIST.search(lines[0].text) else said_in(_first(_told(below))))
    verdict = said.verdict if said else lead.verdict(title.cell)
    asked, allowed = _counts(words, title.said, below, said)
    name = title_of(words)
    found = Found(name, lines[0].page, title.cell.raw, asked, allowed, verdict, said.words if said else "")
    return Named(found, lead.listed or title.listed)


def _first(text: str) -> str:
    """The words near a title: labels' values and lines apart, and but the first sentences of what runs on."""
    return "\n".join(" ".join(list(sentences(part))[:_NEAR]) for part in text.split("\n"))


def _told(lines: Sequence[Line]) -> str:
    """The lines of a unit: labels' values each by itself, sentences over their breaks."""
    text, apart = "", True
    for line in lines:
        if not line.cells:
            apart = True
            continue
        label = _LABEL.match(line.text)
        words = label["value"] if label and label_of(label["label"].strip()) in ("", "decision") else line.text
        begins = apart or label is not None or len(line.cells) > 1
        text += f"\n{words}" if begins else f" {words}"
        apart = len(line.cells) > 1 or (label is not None and words.rstrip().endswith("."))
    return text


def _whole_title(title: Title, lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """A title that goes on in the next line of its column, and the lines below it."""
    below = list(lines[1:])
    if below and below[0].cells and not title.said.startswith(("-", ":")):
        cell = min(below[0].cells, key=lambda cell: abs(cell.left - title.cell.left))
        goes_on = cell.text[:1].islower() or cell.text[:1] == "("
        if abs(cell.left - title.cell.left) <= 2 and goes_on and verdict_of(cell.text) is None and len(cell.text.split()) < 8:
            return f"{title.words} {cell.text}", below[1:]
    return title.words, below


def _counts(words: str, beside: str, below: Sequence[Line], said: Said | None) -> tuple[float | None, float | None]:
    """How much was asked for and allowed: in the title, beside it, or under labels for it."""
    both = part_of_whole(f"{words} | {beside}")
    counts = [count for cell in beside.split("\n") if (count := bare(cell)) is not None]
    row = beside_counts(counts)
    asked = both.asked if both.asked is not None else asked_in(words)
    asked = asked if asked is not None else row.asked if row.asked is not None else _by_labels(below, "asked")
    asked = asked if asked is not None or said is None else said.asked
    allowed = both.allowed if both.allowed is not None else said.allowed if said else None
    allowed = allowed if allowed is not None else row.allowed if row.allowed is not None else _by_labels(below, "allowed")
    stated = _ALLOWED.search("\n".join((beside, *(line.text for line in below))))
    allowed = float(stated["n"]) if allowed is None and stated else allowed
    counted = [count for cell in beside.split("\n") if _QUANTITY.search(cell) and (count := asked_in(cell)) is not None]
    asked = counted[0] if asked is None and counted else asked
    return asked, allowed


def _by_labels(lines: Sequence[Line], kind: str) -> float | None:
    for line in lines:
        label = _LABEL.match(line.text) or re.match(r"(?P<label>\w+)\s{2,}(?P<value>.+)", line.text)
        if label and label_of(label["label"].strip()) == kind and (count := bare(tidy(label["value"]))) is not None:
            return count
    return None
