"""Care that a letter's sentences ask for and decide, for letters that keep no list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from imr_desktop.extract.requests.care import care_at, names_care, quotes
from imr_desktop.extract.requests.counts import Amounts, asked_in, bare, part_of_whole
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.saying import Said, said_in, verdict_of
from imr_desktop.extract.requests.titles import title_of, without_article
from imr_desktop.extract.requests.units import Named, Unit
from imr_desktop.extract.requests.words import all_decided, decided, is_treatment, phrase

_ASKS = phrase(
    r"\b(?:(?:asks?|asked|asking|request(?:s|ed|ing)?|seeks?|seeking|sought|applied|wants?) (?:us |our [a-z]{3,12} |you )?"
    r"(?:to (?:approve|authorize|cover|certify)|for)(?: (?:the )?(?:authorization|approval) (?:of|for))?|"
    r"(?:under review |in question )(?:is|was|were|are)(?: for)?|(?:reviewed|received) your requests? for|to ask for|"
    r"(?:has|have) (?:prescribed|ordered))[\s:]{1,9}"
)
_OPENS = phrase(
    r"\b(?:with (?:respect|regard) to|as (?:for|regards)|regarding|concerning|news on|of|for|approve|authorize|certify|deny|"
    r"approved|authorized|certified|denied|refused|allow|modify|modified|requested)[\s:]{1,9}"
    r"(?:the |your |this |an? )?(?:requests? (?:for|of) )?(?:the |an? )?"
)
_STOPS = phrase(
    r"\s(?:is|are|was|were|be|been|has|have|had|will|would|can|cannot|could|should|may|must|because|since|as|which|who|until|"
    r"through|at this time|under|per (?:the|his|her|dr)|pending|though|but|so|if|when|dr|that)\b|[:;)]|"
    r"\((?!\d{1,3}\))|\.(?:\s|\Z)|"
    r",(?= (?:[a-z]{3,9}(?: visits| sessions)? (?:is|are|was|were)|dr|we|i|which|and (?:we|i|it))\b)"
)
_ONES = re.compile(r";\s{1,9}(?:and\s)?|,?\s{1,9}and\s{1,9}|,\s{1,9}(?:and\s)?")
_MARK = re.compile(r"\s{0,9}\((?:[a-h]|[ivx]{1,4}|\d)\)\s{0,9}(?:an?\s|the\s)?", re.IGNORECASE)
_EDGE = phrase(r"\b(?:the|an?|one|your|this|that|and|or|has|have|is|was|prescribed|wants) |[,;:.] ")
_MARKS = re.compile(r"\((?:[a-h]|i{1,3}|iv|v|\d)\)")
_HEAD = re.compile(r"(?P<name>[A-Z][^:.;]{3,80}):\s")
_MOST_WORDS = 22


def of_paragraphs(units: Iterable[Unit]) -> Iterator[Named]:
    """What paragraphs ask for, and what they decide of what they name."""
    for unit in units:
        if unit.named is None and not unit.heading:
            yield from _paragraph(unit)
        elif unit.named:
            yield from _headed(unit)


def _headed(unit: Unit) -> Iterator[Named]:
    """What further sentences of a unit decide under a name of their own ("Knee MRI: not allowed.")."""
    for sentence in [*unit.sentences()][1:]:
        head = _HEAD.match(sentence)
        if head and names_care(head["name"]) and verdict_of(sentence) and not quotes(sentence):
            found = _found(unit, head["name"])
            if found is not None:
                yield _ruled(Named(found, False), sentence, alone=True)


def _paragraph(unit: Unit) -> Iterator[Named]:
    """Each sentence that names care takes those that follow it and name none."""
    named: list[Named] = []
    block: list[str] = []
    for sentence in _parts(unit):
        if quotes(sentence):
            continue
        own = list(_asked(unit, sentence)) or list(_opened(unit, sentence))
        own = own or (list(_decided(unit, sentence)) if verdict_of(sentence) else [])
        if own:
            yield from _blocked(named, " ".join(block))
            named, block = own, []
        block.append(sentence)
    yield from _blocked(named, " ".join(block))


def _parts(unit: Unit) -> Iterator[str]:
    """The sentences of a paragraph; one that decides several things by semicolons as those."""
    for sentence in unit.sentences():
        parts = [part for part in sentence.split(";") if part.strip()]
        yield from parts if len(parts) > 1 and all(names_care(part) and verdict_of(part) for part in parts) else [sentence]


def _blocked(named: list[Named], text: str) -> Iterator[Named]:
    """What is named, with what the text decides: of each by its mark ("(i) Denied. (ii) Granted."), or of all."""
    parts = _MARKS.split(text)[1:]
    if len(named) > 1 and len(parts) in (len(named), 2 * len(named)):
        yield from (_ruled(one, part, alone=True) for one, part in zip(named, parts[-len(named) :], strict=True))
    else:
        yield from (_ruled(one, text, alone=len(named) == 1) for one in named)


def _ruled(one: Named, text: str, *, alone: bool) -> Named:
    found = one.found
    said = said_in(text.replace(found.title, "it"))
    if said is None:
        return one
    both = part_of_whole(text) if alone else None
    counts = (found.asked, *(_others(said, both) if both else ()))
    asked = next((count for count in counts if count is not None), None)
    allowed = (said.allowed if said.allowed is not None else both.allowed) if both else None
    return one._replace(found=found._replace(verdict=said.verdict, asked=asked, allowed=allowed, said=said.words))


def _others(said: Said, both: Amounts) -> tuple[float | None, ...]:
    return said.asked, both.asked, asked_in(said.words) if said.verdict == "denied" else None


def _asked(unit: Unit, sentence: str) -> Iterator[Named]:
    """The list of a sentence that says what was asked for."""
    opening = _ASKS.search(sentence)
    if opening is None:
        return
    rest = re.split(r"\.(?:\s|\Z)", sentence[opening.end() :])[0]
    for words in listed(rest):
        found = _found(unit, words)
        if found is not None:
            yield Named(found, True)


def listed(text: str) -> list[str]:
    """A sentence's list, parted where each part names care; a part that names none belongs to the one before it."""
    parts: list[str] = []
    at = 0
    marks = list(_ONES.finditer(text))
    if len(marks) == 1 and marks[0].group().strip() == ",":
        return [text]
    for mark in [*marks, None]:
        part = text[at : mark.start() if mark else len(text)]
        if not parts or (names_care(part) and names_care(parts[-1])):
            parts.append(part)
        else:
            parts[-1] = text[text.find(parts[-1]) : mark.start() if mark else len(text)]
        at = mark.end() if mark else at
    return parts


def _opened(unit: Unit, sentence: str) -> Iterator[Named]:
    """The care that a paragraph opens with, to decide it further on."""
    if re.match(r"(?:with (?:respect|regard) to|as (?:for|to|regards)|regarding|concerning)\s", sentence, re.IGNORECASE):
        yield from _decided(unit, sentence)


def _decided(unit: Unit, sentence: str) -> Iterator[Named]:
    """The care that a sentence with a decision names: from words that lead to it, up to where the clause ends."""
    at = 0
    while at < len(sentence) and (care := care_at(sentence[at:])) >= 0:
        care += at
        openings = [one for one in _OPENS.finditer(sentence, at) if one.end() <= care]
        begin = _begin(sentence, at, care, [one.end() for one in openings])
        stop = _STOPS.search(sentence, care)
        first = decided(sentence, care)
        end = min(stop.start() if stop else len(sentence), first.start if first else len(sentence))
        for words in listed(sentence[begin:end]):
            found = _found(unit, words)
            if found is not None:
                yield Named(found, False)
        at = max(end, care + 3)


def _begin(sentence: str, at: int, care: int, openings: list[int]) -> int:
    near = [one for one in openings if len(sentence[one:care].split()) <= 8]
    edges = [one.end() for one in _EDGE.finditer(sentence, at, care)]
    return near[0] if near else edges[-1] if edges else at if len(sentence[at:care].split()) <= 5 else care


def _found(unit: Unit, words: str) -> Found | None:
    mark = _MARK.match(words)
    body = without_article(words[mark.end() if mark else 0 :])
    title = title_of(body)
    if (
        all_decided(title)
        or bare(title) is not None
        or not names_care(title)
        or not is_treatment(title)
        or not 2 <= len(title.split()) <= _MOST_WORDS
    ):
        return None
    asked = part_of_whole(body).asked
    line = next((one for one in unit.lines if title.split()[0] in one.text), unit.lines[0])
    return Found(title, line.page, title, asked if asked is not None else asked_in(body))
