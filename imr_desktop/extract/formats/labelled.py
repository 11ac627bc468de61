"""Items under labels (2014 on): "<heading>: Upheld", then the two guidelines and the decision rationale, each labelled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import msgspec

from imr_desktop.case.model import Decision
from imr_desktop.extract.headings import heading_start
from imr_desktop.extract.model import ParsedItem
from imr_desktop.extract.modified import split_modified
from imr_desktop.extract.pagetext import PagedText
from imr_desktop.extract.patterns import phrase

_LABELS = (
    ("administrator", r"claims? administrator(?:'s)? guidelines?"),
    (
        "reviewer",
        r"(?:maximus|(?:(?:imr|expert|physician|medical|independent|professional) ){0,3}reviewer(?:'s)?|imro?) guidelines?",
    ),
    ("rationale", r"(?:decision|reviewer(?:'s)?) rationale|rationale for (?:the )?decision"),
)
_LABEL = phrase("|".join(rf"(?P<{name}>(?<![\w\"'])(?:{words}))[ ]{{0,6}}\s{{0,200}}:" for name, words in _LABELS))
_DECISION = phrase(r"\b(?:(?P<upheld>uph[eo]ld)|overturn(?:ed)?)\b(?![ ]{0,3}[,;:])")
_STATE = (
    r"(?P<state>(?:not (?:reviewed|decided|eligible|addressed)(?: ?[-:(] ?\w{1,20}\)?)?|withdrawn|dismissed|"
    r"terminated|ineligible|settled|"
    r"duplicate(?: request)?|deferred|moot|closed|resolved|no (?:decision|determination)|"
    r"(?:partially|partly) (?:overturned|upheld)|"
    r"(?:overturned|upheld),? (?:in|with) (?:part|modification))(?: by (?:the )?\w{1,20}(?: \w{1,20})?)?)"
)
"""How else a disputed item may end: none of these is a decision on it."""
_IS = r"(?:is|are|was|were|has been|have been)"
_ENDED = phrase(
    rf"(?<![\w-])(?P<said>(?:end state|status|outcome|disposition|decision|result)\s{{0,4}}:\s{{0,4}}|{_IS} (?:now )?)?"
    rf"{_STATE}"
)
_ENDED_BEFORE = phrase(
    rf"^[ ]{{0,80}}(?:(?:the )?(?:following|next) (?:[\w-]{{1,20}} ){{0,3}}?(?:items?|requests?|services?|treatments?) "
    rf"{_IS} (?:also |therefore )?|(?:items?|requests?|services?) )?{_STATE}"
    r"(?: for (?:an? )?\w{1,20}(?: review)?)?[ ]{0,4}:"
    r"(?P<titles>[ ]{0,40}[^\n\f]{0,300}(?:\n[ ]{0,40}(?:\d{1,2}[.)]|[-*\u2022\u25cf])[ ]{1,20}[^\n\f]{3,200}){0,20})",
    flags=re.IGNORECASE | re.MULTILINE,
)
"""The end told before what ended: "The following item was not reviewed: …"."""
_LISTED = re.compile(r"\s*(?:(?:\d{1,2}[.)]|[-*\u2022\u25cf])[ ]+)?(?P<title>[^;\n]{3,200}?)(?=\.(?:\s|\Z)|[;\n]|\s*\Z)")
"""One of several that ended alike."""
_REQUEST_FOR = phrase(r"\s{0,40}the requests? for ")
_STOP = re.compile(r"\.[ ]{0,20}(?:[\n\f]|\Z)")
_NO_HEADING = phrase(
    r"\s{0,40}(?:.{0,120}\bfollowing\b.{0,60}|it|this|that|these|he|she|they|which|what|"
    r"the (?:appeal|review|request|claim|case|issue))\s{0,4}\Z"
)
_SURE_END = phrase(
    r"not (?:reviewed|decided|eligible)|withdrawn|dismissed|terminated|ineligible|duplicate|no (?:decision|determination)"
)
"""What ends an item even where no label follows, on a line of its own that begins with the item's heading."""
_LONGEST_HEADING = 200
_MEANT = (
    r"(?:the denial (?:stands|is reversed)\b|\((?:not )?medically necessary\))"  # our own letters say it and number items
)
_AFTER = phrase(rf"[\s.]{{0,400}}(?:{_MEANT}[^.:]{{0,200}}?(?:\.|(?<=\)))\s{{0,50}})?")
_OURS = phrase(rf"[\s.]{{0,400}}{_MEANT}")
_LONGEST_REQUEST = 900  # characters between two decisions; what is longer holds more than one request's words
_NUMBER = re.compile(r"\A(?P<n>\d{1,2})[.)] ")
_OPENING = phrase(
    r"\s{0,200}the final determination (?:was based on[^:]{0,200}?below[ ]{0,6}:|rests on[^:]{0,300}? it is reversed\.)"
    r"|\s{0,200}\W?upheld\W{0,3}means that[^.]{0,120}reversed\."
)
_CLOSING = phrase(
    r"(?:what this determination means|this determination is signed electronically|this is a draft\. it is not signed)\b"
)


class _Anchor(NamedTuple):
    """A decision, or the `state` an item ended in: `start` is where the heading before it ends, `end` where the words end."""

    decision: Decision | None
    start: int
    end: int
    colon: bool
    state: str = ""
    begin: int | None = None
    """Where the heading begins, if it stands behind the words of the state."""
    opens: int | None = None
    """Where those words begin."""


class ItemHit(NamedTuple):
    """A parsed item and where it stands in the letter's text."""

    item: ParsedItem
    start: int
    end: int


def read_items(letter: PagedText, start: int, end: int) -> tuple[ItemHit, ...]:
    """The items of ``letter[start:end]``, in order."""
    text = letter.folded
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    closing = _CLOSING.search(text, start, end)
    end = closing.start() if closing else end
    labels = [(match.lastgroup or "", match.start(), match.end()) for match in _LABEL.finditer(text, start, end)]
    anchors = _anchors(text, start, end, labels)
    if not anchors:
        return ()
    begins: list[int] = []
    for index, anchor in enumerate(anchors):
        lo = start if index == 0 else _last_label(labels, anchors[index - 1].end, anchor.start)
        begins.append(_begin(text, lo, anchor, is_first=not index))
    stops = [*(begin if anchor.opens is None else anchor.opens for begin, anchor in zip(begins, anchors, strict=True)), end][
        1:
    ]
    return _without_numbers(
        ItemHit(_item(letter, begin, anchor, labels, stop), begin, anchor.end)
        for begin, anchor, stop in zip(begins, anchors, stops, strict=True)
    )


def _begin(text: str, lo: int, anchor: _Anchor, *, is_first: bool) -> int:
    """Where an item's heading begins, which stands after `lo`."""
    if anchor.begin is not None:
        return anchor.begin
    return _first(text, lo, anchor.start) if is_first else heading_start(text, lo, anchor.start)


def _without_numbers(hits: Iterable[ItemHit]) -> tuple[ItemHit, ...]:
    """The items without the numbers of their list, where all of them are numbered one after the other."""
    found = tuple(hits)
    numbers = [_NUMBER.match(hit.item.title) for hit in found]
    if len(found) < 2 or any(mark is None or int(mark["n"]) != at for at, mark in enumerate(numbers, 1)):
        return found
    return tuple(
        hit._replace(
            item=msgspec.structs.replace(hit.item, **{name: _NUMBER.sub("", given) for name, given in _titles(hit.item)})
        )
        for hit in found
    )


def _titles(item: ParsedItem) -> list[tuple[str, str]]:
    named = (("title", item.title), ("requested", item.requested), ("in_dispute", item.in_dispute))
    return [(name, given) for name, given in named if given]


def _anchors(text: str, start: int, end: int, labels: list[tuple[str, int, int]]) -> list[_Anchor]:
    """Decision words that end a heading: a label follows. Where nothing is labelled, those that end their line."""
    found = [_anchor(text, match, start) for match in _DECISION.finditer(text, start, end)]
    label_starts = {at for _, at, _ in labels}
    if labels:
        ended = [_ended(text, match, start) for match in _ENDED.finditer(text, start, end)]
        ended = [
            anchor
            for anchor in ended
            if anchor.colon and (_after(text, anchor.end, end) in label_starts or _is_own_item(text, anchor, labels))
        ]
        ended += _told_before(text, start, end, labels)
        taken = [(anchor.start, anchor.end) for anchor in ended]
        found = [anchor for anchor in found if not any(lo <= anchor.start < hi for lo, hi in taken)]
        decided = [anchor for anchor in found if _after(text, anchor.end, end) in label_starts]
        return sorted([*decided, *_first_of_line(text, ended)], key=lambda anchor: anchor.start)
    return [anchor for anchor in found if anchor.colon and _ends_line(text, anchor.end, end)]


def _first_of_line(text: str, ended: Sequence[_Anchor]) -> list[_Anchor]:
    """Ends without those that a sentence of the same line adds: "… is withdrawn: no decision is made"."""
    kept: list[_Anchor] = []
    for anchor in sorted(ended, key=lambda anchor: anchor.start):
        if not kept or anchor.begin is not None or "\n" in text[kept[-1].end : anchor.end]:
            kept.append(anchor)
    return kept


def _anchor(text: str, word: re.Match[str], start: int) -> _Anchor:
    before = text[max(start, word.start() - 250) : word.start()]
    heading = before.rstrip(" \n\f:;-")
    return _Anchor(
        "Upheld" if word["upheld"] else "Overturned",
        word.start() - (len(before) - len(heading)),
        word.end(),
        ":" in before[len(heading) :],
    )


def _ended(text: str, words: re.Match[str], start: int) -> _Anchor:
    before = text[max(start, words.start() - 250) : words.start()]
    heading = before.rstrip(" \n\f:;-")
    state = " ".join(words["state"].split())
    in_sentence = bool(words["said"]) and ":" not in words["said"]
    said = bool(words["said"]) and (not in_sentence or _is_told_of(text, heading, words.end()))
    return _Anchor(
        None, words.start() - (len(before) - len(heading)), words.end(), ":" in before[len(heading) :] or said, state
    )


def _is_told_of(text: str, heading: str, at: int) -> bool:
    """Whether a sentence that says how something ended ("… is terminated: …") is one of an item."""
    own = heading.rpartition("\n")[2]
    if _STOP.match(text, at):
        return _REQUEST_FOR.match(own) is not None
    return text[at : at + 6].lstrip(" ").startswith(":") and not _NO_HEADING.match(own)


def _told_before(text: str, start: int, end: int, labels: list[tuple[str, int, int]]) -> list[_Anchor]:
    """The ends that are told before what ended, after an item's rationale."""
    return [
        anchor
        for words in _ENDED_BEFORE.finditer(text, start, end)
        if _SURE_END.match(words["state"]) and any(at < words.start() for _, at, _ in labels)
        for anchor in _each_told(words)
    ]


def _each_told(words: re.Match[str]) -> Iterator[_Anchor]:
    """An end for each that a line, and the list below it, says to have ended so."""
    state, at, opens = " ".join(words["state"].split()), words.start("titles"), words.start()
    for part in re.finditer(r"[^;\n]+", words["titles"]):
        if (title := _LISTED.match(part[0])) and title["title"].lower() not in ("none", "n/a"):
            begin = at + part.start() + title.start("title")
            yield _Anchor(None, begin + len(title["title"]), at + part.end(), True, state, begin, opens)
            opens = at + part.end()


def _is_own_item(text: str, anchor: _Anchor, labels: list[tuple[str, int, int]]) -> bool:
    """Whether an end without labels after it is an item's: a short heading of its own after an item's rationale."""
    begin = text.rfind("\n", 0, anchor.start) + 1
    above = text[max(0, begin - 60) : begin].rstrip()
    heads = 3 <= anchor.start - begin <= _LONGEST_HEADING and not _LABEL.match(text, begin)
    sure = _SURE_END.match(anchor.state) is not None
    return sure and heads and above[-1:] in (".", ")", "!", "?", "") and any(at < begin for _, at, _ in labels)


def _after(text: str, at: int, end: int) -> int:
    skipped = _AFTER.match(text, at, end)
    return skipped.end() if skipped else at


def _ends_line(text: str, at: int, end: int) -> bool:
    rest = text[at : min(end, at + 200)].lstrip(" .")
    return not rest or rest[0] in "\n\f"


def _first(text: str, start: int, anchor: int) -> int:
    at = heading_start(text, start, anchor) if anchor - start > _LONGEST_REQUEST else start
    while at < anchor and text[at].isspace():
        at += 1
    return at


def _between(labels: list[tuple[str, int, int]], lo: int, hi: int) -> list[tuple[str, int, int]]:
    """The labels that start in ``[lo, hi)``; they stand in order."""
    return labels[bisect_left(labels, lo, key=itemgetter(1)) : bisect_left(labels, hi, key=itemgetter(1))]


def _last_label(labels: list[tuple[str, int, int]], lo: int, hi: int) -> int:
    return max((end for _, _, end in _between(labels, lo, hi)), default=lo)


def _item(letter: PagedText, begin: int, anchor: _Anchor, labels: list[tuple[str, int, int]], stop: int) -> ParsedItem:
    title = letter.clean(begin, anchor.start)
    if _OURS.match(letter.folded, anchor.end, stop):
        title = _NUMBER.sub("", title)
    inside = _between(labels, anchor.end, stop)
    values: dict[str, str] = {}
    for index, (name, _, at) in enumerate(inside):
        until = inside[index + 1][1] if index + 1 < len(inside) else stop
        values.setdefault(name, letter.clean(at, until))
    modified = split_modified(title)
    return ParsedItem(
        title=title,
        decision=anchor.decision,
        end_state=anchor.state or None,
        requested=modified.requested if modified else None,
        authorized=modified.authorized if modified else None,
        in_dispute=modified.in_dispute if modified else None,
        relation=modified.relation if modified else None,
        claims_administrator_guideline=values.get("administrator") or None,
        reviewer_guideline=values.get("reviewer") or None,
        rationale=values.get("rationale") or None,
    )
