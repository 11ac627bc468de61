"""Requests by the evidence that words and their places give: care that is named where a paper asks for it or decides it.

One way for all papers and layouts: rows (`rows`), the care they name (`candidates`), decisions and counts bound to it by
nearness (`deciding`, `binding`), sentences that ask or decide (`sentences`); then repeats are merged and what has too little
evidence is left. Learned weights hold all of that against what else the paper shows, and tell (`both`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from imr_desktop.case.bounds import MOST_ITEMS
from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.adopting import adopted
from imr_desktop.extract.requests.amounts import count_of
from imr_desktop.extract.requests.asking import Told, asked_in_sentence, refused_in_sentence
from imr_desktop.extract.requests.binding import agreeing, bound, count_in, is_legend, legend_of
from imr_desktop.extract.requests.both import alike, likely_requests
from imr_desktop.extract.requests.candidates import Candidate, Marked, candidates, is_brief, is_strong, repeats
from imr_desktop.extract.requests.care import (
    asks_for_none,
    has_code,
    is_diagnosis,
    is_form,
    is_no_care,
    is_source,
    names_care,
)
from imr_desktop.extract.requests.clauses import marked as ruled_marks
from imr_desktop.extract.requests.coded_rows import coded_rows
from imr_desktop.extract.requests.contrary import contrary, repeated
from imr_desktop.extract.requests.counts import part_of_whole
from imr_desktop.extract.requests.deciding import bind_rulings
from imr_desktop.extract.requests.hanging import without_remarks
from imr_desktop.extract.requests.mentions import Names, mentions, names_of
from imr_desktop.extract.requests.model import Found, Paper
from imr_desktop.extract.requests.naming import titled
from imr_desktop.extract.requests.rows import Row, rows_of
from imr_desktop.extract.requests.ruling import by_counts
from imr_desktop.extract.requests.saying import sentences, verdict_of
from imr_desktop.extract.requests.sentences import counted_in, ruled_by, told_in
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.tails import shortened
from imr_desktop.extract.requests.words import Verdict, decided, phrase
from imr_desktop.record.layout import CHECKED

_ALL = phrase(r"\b(?:both|all|none|neither|each|in full|in (?:its|their) entirety|entirely|these|those)\b")
_MOST_HEAD, _LEAST_SENTENCE, _LEAST_TOLD, _MOST_TITLE = 9, 5, 6, 16
_DIGITS = re.compile(r"\d+")
_ENOUGH, _LEAST_PLACED = 3, 2
_CARE, _FIRM, _ASKED_ABOVE = 2, 3, 2
"""What care's noun, a label or column that asks, and a heading that asks count; each other sign counts one."""


def requests_of(sheet: Sheet, paper: Paper, known: Sequence[str] = ()) -> tuple[Found, ...]:
    """The requests of a paper, in its order; of a letter of utilization review those that it decides.

    `known` are titles that other papers of the file name: how a sentence may name a request, and no more.
    """
    ruled = by_rules(sheet, paper, known)
    found = [one for one in likely_requests(ruled.rows, ruled.named, ruled.kept, paper) if not _is_other(one)]
    return shortened(
        [one._replace(otherwise=contrary(one, ruled.placed)) for one in found[:MOST_ITEMS]], counts=paper != "ur"
    )


def _is_other(one: Found) -> bool:
    """Whether words are a form's, a source's, a diagnosis, a person, a firm or a part of the body: no request."""
    return (
        is_form(one.title)
        or is_source(one.title)
        or is_diagnosis(one.quote)
        or is_no_care(one.title)
        or _is_decision(one.title)
    )


def _is_decision(title: str) -> bool:
    """Whether a title is nothing but a decision: "Certified with modification"."""
    made = decided(title)
    return made is not None and not made.start and len(title.split()) <= _LEAST_TOLD and not names_care(title)


class Ruled(NamedTuple):
    """A paper's rows with what they are, all care that lists of words find in them, and what rules take for its requests.

    `placed` is what tables, labels and lists of a letter decide and another row names, too, each as it stands there.
    """

    rows: list[Marked]
    named: list[Candidate]
    kept: list[Found]
    placed: list[Found]


def by_rules(sheet: Sheet, paper: Paper, known: Sequence[str] = ()) -> Ruled:
    """What rules read in a paper; `known` as `requests_of` takes it."""
    rows = rows_of(sheet)
    marked, named = candidates(rows, paper)
    marked = [replace(one, aside=True) if paper == "ur" and is_legend(one.row) else one for one in marked]
    found = adopted(marked, named, paper)
    if paper != "ur":
        found, named = without_remarks(marked, found), without_remarks(marked, named)
    bind_rulings(marked, found, decides=paper == "ur")
    legend = legend_of(rows) if paper == "ur" else {}
    read = [
        (one, bound(one, _own(one, rows[one.row], found), paper, legend)._replace(sure=_is_sure(one, rows[one.row])))
        for one in found
    ]
    kept = _decided(marked, read, known) if paper == "ur" else _asked(marked, read, paper)
    if paper == "rfa" and not any(row.form == "table" for row in rows):
        kept = max(kept, list(_by_codes(sheet)), key=_told_by)
    placed = repeated([(one.row, found) for one, found in read]) if paper == "ur" else []
    return Ruled(marked, named, kept, placed)


def _own(one: Candidate, row: Row, found: Sequence[Candidate]) -> Row:
    """A row as one of its entries has it: without the other entries beside it."""
    if not one.named.entry or row.form:
        return row
    others = [other.part for other in found if other.row == one.row and other.named.entry and other.part is not one.part]
    return replace(row, parts=[part for part in row.parts if not any(part is other for other in others)]) if others else row


def _is_sure(one: Candidate, row: Row) -> bool:
    labelled = one.quote == one.part.label.strip(" :") and is_brief(one.part)  # "Physical therapy: Denied"
    beside = one.quote == one.part.text.strip() and is_brief(row.parts[-1])  # the same in two columns
    return one.named.entry or labelled or beside or (one.firm and (row.form != "" or bool(one.part.label)))


# ----- papers that ask


def _asked(marked: Sequence[Marked], read: Sequence[tuple[Candidate, Found]], paper: Paper) -> list[Found]:
    """What has enough evidence that it is asked for, and what sentences ask for."""
    read = [(one, found) for one, found in read if not _is_settled(found, marked[one.row].row, paper)]
    ones = [one for one, _ in read]
    sure = [
        (one, found)
        for one, found in read
        if _evidence(one, found, ones, marked[one.row].row) >= _ENOUGH and not _is_coded(one, marked[one.row].row)
    ]
    placed = [(one, found) for one, found in sure if _is_asked(one, found, marked[one.row].row)]
    if placed:  # beside what is asked for, what is only named is not
        sure = [pair for pair in sure if pair in placed or any(_goes_with(pair[0], other) for other, _ in placed)]
    named = {one.row for one, _ in sure}
    kept: list[Found] = []
    for found in (*(found for _, found in sure), *_asked_in_prose(marked, named, paper)):
        _add(kept, found)
    return kept


def _is_settled(found: Found, row: Row, paper: Paper) -> bool:
    """Whether a table's row tells what was decided before: nobody asks for it again, nor disputes what was given whole."""
    if row.form != "table":
        return False
    said = [part.text for part in row.parts if part.kind == "decision" and verdict_of(part.text)]
    if paper != "application":
        return bool(said)
    allowed = [count_of(part.text) for part in row.parts if part.kind == "allowed"]
    given = [part_of_whole(words).allowed for words in said if verdict_of(words) == "certified"]
    whole = [count is None or by_counts(found.asked, count) == "certified" for count in given]
    return (bool(said) and len(whole) == len(said) and all(whole)) or any(
        by_counts(found.asked, count) == "certified" for count in allowed
    )


def _is_asked(one: Candidate, found: Found, row: Row) -> bool:
    """Whether more than its words says that care is asked for: a label, a list, a heading, a mark, how much of it."""
    return one.firm or one.named.entry or one.asks or found.asked is not None or CHECKED in row.text or row.form != ""


def _goes_with(one: Candidate, other: Candidate) -> bool:
    """Whether care stands as what is asked for does: beside it in the same way, or under a label of the same words."""
    label, like = (_DIGITS.sub("", each.part.label) for each in (one, other))
    return repeats(one, other) or (label != "" and label == like)


def _evidence(one: Candidate, found: Found, ones: Sequence[Candidate], row: Row) -> int:
    firm = one.firm and (row.form != "" or bool(one.part.label))
    signs = (
        one.named.entry,
        found.asked is not None,
        is_strong(one.title),
        CHECKED in row.text,
        any(repeats(one, other) for other in ones),
    )
    return _FIRM * firm + _CARE * names_care(one.title) + _ASKED_ABOVE * one.asks + sum(signs)


def _is_coded(one: Candidate, row: Row) -> bool:
    """Whether a row that names no care holds a diagnosis's code where no column asks for one."""
    beside = (part.text for part in row.parts if part is not one.part and part.kind != "diagnosis")
    return not names_care(one.title) and any(map(has_code, beside))


def _asked_in_prose(marked: Sequence[Marked], named: set[int], paper: Paper) -> Iterator[Found]:
    for at, one in enumerate(marked):
        if at in named or one.aside or one.row.form or len(one.row.text.split()) < _LEAST_SENTENCE:
            continue
        for sentence in sentences(one.row.text):
            if asks_for_none(sentence.partition(":")[0]) and ":" in sentence:
                continue
            found = list(refused_in_sentence(sentence, one.row.page)) if paper == "application" else []
            found += asked_in_sentence(sentence, one.row.page, asks=True)
            yield from (told.found for told in found if titled(told.found.title) or _is_counted_care(told.found))


def _is_counted_care(found: Found) -> bool:
    """Whether a request's name is one word of care, of which a sentence says how much ("six visits of acupuncture")."""
    return found.asked is not None and len(found.title.split()) == 1 and names_care(found.title)


def _add(kept: list[Found], found: Found) -> None:
    """A request once; the first that has a count. Two of one kind that ask for different amounts are two."""
    for at, other in enumerate(kept):
        differ = other.asked is not None and found.asked is not None and other.asked != found.asked
        if plain(other.title) == plain(found.title) or (alike(other, found) and not differ):
            kept[at] = other._replace(asked=other.asked if other.asked is not None else found.asked)
            return
    kept.append(found)


def _by_codes(sheet: Sheet) -> Iterator[Found]:
    """The rows of a table whose columns nobody can see any more: each has a diagnosis code."""
    for words in coded_rows(sheet.prose):
        quote = sheet.prose.quote(words.start, words.end)
        yield Found(words.title, quote.page, quote.text, count_in(words.title))


def _told_by(found: Sequence[Found]) -> tuple[int, int, int]:
    """How much a reading says: requests, counts, words."""
    return len(found), sum(one.asked is not None for one in found), sum(len(one.title) for one in found)


# ----- letters that decide


def _decided(marked: Sequence[Marked], read: Sequence[tuple[Candidate, Found]], known: Sequence[str]) -> list[Found]:
    named = {one.row for one, _ in read}
    placed = [found for one, found in read if found.verdict and _is_placed(one, marked[one.row].row)]
    listed = {id(found) for one, found in read if _is_listed(one, marked[one.row].row)}
    told = [Told(found, one.asks or one.firm or one.named.entry, one.row) for one, found in read]
    names = names_of([*known, *(one.found.title for one in told if one.listed)])
    told = [one for one in told if one.listed or not _is_of_other(one.found, names)]
    prose = list(_told_in_prose(marked, named, names))
    more = names_of([*names, *(one.found.title for one in prose)])
    if more != names:
        prose = list(_told_in_prose(marked, named, more))
    told += prose
    if len(placed) >= _LEAST_PLACED:  # what is only told beside a list that decides is no request
        told = [one for one in told if id(one.found) in listed or any(alike(one.found, other) for other in placed)]
    kept = _counted_aside(_by_mark(_together(told), marked), marked)
    mixed = any(one.found.verdict not in (None, "denied") for one in kept)
    whole = None if mixed else _whole(marked)
    items = [agreeing(one.found._replace(verdict=one.found.verdict or (whole if one.listed else None))) for one in kept]
    return [one for one in items if one.verdict is not None]


def _is_placed(one: Candidate, row: Row) -> bool:
    """Whether a request stands in a table, under a label, or where the paper decides in one way several times."""
    return one.placed or (one.firm and (row.form == "table" or bool(one.part.label)))


def _is_listed(one: Candidate, row: Row) -> bool:
    """Whether a request is one of a list or a table, or its own row or heading decides it."""
    if one.named.entry or row.form == "table" or (one.above and len(one.title.split()) <= _MOST_TITLE):
        return True
    words = [one.said, one.named.said, *(words for part in row.parts for words in (part.label, part.text))]
    return any(verdict_of(each) is not None for each in words)


def _counted_aside(kept: list[Told], marked: Sequence[Marked]) -> list[Told]:
    """What is decided without its amount, with the one that another part of the letter says was asked for."""
    lacking = names_of(one.found.title for one in kept if one.found.asked is None)
    if not lacking:
        return kept
    counts = {plain(name): count for one in marked if one.aside for name, count in counted_in(one.row.text, lacking)}
    return [
        one._replace(found=one.found._replace(asked=counts[plain(one.found.title)]))
        if one.found.asked is None and plain(one.found.title) in counts
        else one
        for one in kept
    ]


def _is_of_other(found: Found, names: Names) -> bool:
    """Whether the words that decide a request name another one that the paper lists."""
    return bool(found.said) and any(plain(mark.group()) not in plain(found.title) for mark in mentions(found.said, names))


def _by_mark(kept: list[Told], marked: Sequence[Marked]) -> list[Told]:
    """What a list names, decided under its numbers in sentences further down ("(1) is certified. (2) is denied.")."""
    said = [sentence for one in marked if not one.aside and not one.row.form for sentence in sentences(one.row.text)]
    ruled = {number: made.words for made in map(ruled_marks, reversed(said)) for number in made.numbers}
    listed = [at for at, one in enumerate(kept) if one.listed]
    for named in (listed, [at for at in listed if kept[at].found.verdict is None]):
        if named and set(ruled) == set(range(1, len(named) + 1)):
            for number, at in enumerate(named, 1):
                if kept[at].found.verdict is None:
                    kept[at] = ruled_by(kept[at], ruled[number])
            break
    return kept


def _told_in_prose(marked: Sequence[Marked], named: set[int], names: Names) -> Iterator[Told]:
    for at, one in enumerate(marked):
        if at not in named and not one.aside and not one.row.form and len(one.row.text.split()) >= _LEAST_TOLD:
            yield from (told._replace(row=at) for told in told_in(one.row.text, one.row.page, names))


def _whole(marked: Iterable[Marked]) -> Verdict | None:
    """What a letter decides in one word: "both requests are denied", or its own heading."""
    said: list[Verdict] = []
    for one in marked:
        if one.aside:
            continue
        heading = one.heading and len(one.row.text.split()) <= _MOST_HEAD
        for line in [one.row.text] if one.heading else sentences(one.row.text):
            made = verdict_of(line)
            if made in ("certified", "modified", "deferred") and len(line.split()) > _MOST_HEAD and not _ALL.search(line):
                return None
            if made and (_ALL.search(line) or heading):
                said.append(made)
    return said[0] if len(set(said)) == 1 and said[0] in ("denied", "certified") else None


def _together(named: Iterable[Told]) -> list[Told]:
    """What names the same care as one: the first words count, what they leave open is filled."""
    kept: list[Told] = []
    for one in named:
        at = next((at for at, other in enumerate(kept) if alike(one.found, other.found)), None)
        if at is None:
            kept.append(one)
        else:
            first, second = kept[at], one
            decides = first.found.verdict is None and second.found.verdict is not None
            if decides and (not first.listed or second.row < first.row):  # a list of what is taken, or the reasons' heading
                first, second = second, first
            kept[at] = Told(_filled(first.found, second.found), first.listed or second.listed, first.row)
    return kept


def _filled(first: Found, second: Found) -> Found:
    less = first.asked is not None and second.asked is not None and second.asked < first.asked
    if first.verdict is None and second.verdict == "certified" and less:  # "18 visits …", and "I approve 9 visits of …"
        second = second._replace(verdict="modified", allowed=second.asked)
    return first._replace(
        asked=first.asked if first.asked is not None else second.asked,
        allowed=first.allowed if first.allowed is not None else second.allowed if first.verdict is None else None,
        verdict=first.verdict or second.verdict,
        said=first.said or second.said,
        reason=first.reason or second.reason,
        guideline=first.guideline or second.guideline,
    )
