"""How much of a request was asked for and allowed, and what was decided: bound to it by nearness, whatever the layout.

What stands in the same row counts first, by the heads of its columns; then the rows that belong to it; then what the heading
above decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imr_desktop.extract.requests.amounts import count_of, is_amount
from imr_desktop.extract.requests.candidates import Candidate
from imr_desktop.extract.requests.care import is_aside, opens_other
from imr_desktop.extract.requests.counts import (
    Amounts,
    allowed_in,
    asked_beside,
    asked_in,
    bare,
    beside_counts,
    first_count,
    labelled_in,
    measured_in,
    part_of_whole,
)
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.numbers import NUMBER, number
from imr_desktop.extract.requests.paces import SPAN, detailed, pace
from imr_desktop.extract.requests.rates import paced_in
from imr_desktop.extract.requests.ruling import by_counts, opens_with_ruling, settled, sign
from imr_desktop.extract.requests.saying import said_in, verdict_of
from imr_desktop.extract.requests.titles import title_of
from imr_desktop.extract.requests.words import Verdict, decided, phrase

if TYPE_CHECKING:
    from imr_desktop.extract.requests.rows import Part, Row

_MARK = re.compile(r"\W{0,3}(?:[\u2612\u2611\u2713\u2714xX*]|yes)\W{0,3}\Z", re.IGNORECASE)
MARKED: dict[str, Verdict] = {"allowed": "certified", "lost": "denied", "changed": "modified", "put_off": "deferred"}
"""What a mark in a column says."""
_NUMBERED_DRUG = re.compile(
    r"\b((?:tylenol|acetaminophen)(?:\s(?:with|w/|and)\s?codeine)?|(?:apap|acetaminophen)/codeine)\s(?:#|no\.?\s?)[234]\b",
    re.IGNORECASE,
)
_ALLOWED = phrase(
    r"\b(?:allowed|approved|certified|authorized|granted|cert|appr|auth)(?: is)?[: ]{1,9}"
    r"#?(?P<n>\d{1,4})\b(?![/.-]\d| ?(?:mg|%))"
)
_TAIL = re.compile(rf"(?<![A-Za-z])(?P<word>[A-Za-z]{{2,}})\s(?:[-\u2013]\s)?(?P<n>{NUMBER})\Z", re.IGNORECASE)
_NAMED_BY_NUMBER = frozenset(
    ("tylenol", "item", "level", "levels", "phase", "type", "grade", "stage", "vitamin", "omega", "no", "week", "day")
)
"""Words whose number is part of a name."""
_NONE = frozenset(("none", "no", "zero", "nothing", "nil"))
_AGAIN = re.compile(r"[\s,(]{1,3}(?P<amount>[^.]{0,24})")
_VERB = re.compile(r"\b(?:is|are|was|were|not|to|be)\b", re.IGNORECASE)
_COUNTING = re.compile(r"qty|quant|amount|count|units|visits|freq|detail|number", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:completed?|to date|so far|previous\w*|prior|already|used|received|attended)\b", re.IGNORECASE)
"""What a label says of counts that are past."""
_DIRECTIONS = re.compile(
    r"\b(?:po|p\.o\.|by mouth|apply|qd|qhs|bid|tid|qid|prn|q\d{1,2}h|daily|as (?:needed|directed)|at bedtime|"
    r"take|inject|hours? on|change|one time|once only|"
    r"(?:each|every|times (?:a|per)) (?:\d{1,2} )?(?:days?|hours?))\b|\dx? ?/ ?day\b",
    re.IGNORECASE,
)
"""How a drug is taken, and that something is done once: no part of what is asked for."""
_ELSEWHERE = re.compile(
    r"\b(?:please )?(?:see|per|as in) (?:the |my )?(?:attached|enclosed|report|page|note|chart|below)\b.*", re.IGNORECASE
)
"""What points elsewhere."""
_ORDINAL = re.compile(r"\s{0,3}(?:\(\d{1,2}\)|\d{1,2}[.)])\s{0,3}\Z")
"""A number of a list that stands alone."""
_OUTLINED = re.compile(r"\W{0,3}\d{1,2}(?:\.\d{0,2}|[):])\W{0,3}[A-Za-z]")
"""How a numbered heading begins ("3.0 RESULT")."""
_FOR_SO_MANY = phrase(rf"\A\W{{0,3}}[a-z]{{4,12}} (?:only )?(?:for|to|as|at) #?(?P<n>{NUMBER})\b(?! ?(?:mg|mcg|%))")
_LEGEND = re.compile(r"(?<![\w=])(?P<sign>[A-Z]{1,3}) ?[=-] ?(?P<words>[A-Za-z][^,;.=]{2,60})")
_SIGNED = re.compile(r"\W{0,2}(?P<sign>[A-Za-z]{1,3})(?:\W{0,3}\d{1,4})?\W{0,2}\Z")
_SIGNS_HEAD = re.compile(r"\b(?:codes?|key|legend|symbols?|meaning)\b", re.IGNORECASE)
_ONE_SIGN = re.compile(r"\W{0,2}(?:[A-Za-z]{1,3}|\d)\W{0,3}\Z")
_NUMBER_SIGN = re.compile(r"\s{0,3}(?P<sign>\d)(?:\s?\([^()]{0,40}\))?\s{0,3}\Z")
_MOST_SIGNS, _MOST_SIGNS_HEAD = 8, 6
_MODIFIED = re.compile(r"\W{0,3}modif", re.IGNORECASE)
_MOST_BRIEF = 10
_MOST_TEXT, _MOST_AFTER, _MOST_NUMBER = 900, 120, 30


def count_in(title: str) -> float | None:
    """How much a request's own words ask for; the number in a drug's name is none."""
    words = _NUMBERED_DRUG.sub(r"\1", title)
    return first_count(asked_in(words), measured_in(words))


def legend_of(rows: Iterable[Row]) -> dict[str, Verdict]:
    """What a letter says that its short signs stand for: "A = approved, M = approved in part", or a table of them."""
    rows = list(rows)
    found = _table_of_signs(rows)
    for row in rows:
        signs = [*_LEGEND.finditer(row.text)]
        for one in signs if len(signs) > 1 else ():
            verdict = verdict_of(one["words"])
            if verdict:
                found.setdefault(one["sign"].lower(), verdict)
    return found


def _table_of_signs(rows: Sequence[Row]) -> dict[str, Verdict]:
    """What stands beside signs, or numbers, row by row below words for them: "Code   Meaning"."""
    found: dict[str, Verdict] = {}
    heads = (at for at, row in enumerate(rows) if _SIGNS_HEAD.search(row.text) and len(row.text.split()) <= _MOST_SIGNS_HEAD)
    for at in heads:
        for row in rows[at + 1 : at + 1 + _MOST_SIGNS]:
            words = [part.text for part in row.parts]
            verdict = verdict_of(words[1]) if len(words) == 2 and _ONE_SIGN.match(words[0]) else None
            if verdict is None:
                break
            found.setdefault(words[0].strip(" .:=-").lower(), verdict)
    return found if len(found) > 1 else {}


def is_legend(row: Row) -> bool:
    """Whether a row says what short signs stand for: it decides nothing itself."""
    return len(legend_of([row])) > 1


def signed(words: str, legend: Mapping[str, Verdict]) -> Verdict | None:
    """What a short sign stands for, with a count behind it or without: "M", "M-6", "CM (4)"."""
    found = _SIGNED.match(words)
    return legend.get(found["sign"].lower()) if found else None


def coded(part: Part, legend: Mapping[str, Verdict]) -> Verdict | None:
    """What the number stands for that a column of codes holds: "2", "2 (one block)"."""
    found = _NUMBER_SIGN.match(part.text) if part.kind in ("code", "decision") else None
    return legend.get(found["sign"]) if found else None


@dataclass
class _Near:
    """What stands near a request, by what it says."""

    asked: float | None = None
    allowed: float | None = None
    lost: float | None = None
    remark: float | None = None
    ruled: tuple[Verdict, str] | None = None
    marked: tuple[Verdict, str] | None = None
    noted: tuple[Verdict, str] | None = None
    details: list[tuple[str, str]] = field(default_factory=list)
    loose: list[Part] = field(default_factory=list)


def bound(one: Candidate, own: Row, paper: Paper, legend: Mapping[str, Verdict]) -> Found:
    """A candidate as a request, with the counts and the decision that belong to it."""
    beside = [part for part in own.parts if part is not one.part]
    below = [] if opens_with_ruling(one.named.said) else [part for row in one.territory for part in row.parts]
    near = _near(one, [*beside, *below], legend)
    asked = _asked(one, near, beside)
    if paper != "ur":
        told = (asked_beside(words) for words in (one.named.said, *(part.text for part in near.loose)))
        asked = first_count(asked, *told, _loose_count(one, near, own, beside))
        found = Found(_with_details(one, near, own), one.part.page, one.quote, asked or None)
    else:
        found = _decided(one, near, own, beside, asked)
    return found._replace(asked=None) if _contradicts(one, near) else found


def _decided(one: Candidate, near: _Near, own: Row, beside: Sequence[Part], asked: float | None) -> Found:
    text = "\n".join(_told(one, near))
    said = said_in(near.ruled[1]) if near.ruled else said_in(text.replace(one.title, "it")[:_MOST_TEXT]) if text else None
    verdict = near.ruled[0] if near.ruled else said.verdict if said else verdict_of(one.said) or _above(one)
    row = beside_counts(_bare_counts(one, near, beside))
    asked = asked if asked is not None else row.asked
    if near.allowed is None and verdict == "modified" and asked == near.asked and (titled := count_in(one.named.words)):
        asked, near.allowed = (titled, asked) if asked and asked < titled else (asked, None)
    both, whole = _own_parts(one), part_of_whole(text)
    allowed = first_count(
        near.allowed, row.allowed, both.allowed, said.allowed if said else None, _ruled_count(near), whole.allowed
    )
    asked = first_count(asked, said.asked if said else None, whole.asked, _again(one, text), labelled_in(text))
    asked = first_count(asked, asked_beside(one.named.words))
    stated = _ALLOWED.search(text)
    allowed = first_count(allowed, float(stated["n"]) if stated else None)
    asked = first_count(asked, _loose_count(one, near, own, beside))
    if near.lost is not None and allowed is None:
        asked, allowed = (near.lost, 0.0) if asked is None and near.lost else (asked, _rest(asked, near.lost))
    if asked == 0:  # nobody asks for none
        asked, allowed = None, first_count(allowed, 0.0)
    verdict = verdict or by_counts(asked, allowed)
    words = said.words if said else near.ruled[1] if near.ruled else one.named.said
    reason, guideline = (_note(one, own, kind) for kind in ("reason", "guideline"))
    return agreeing(Found(one.title, one.part.page, one.quote, asked, allowed, verdict, words, reason, guideline))


def _note(one: Candidate, own: Row, kind: str) -> str:
    """What a label or column gives as the reason, or as the guideline."""
    parts = [*own.parts, *(part for row in one.territory for part in row.parts), *one.notes]
    return next((part.raw for part in parts if part.kind == kind and part.raw), "")


def agreeing(found: Found) -> Found:
    """A request whose decision and counts agree: what was allowed whole was certified, unless its words begin "modified".

    As many may be allowed and the refills not, or another drug.
    """
    whole = found.verdict == "modified" and found.asked is not None and found.asked == found.allowed
    plain = _MODIFIED.match(found.said) is not None
    return settled(found._replace(verdict="certified") if whole and not plain else found)


def _rest(asked: float | None, lost: float) -> float | None:
    return asked - lost if asked is not None and lost <= asked else None


def _with_details(one: Candidate, near: _Near, own: Row) -> str:
    """A title with how often and how long, where a column of its own begins with words for it."""
    told = (_ELSEWHERE.sub("", value.split(";")[0]).strip(" ,;") for _, value in near.details)
    words = [value for value in told if _counts_words(value)]
    return f"{one.title} {title_of(' '.join(words))}".strip() if own.form == "table" and words else one.title


def _counts_words(value: str) -> bool:
    """Whether a cell says in words how often and how long."""
    return bare(value) is None and not _DIRECTIONS.search(value) and (asked_in(value) is not None or bool(SPAN.search(value)))


# ----- what stands near


def _near(one: Candidate, parts: Iterable[Part], legend: Mapping[str, Verdict]) -> _Near:
    near = _Near(ruled=one.ruled)
    for part in parts:
        if part.text:
            _take(near, part, legend)
    near.ruled = near.ruled or near.marked or near.noted
    return near


def _take(near: _Near, part: Part, legend: Mapping[str, Verdict]) -> None:
    kind, words = part.kind, part.text
    if kind in ("asked", "amount") and _EARLIER.search(part.label):
        return
    if kind in MARKED and _MARK.match(words):
        near.ruled = near.ruled or (MARKED[kind], words)
        return
    count = count_of(words)
    if kind == "code" and (made := signed(words, legend)):
        near.ruled = near.ruled or (made, words)
    elif kind == "decision":
        made = signed(words, legend) or sign(words) or verdict_of(words)
        near.ruled = near.ruled or ((made, words) if made else None)
    elif kind == "allowed":
        none = 0.0 if words.strip(" .").lower() in _NONE else None
        both = part_of_whole(words)
        near.asked, near.allowed = first_count(near.asked, both.asked), first_count(near.allowed, both.allowed, count, none)
        if near.allowed is None and (made := sign(words)):
            near.marked = near.marked or (made, words)
    elif kind == "lost":
        near.lost = first_count(near.lost, count)
    elif kind == "changed":
        near.allowed = first_count(near.allowed, count)
    elif kind == "asked" or (kind == "title" and part.label and count is not None):
        both = part_of_whole(words)
        near.asked = first_count(near.asked, both.asked, count)
        near.allowed = first_count(near.allowed, both.allowed)
    elif kind == "amount":
        near.details.append((part.label, words))
    elif kind == "reason" and ";" in words and (count := count_of(words.split(";")[0])) is not None:
        near.asked = first_count(near.asked, count)
    elif kind == "reason" and len(words.split()) <= _MOST_BRIEF:
        near.remark = first_count(near.remark, count)
        near.noted = near.noted or ((made, words) if (made := verdict_of(words)) else None)
    elif kind == "" and not (part.label and (is_aside(f"{part.label}:") or opens_other(part.label))):
        near.loose.append(part)


def _told(one: Candidate, near: _Near) -> Iterator[str]:
    """The words near a request that no label asks for, and those behind its title."""
    if one.said or one.named.said:
        yield f"{one.said} {one.named.said}".strip()
    for part in near.loose:
        yield f"{part.label}: {part.text}" if part.label else part.text


def _own_parts(one: Candidate) -> Amounts:
    """How much a request's own words ask for and allow."""
    joined = part_of_whole(f"{one.named.words} {one.named.said}")
    whole = joined.asked is not None and joined.allowed is not None
    return joined if whole else part_of_whole(f"{one.named.words} | {one.named.said}")


def _above(one: Candidate) -> Verdict | None:
    return min(one.above, key=lambda head: abs(head.left - one.part.left)).verdict if one.above else None


# ----- counts


def _asked(one: Candidate, near: _Near, beside: Sequence[Part]) -> float | None:
    """How much was asked for: where a label asks for it, else by the request's own words."""
    own = first_count(count_in(one.named.words), count_in(one.title))
    own = first_count(own, _tail_count(one.title) if one.placed or one.firm or one.asks or one.named.entry else None)
    made = decided(one.named.said)
    behind = count_of(one.named.said[: made.start if made else None].strip(" ,;:-")) if one.named.said else None
    row = beside_counts(_bare_counts(one, near, beside))
    return first_count(near.asked, _own_parts(one).asked, detailed(near.details), own, behind, row.asked)


def _contradicts(one: Candidate, near: _Near) -> bool:
    """Whether a total is not what how often and how long come to: one of them was misread, or miswritten."""
    paced = first_count(paced_in(pace(near.details)), paced_in(one.named.words))
    return None not in (near.asked, paced) and near.asked != paced


def _tail_count(title: str) -> float | None:
    """The number that ends the title of an item of a list ("Tinted lenses 1"), where it is no part of its name."""
    found = _TAIL.search(title)
    return number(found["n"]) if found and found["word"].lower() not in _NAMED_BY_NUMBER else None


def _bare_counts(one: Candidate, near: _Near, beside: Sequence[Part]) -> list[float]:
    """The counts of the cells beside a title that no head names; the row's number is none."""
    counts = []
    for part in near.loose:
        count = bare(part.text)
        if count is None or not any(part is other for other in beside):
            continue
        numbers = part is beside[0] and part.left < one.part.left and count < _MOST_NUMBER
        if not numbers:
            counts.append(count)
    return counts


def _ruled_count(near: _Near) -> float | None:
    """The count behind a decision's own words ("Approved for 6 visits")."""
    if near.ruled is None or near.ruled[0] not in ("modified", "certified"):
        return None
    words = near.ruled[1]
    made = decided(words)
    if near.remark is not None:
        return near.remark
    behind = allowed_in(words[made.end :][:_MOST_AFTER]) if made else _count_of_answer(words)
    before = allowed_in(words[: made.start]) if made and behind is None and near.ruled[0] == "modified" else None
    return first_count(behind, before)


def _count_of_answer(words: str) -> float | None:
    """How much a short answer gives that has none of a decision's words: "Agreed for 2 days"."""
    found = _FOR_SO_MANY.search(words[:_MOST_AFTER])
    return number(found["n"]) if found else None


def _again(one: Candidate, text: str) -> float | None:
    """The count behind a title where it is named again."""
    at = text.find(one.title)
    after = _AGAIN.match(text, at + len(one.title)) if at >= 0 else None
    return asked_in(_VERB.split(after["amount"])[0]) if after else None


def _heads_part(words: str) -> bool:
    """Whether a line is a numbered heading ("3.0 RESULT"), rather than an amount ("2.00 units")."""
    return _OUTLINED.match(words) is not None and not is_amount(words)


def _loose_count(one: Candidate, near: _Near, own: Row, beside: Sequence[Part]) -> float | None:
    """The count of a short cell or line near a request that decides nothing."""
    for part in near.loose:
        count = count_of(part.text)
        if (
            count is None
            or _ORDINAL.match(part.text)
            or decided(part.text)
            or (part.label and not _COUNTING.search(part.label))
        ):
            continue
        is_beside = any(part is other for other in beside)
        if (is_beside or (own.form == "" and not _heads_part(part.text))) and not (
            part.left < one.part.left and part is own.parts[0]
        ):
            return count
    return None
