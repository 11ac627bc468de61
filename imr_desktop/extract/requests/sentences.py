"""Care that sentences ask for and decide, where a paper keeps no list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.extract.likeness import plain
from imr_desktop.extract.requests.amounts import is_amount, only_counts, without_next
from imr_desktop.extract.requests.asking import IN_GENERAL, Told, asked_in_sentence, found_in, listed, may_be_name
from imr_desktop.extract.requests.care import care_at, names_care, quotes
from imr_desktop.extract.requests.clauses import Headed, clauses, headed
from imr_desktop.extract.requests.counts import Amounts, allowed_in, asked_in, bare, part_of_whole
from imr_desktop.extract.requests.mentions import Names, mentions
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.naming import ends_list, is_sentence
from imr_desktop.extract.requests.numbers import NUMBER
from imr_desktop.extract.requests.saying import Said, said_in, sentences, verdict_of
from imr_desktop.extract.requests.words import all_decided, decided, phrase

_OPENS = phrase(
    r"\b(?:with (?:respect|regard) to|as (?:for|to|regards)|regarding|concerning|news on|of|for|that|provide|approve|"
    r"authorize|certify|deny|approved|authorized|certified|denied|refused|allow|modify|modified|"
    r"requested|on|leave|discuss(?:ed)?|about|have|with)[\s:]{1,9}"
    r"(?:the |your |this |an? )?(?:requests? (?:for|of) )?(?:the |an? )?"
)
_TURNS = phrase(
    r"\A\W{0,3}(?:(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s{1,9})?(?:as (?:to|for|regards)|regarding|concerning|"
    r"with (?:respect|regard) to|(?:it|this) is proposed|(?:i|we) (?:could|can|did|do) ?not agree|"
    r"we agreed|(?:i|we) (?:(?:could|can|did|do|have) )?(?:not )?"
    r"(?:discuss(?:ed)?|consider(?:ed)?|talked? about|took up|take up)|"
    r"that|about|on|turning to|next|finally|"
    r"the (?:doctor|physician|provider|request))\b"
)
"""How a sentence begins that takes up a request."""
_TAKES_UP = re.compile(r"\A\W{0,3}(?:as (?:to|for)|regarding|concerning|with (?:respect|regard))\b", re.IGNORECASE)
_STOPS = phrase(
    r"\sthe (?:physician|reviewer|doctor|nurse)\b|"
    r"\si (?:can|could|am|have|do|find|will)\b|"
    r"\sand (?:am|is|are|was|we|i|it|not|you)\b|"
    r"\s(?:for want of|for lack of|is|are|was|were|be|been|has|have|had|will|would|can|cannot|could|should|may|must|"
    r"because|since|as|which|who|until|"
    r"through|at this time|under|per (?:the|his|her|dr)|pending|though|but|so|if|when|dr|that)\b|"
    r"(?<!qty)(?<!quantity)[:;]|(?<!\([LRB])\)|"
    r"\((?!\d{1,3}\)|one|two|twice|#|x\b|qty|\d|[LRB]\)|left|right|bilateral)|\.(?:\s|\Z)|"
    r",(?= (?:[a-z]{3,9}(?: visits| sessions)? (?:is|are|was|were)|dr|we|i|which|not|the|this|and am|and was|our|it|he|she|"
    r"they|is|are|was|has|"
    r"and (?:we|i|it|you|not))\b)"
)
_EDGE = phrase(r"\b(?:the|an?|one|your|this|that|and|or|has|have|is|was|prescribed|wants) |[,;:.] ")
_OF = re.compile(r"\s(?:of|for)\s+(?:(?:the|an?)\s+)?", re.IGNORECASE)
_MOST_COUNT = 70
_OF_IT = re.compile(r"\b(?:it|this|that request|the request|the service)\b", re.IGNORECASE)
"""How a sentence decides what the one before it named."""
_STATES = phrase(
    r"\b(?:(?:form|request|order|prescription|doctor|provider|physician) (?:says|asks? for|asked for|lists|states|"
    r"is for|was for)|"
    r"(?:amount|quantity|number)(?: (?:asked for|requested))? (?:is|was)) (?P<words>[^.;]{1,60})"
)
"""How a sentence of its own says how much was asked for."""
_PROPOSES = phrase(r"\b(?:proposed|requested|asked for|asks for|sought|ordered|prescribed|request for|form)\b")
_TELLS_WHY = re.compile(r"\W*why\b", re.IGNORECASE)
"""How a sentence begins that gives the reason of what was decided before."""
_BEFORE = phrase(r"\b(?:tried|considered|decided|reviewed|asked for|requested)\b[^.;]{0,40}\bbefore\.?\s{0,9}\Z")
"""How a paragraph begins that tells of other care."""
_MARKS = re.compile(r"\((?:[a-h]|i{1,3}|iv|v|\d)\)")
_COUNT_TAIL = re.compile(r",\s[^,;]{1,40}\s(?:instead of|in place of|rather than|of|only\Z).*\Z", re.IGNORECASE)
_BRACKETS = re.compile(r"\s{0,3}\((?:[^()]|\([^()]{0,20}\)){1,60}\)")
_COUNT_NEXT = re.compile(rf"\s{{1,3}}{NUMBER}\b", re.IGNORECASE)
_MOST_MARK, _MOST_DECISION = 4, 4


def told_in(text: str, page: int, names: Names = ()) -> Iterator[Told]:
    """What a paragraph asks for and decides: each sentence that names care takes those that follow it and name none.

    `names` are those of care that is known already (`mentions`).
    """
    named: list[Told] = []
    block: list[str] = []
    quoted = lead = ""
    for number, sentence in enumerate(clauses(text)):
        if number == 0 and _BEFORE.search(sentence):
            return
        if _TELLS_WHY.match(sentence) or IN_GENERAL.match(sentence):
            continue
        if head := headed(sentence):
            yield from _blocked(named, " ".join(block))
            named, block = [], []
            yield from _behind_head(head, page)
            continue
        if _only_decides(sentence) and (lead or number == 0):
            yield from _blocked(named, " ".join(block))
            named, block, lead = [], [], sentence
            continue
        if lead and not block and not is_sentence(sentence) and (found := found_in(page, sentence)):
            named, block = [Told(found, True)], [lead, sentence]
            continue
        if quotes(sentence) and not _TAKES_UP.match(sentence):
            quoted = quoted or (sentence if names_care(sentence) or mentions(sentence, names) else "")
            continue
        if quoted and not named and _OF_IT.search(sentence) and verdict_of(sentence):
            named = list(_mentioned(quoted, page, names)) or list(_decided(quoted, page))
            block = [] if quotes(quoted) else [quoted]
        own = list(asked_in_sentence(sentence, page)) or list(_decided(sentence, page) if _TURNS.match(sentence) else ())
        own = own or (list(_decided(sentence, page)) if verdict_of(sentence) else [])
        own = _by_name(own, list(_mentioned(sentence, page, names)), sentence)
        if not own and not named and names_care(sentence):
            quoted = quoted or sentence
        if own:
            yield from _blocked(named, " ".join(block))
            named, block = own, []
        block.append(sentence)
    yield from _blocked(named, " ".join(block))


def _behind_head(head: Headed, page: int) -> Iterator[Told]:
    """The list behind a head that decides, each with what its own words say of how much."""
    found = [(one, part) for part in head.parts if (one := found_in(page, _before_ruling(part), free=True)) is not None]
    several = len(found) > 1
    for one, part in found:
        named = names_care(one.title) or (may_be_name(one.title) and (several or one.asked is not None))
        if named and not ends_list(one.title):
            counts = part_of_whole(part[len(one.title) :])
            asked = counts.asked if counts.asked is not None else one.asked
            allowed = counts.allowed
            if allowed is None and head.verdict == "modified":
                allowed, asked = allowed_in(part[len(one.title) :]), counts.asked
            yield Told(one._replace(verdict=head.verdict, asked=asked, allowed=allowed, said=f"{head.head}: {part}"), True)


def _before_ruling(part: str) -> str:
    """What a part of a list names, without what was allowed of it."""
    made = decided(part)
    part = part[: made.start].strip(" ,") if made and made.start else part
    counted = _COUNT_TAIL.search(part)
    return part[: counted.start()] if counted else part


def _only_decides(sentence: str) -> bool:
    """Whether a sentence is a decision and nothing else ("APPROVED IN PART.")."""
    made = decided(sentence)
    return made is not None and made.start <= _MOST_MARK and len(sentence.split()) <= _MOST_DECISION


def _mentioned(sentence: str, page: int, names: Names) -> Iterator[Told]:
    """The care known by name that a sentence names, with the counts behind it."""
    marks = mentions(sentence, names)
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(sentence)], strict=False):
        bracket = _BRACKETS.match(sentence, mark.end(), end)
        stop = None if bracket else _STOPS.search(sentence, mark.end(), min(end, mark.end() + _MOST_COUNT))
        if stop and stop.group() == "," and _COUNT_NEXT.match(sentence, stop.end()):
            stop = _STOPS.search(sentence, stop.end(), end)
        words = without_next(sentence[mark.start() : bracket.end() if bracket else stop.start() if stop else end])
        both = part_of_whole(words)
        asked = both.asked if both.asked is not None else asked_in(words)
        title = mark.group() if "(" in mark.group() else mark.group().rstrip(")")
        yield Told(Found(title, page, title, asked, both.allowed), False)


def counted_in(text: str, names: Names) -> Iterator[tuple[str, float]]:
    """The names in a text that tells what was asked for, each with the count right behind it."""
    for sentence in sentences(text):
        if _PROPOSES.search(sentence) and not quotes(sentence):
            for one in _mentioned(sentence, 0, names):
                if one.found.asked is not None:
                    yield one.found.title, one.found.asked


def _by_name(own: list[Told], known: list[Told], sentence: str) -> list[Told]:
    """What a sentence names: what is known under its own name, and the rest as it was read."""
    if not known:
        return own
    listed = any(one.listed for one in own)
    known = [next((one for one in own if _is_counted(name.found.title, one.found.title)), name) for name in known]
    rest = [one for one in own if not any(plain(name.found.title) in plain(one.found.title) for name in known)]
    rest = [one for one in rest if not any(plain(one.found.title) in plain(name.found.title) for name in known)]
    both = [*(_counted(one._replace(listed=listed), own) for one in known), *rest]
    return sorted(both, key=lambda one: sentence.find(one.found.title))


def _is_counted(name: str, title: str) -> bool:
    """Whether a title is a name and how much."""
    return title.startswith(name) and title != name and is_amount(title[len(name) :])


def _counted(name: Told, own: list[Told]) -> Told:
    """What is known by name, with the count that was read of it."""
    if name.found.asked is not None:
        return name
    other = next((one.found for one in own if plain(name.found.title) in plain(one.found.title)), name.found)
    return name._replace(found=name.found._replace(asked=other.asked))


def _blocked(named: list[Told], text: str) -> Iterator[Told]:
    """What is named, with what the text decides: of each by its mark ("(i) Denied. (ii) Granted."), or of all."""
    parts = _MARKS.split(text)[1:]
    if len(named) > 1 and len(parts) in (len(named), 2 * len(named)):
        yield from (ruled_by(one, part, alone=True) for one, part in zip(named, parts[-len(named) :], strict=True))
    else:
        apart = _apart([one.found.title for one in named], text)
        yield from (
            ruled_by(one, part, alone=len(named) == 1 or apart[0] != text) for one, part in zip(named, apart, strict=True)
        )


def _apart(titles: list[str], text: str) -> list[str]:
    """Where one text decides several things differently, the clause of each; else all of it for each."""
    places = [text.find(title) for title in titles]
    made = all_decided(text)
    if len(titles) < 2 or min(places) < 0 or places != sorted(places) or len({one.verdict for one in made}) < 2:
        return [text] * len(titles)
    leads = made[0].start < places[0]
    ends = [*places[1:], len(text)]
    if leads:
        begins = [max(one.start for one in made if one.start < place) for place in places]
        return [
            f"{text[begin:place]} {text[place:end]}" if begin >= before else text[begin:end]
            for begin, place, end, before in zip(begins, places, ends, [0, *places], strict=False)
        ]
    behind = [min((one.end for one in made if one.start > place), default=len(text)) for place in places]
    return [
        f"{text[place : place + len(title)]} {text[max(place + len(title), 0) : max(end, stop)]}"
        for title, place, end, stop in zip(titles, places, ends, behind, strict=True)
    ]


def ruled_by(one: Told, text: str, *, alone: bool = True) -> Told:
    """What is named, with what a text decides of it; `alone` where the text speaks of nothing else."""
    found = one.found
    said = said_in(text.replace(found.title, "it"))
    if said is None:
        stated = _STATES.search(text) if alone and found.asked is None else None
        return one._replace(found=found._replace(asked=_said_of(stated["words"]))) if stated else one
    both = part_of_whole(text) if alone else None
    counts = (found.asked, *(_others(said, both) if both else ()))
    if both and both.asked is not None and both.allowed is not None:
        counts = (both.asked,)
    asked = next((count for count in counts if count is not None), None)
    told = (said.allowed, both.allowed, found.allowed) if both else (found.allowed,)
    if both and both.asked is not None and both.allowed is not None:
        told = (both.allowed,)
    allowed = next((count for count in told if count is not None), None)
    return one._replace(found=found._replace(verdict=said.verdict, asked=asked, allowed=allowed, said=said.words))


def _said_of(words: str) -> float | None:
    count = asked_in(words)
    return count if count is not None else bare(words)


def _others(said: Said, both: Amounts) -> tuple[float | None, ...]:
    return said.asked, both.asked, asked_in(said.words) if said.verdict == "denied" else None


def _decided(sentence: str, page: int) -> Iterator[Told]:
    """The care that a sentence with a decision names: from words that lead to it, up to where the clause ends."""
    at = 0
    while at < len(sentence) and (care := care_at(sentence[at:])) >= 0:
        care += at
        openings = [one for one in _OPENS.finditer(sentence, at) if one.end() <= care]
        stop = _STOPS.search(sentence, care)
        first = decided(sentence, care)
        end = min(stop.start() if stop else len(sentence), first.start if first else len(sentence))
        begins = _begins(sentence, at, care, [one.end() for one in openings])
        yield from next(filter(None, (_of_clause(sentence[begin:end], page) for begin in begins)), [])
        at = max(end, care + 3)


def _of_clause(clause: str, page: int) -> list[Told]:
    """What a clause names, each with its count."""
    named: list[Told] = []
    for words in listed(clause):
        title = _behind_count(words)
        found = found_in(page, title)
        if found is not None:
            counted = asked_in(words[: -len(title)]) if found.asked is None and len(title) < len(words) else found.asked
            named.append(Told(found._replace(asked=counted), False))
    return named


def _begins(sentence: str, at: int, care: int, openings: list[int]) -> list[int]:
    """Where the care that a clause names may begin, the likeliest place first."""
    near = [one for one in openings if len(sentence[one:care].split()) <= 8]
    edges = [one.end() for one in _EDGE.finditer(sentence, at, care)]
    return near or [edges[-1] if edges else at if len(sentence[at:care].split()) <= 5 else care]


def _behind_count(words: str) -> str:
    """What a sentence decides, without how much of it ("3 weeks (6 total) of …", "#20 as a start for …")."""
    for one in reversed([*_OF.finditer(words[:_MOST_COUNT])]):
        count = words[: one.start()]
        if only_counts(count) and asked_in(count) is not None and names_care(words[one.end() :]):
            return words[one.end() :]
    return words
