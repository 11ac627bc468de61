"""What a document is: by its titles, by its letterhead, and by the words in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.extract.parts import names
from imr_desktop.extract.parts.asking import answering, appealing, applying, asking, covers_others, sends_records
from imr_desktop.extract.parts.kinds import OTHER, Kind, forms, kind_of, kinds, signs
from imr_desktop.extract.parts.titles import ACTS
from imr_desktop.extract.parts.vocabulary import leanings, words_of
from imr_desktop.extract.parts.word_lists import word_lists, words

if TYPE_CHECKING:
    from imr_desktop.extract.parts.look import PageLook
    from imr_desktop.extract.parts.titles import Title

_OF_TITLE, _OF_GENERAL, _OF_HINT, _OF_SIGN, _OF_FORM = 7.5, 3.0, 1.2, 0.7, 5.0
_OF_OTHER_SIGN = 0.3  # where a good title names another kind, words are often of what is asked for or was done before
_OF_ASKING = 1.8  # for each way in which it asks for authorization
_OF_ANSWERING = 2.5  # for each way in which it answers a request for it, beyond those that others have
_OF_APPLYING = 2.5  # for each way in which it asks for independent review
_OF_APPEALING = 6.0  # against a decision, or with records for a review: for a letter
_OF_WORDS = 25.0  # of all its words, as learned: 16 to 30 do best where titles and signs are left out that one template has
_OF_SALUTATION, _BELOW, _GOOD = 0.5, 0.6, 0.6
_LETTER, _FAX = "correspondence", "fax cover"
_ASKS_OUTRIGHT = 2
"""How much a paper asks for authorization at the least that does so in plain words."""
_OF_FAX, _OF_ADDRESSEE = 0.5, 0.4
_ADDRESSEE = re.compile(r"\s*(?:to|attn|attention)\b[\s:]", re.IGNORECASE)
_MOST_SIGNS = 8
_LEAST, _LEAST_WITH_WORDS = 1.3, 5.0
_SIGN_CHARS = 5000
_WORD_CHARS = 3500
"""Of a document's beginning, and as many of its end: a review may tell a long history first, and decide last."""
_SHARE_OF_BEST = 0.6
_LEAST_GENERAL = 0.25
"""How much a name of many kinds must look like a title to be one."""
_HEADS = re.compile(rf"(?:(?:{words('titles', 'heads')})[\s./|]*){{3,}}", re.IGNORECASE)
_RESULT = re.compile(r"\d\.\d|[<>]\s?\d|\d\s?%|\d\s(?:mg|ng|g|U|mmol|mEq)/")
_PROFESSION = re.compile(
    r"[\W_]*(?:(?:panel |state )?(?:qualified|agreed|independent) medical (?:evaluator|examiner)|diplomate|fellow|"
    r"board[- ]certified)\b"
    r"(?!.{0,30}\b(?:report|evaluation|examination))",
    re.IGNORECASE,
)
_PROFESSION_LAST = re.compile(r"\b(?:qualified|agreed|independent) medical (?:evaluator|examiner)\W*\Z", re.IGNORECASE)
_NAMES_ITSELF = re.compile(r"\b(?:report|evaluation|examination|opinion)\b", re.IGNORECASE)
_NOTES = re.compile(r"(?:[a-z]+ )?notes?\b", re.IGNORECASE)
"""Whose notes they are may stand behind: "Progress Notes Ann Sample, MD"."""
_NO_WORD = re.compile(r"[^a-z0-9#]+")


class Named(NamedTuple):
    """A kind, the lines that may name it, and how near another kind came: 0 nowhere near, 1 as near."""

    kind: Kind
    titles: tuple[Title, ...]
    rivalry: float

    @property
    def title(self) -> Title | None:
        """The line that names it."""
        return self.titles[0] if self.titles else None


def kind_of_document(pages: Sequence[PageLook], author: str = "") -> Named:
    """The kind of the document on these pages; `author` is who signed it, with credentials."""
    first = next((page for page in pages if page.readable), None)
    if first is None:
        return Named(kind_of(OTHER), (), 0.0)
    scores: dict[str, float] = defaultdict(float)
    titles = _titles(pages, first)
    beginning = _beginning(pages)
    asks = asking(beginning)
    _add_titles(scores, titles, asks=asks >= _ASKS_OUTRIGHT)
    for hint in first.heads.hints:
        scores[hint] += _OF_HINT
    for form in first.forms & forms().keys():
        scores[forms()[form]] += _OF_FORM
    named = {title.kind for title in titles if title.weight >= _GOOD and not title.general}
    for key, count in _signs(pages).items():
        scores[key] += (_OF_SIGN if key in named or not named else _OF_OTHER_SIGN) * min(_MOST_SIGNS, count)
    for key, worth in _by_profession(author):
        scores[key] += worth
    scores["rfa"] += _OF_ASKING * asks
    if asks >= _ASKS_OUTRIGHT and not covers_others(beginning):
        scores[_FAX] *= _OF_FAX
    scores["imr application"] += _OF_APPLYING * applying(beginning)
    scores["ur determination"] += _OF_ANSWERING * answering(beginning)
    if first.salutation and sends_records(beginning):
        scores[_LETTER] += _OF_APPEALING
        scores["imr application"] = -_OF_WORDS
    if appealing(beginning):
        scores[_LETTER] += _OF_APPEALING if scores["imr application"] < _LEAST else 0.0
        scores["ur determination"] -= 2 * _OF_APPEALING
    if scores["visit note"] and not any(title.weight >= _GOOD and not title.general for title in titles):
        scores["visit note"] += scores["progress report"]
    if first.salutation:
        scores[_LETTER] += _OF_SALUTATION
    total = _with_words(scores, leanings(words_on(pages)))
    best = max(kinds(), key=lambda kind: total[kind.key])
    if scores[best.key] < _LEAST and total[best.key] < _LEAST_WITH_WORDS:
        return Named(kind_of(_LETTER if first.salutation and first.letter_day else OTHER), (), 1.0)
    second = max((total[kind.key] for kind in kinds() if kind.type != best.type), default=0.0)
    return Named(best, _naming(first, best), min(max(second / total[best.key], 0.0), 1.0) if total[best.key] > 0 else 1.0)


def _titles(pages: Sequence[PageLook], first: PageLook) -> Sequence[Title]:
    """The titles that name a document: its first page's, or the next one's where the first leads to a form."""
    good = any(title.weight >= _GOOD for title in first.heads.titles)
    return (
        pages[1].heads.titles if first.leading and not good and first is pages[0] and len(pages) > 1 else first.heads.titles
    )


def _add_titles(scores: dict[str, float], titles: Sequence[Title], *, asks: bool) -> None:
    """What titles are worth: one below another good one counts less, as it may name what the document speaks of.

    So does one of whom a paper goes to, and of what is asked for ("RFA - supplies"). A paper that `asks` outright names
    utilization review as whom it asks.
    """
    good = [title for title in titles if title.weight >= _GOOD and not title.general]
    highest = min((title.at for title in good if not (asks and title.kind == "ur determination")), default=99)
    acts = {title.at: title.weight for title in titles if title.kind in ACTS}
    for title in titles:
        worth = (_OF_GENERAL if title.general else _OF_TITLE) * title.weight
        worth *= _BELOW if title.at > highest + 1 else 1.0
        if title.kind not in ACTS:
            worth *= _OF_ADDRESSEE if _ADDRESSEE.match(title.line) else 1.0
            worth *= _BELOW if acts.get(title.at, 0.0) > title.weight else 1.0
        scores[title.kind] = max(scores[title.kind], worth)


def _with_words(scores: Mapping[str, float], shares: Mapping[str, float]) -> Mapping[str, float]:
    """The scores and what all words are worth, which speak neither for nor against what they were not learned for."""
    most = max(shares.values(), default=0.0)
    total = {}
    for kind in kinds():
        learned = kind.key in shares or kind.general
        share = shares.get(kind.key, shares.get(kind.type, most))
        own = scores.get(kind.key, 0.0)
        total[kind.key] = own + _OF_WORDS * share if learned or own > 0 else own
    return total


def _by_profession(author: str) -> Iterator[tuple[str, float]]:
    """What a signer's licence speaks for: therapists write therapy notes, nurses nursing notes."""
    credentials = author.partition(",")[2].upper().replace(".", "").replace(" ", "")
    for pattern, key, worth in _professions():
        if pattern.search(credentials):
            yield key, worth


@cache
def _professions() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    rows = word_lists()["profession"]
    return tuple((re.compile(row["licence"]), row["kind"], row["worth"]) for row in rows)


def _naming(first: PageLook, kind: Kind) -> tuple[Title, ...]:
    """The lines that may name the document, as they stand: good ones of its kind, else general ones; no letterhead."""
    at = first.heads.letterhead.at
    titles = [one for one in first.heads.titles if (one.at != at or one.line != first.lines[at]) and _can_name(one.line)]
    titles = [one for one in titles if not one.general or one.weight >= _LEAST_GENERAL]
    own = [title for title in titles if title.kind == kind.key]
    best = max((title.weight for title in own), default=0.0)
    good = [title for title in own if title.weight >= _SHARE_OF_BEST * best] or [title for title in titles if title.general]
    return tuple(sorted(good, key=lambda title: title.at))


def _can_name(line: str) -> bool:
    """Whether a line may name a document: it is no person with a licence, no profession, and no row of a table."""
    person = names.at_start(line) and not _NOTES.match(line)
    profession = _PROFESSION.match(line) or (_PROFESSION_LAST.search(line) and not _NAMES_ITSELF.search(line))
    return not person and not profession and not _HEADS.fullmatch(line) and not _RESULT.search(line)


def _signs(pages: Sequence[PageLook]) -> Counter[str]:
    """How many different signs of each kind stand on a document's first pages."""
    words = f" {_NO_WORD.sub(' ', _beginning(pages).lower())} "
    here = frozenset(words.split())
    return Counter(sign.kind for sign in signs() if (not sign.first or sign.first in here) and sign.words in words)


def words_on(pages: Sequence[PageLook]) -> frozenset[str]:
    """The words of a document's beginning and of its end."""
    text = " ".join(line for page in pages for line in page.lines)
    return words_of(text if len(text) <= 2 * _WORD_CHARS else f"{text[:_WORD_CHARS]} {text[-_WORD_CHARS:]}")


def _beginning(pages: Sequence[PageLook]) -> str:
    return " ".join(line for page in pages[:3] for line in page.lines)[:_SIGN_CHARS]
