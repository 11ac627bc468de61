"""Which text of the MTUS governs an item: by service, part of the body, phase and day. What belongs where is data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imr_desktop.case import dates
from imr_desktop.rules.model import Chapter, Edition, GoverningText, Phase, Request, Service
from imr_desktop.rules.request.body import body_parts, regions_of

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, DisputedItem
    from imr_desktop.rules.packs import Packs

TEXT_LIMIT = 6_000
"""Characters of a summary in which a part of the body is looked for."""
_DIAGNOSES = re.compile(
    r"\b(?:(?:diagnos|diagnós|assessment|impression)\w*|(?:treated|treatment|claim) for)[^.;]{0,400}", re.IGNORECASE
)
_AFTER_SURGERY = re.compile(r"\bpost[- ]?(?:op\b|operative|surgical|surgery)|\bafter surgery\b", re.IGNORECASE)
_MONTH, _CHRONIC_DAYS = 30, 91
_BESIDE = 6


class Cited(NamedTuple):
    """An edition of a chapter, and how a determination names the chapter by it."""

    chapter: Chapter
    edition: Edition
    cited: str
    year: str

    @property
    def citation(self) -> str:
        """``MTUS Knee Disorders 2019``."""
        return f"MTUS {self.cited} {self.year}"

    def covers(self, day: date) -> bool:
        """Whether it governed on the day; one in doubt then only stands beside where its chapter says so."""
        return self.edition.covers(day) and not (self.chapter.doubtful_last and self.doubted(day))

    def doubted(self, day: date) -> bool:
        """Whether it is not known if it still governed on the day."""
        return self.edition.asks_from is not None and self.edition.asks_from <= day


class ChapterTable:
    """The chapters with their editions, and the words that call them."""

    def __init__(self, chapters: tuple[Chapter, ...], editions: Mapping[str, Edition]) -> None:
        self.chapters = chapters
        self.general = chapters[-1]
        self.editions = {chapter.name: _editions_of(chapter, editions) for chapter in chapters}
        self._chapter_of = {one.citation: name for name, listed in self.editions.items() for one in listed}
        self._words = tuple((chapter, _words(chapter.words)) for chapter in chapters if chapter.words)
        self._title_words = tuple((chapter, _words(chapter.title_words)) for chapter in chapters if chapter.title_words)
        self._body = {part: chapter for chapter in chapters for part in chapter.body}
        self.named: Callable[[str], tuple[Chapter, ...]] = lru_cache(maxsize=512)(self._named)
        self.worded: Callable[[str], tuple[Chapter, ...]] = lru_cache(maxsize=512)(self._worded)

    def forget_texts(self) -> None:
        """Forget what was found in which text."""
        for found in (self.named, self.worded):
            found.cache_clear()  # type: ignore[attr-defined]

    def chapters_of(self, text: GoverningText) -> frozenset[str]:
        """The names of the chapters that govern and stand beside."""
        return frozenset(self._chapter_of[one] for one in (text.citation, *text.beside))

    def _named(self, text: str) -> tuple[Chapter, ...]:
        """The chapters of the parts of the body a text names, in its order; those of words that tell a part follow."""
        parts = (*body_parts(text), *regions_of(text))
        worded = (chapter for chapter in self.worded(text) if chapter.body)
        return tuple(dict.fromkeys((*(self._body[part] for part in parts if part in self._body), *worded)))

    def _worded(self, text: str) -> tuple[Chapter, ...]:
        """The chapters whose words a text holds."""
        return tuple(chapter for chapter, words in self._words if words.search(text))

    def titled(self, text: str) -> tuple[Chapter, ...]:
        """The chapters a request's own words call, whatever the part of the body."""
        plain = tuple(chapter for chapter in self.worded(text) if not chapter.body)
        return (*plain, *(chapter for chapter, words in self._title_words if words.search(text)))

    def limbs(self, parts: Iterable[str]) -> tuple[Chapter, ...]:
        """The chapters that may be meant by parts such as ``upper extremity``."""
        return tuple(chapter for part in parts for chapter in self.chapters if part in chapter.limbs)


def _editions_of(chapter: Chapter, editions: Mapping[str, Edition]) -> tuple[Cited, ...]:
    own = (Cited(chapter, one, chapter.cited, one.year) for one in editions.values() if one.chapter == chapter.name)
    earlier = (
        Cited(chapter, editions[text.edition], text.cited, text.year or editions[text.edition].year)
        for text in chapter.earlier
    )
    return tuple(sorted((*earlier, *own), key=lambda one: one.edition.in_force_from or date.min))


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item with the texts that may tell its chapter, nearest first, and what is known of its time."""

    table: ChapterTable
    service: Service | None
    request: Request
    texts: tuple[str, ...]
    phase: Phase
    earlier: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (self.service.name, self.service.family) if self.service else ()

    def called(self, listed: Sequence[str]) -> bool:
        """Whether its service or family is among those listed."""
        return any(name in listed for name in self.names)


def governing_text(
    case: Case,
    item: DisputedItem,
    service: Service | None,
    request: Request,
    day: date | None,
    packs: Packs,
    surgeries: Sequence[DisputedItem] = (),
) -> GoverningText:
    """The text that governs an item on a day (None: not known, and the newest is named as such).

    `surgeries` are the operations in dispute in the case, which tell the part of the body of what goes with them.
    """
    table = packs.chapters
    asked = _Asked(
        table,
        service,
        request,
        _texts(case, item, service, surgeries),
        _phase(case, request, item, day),
        day is not None and not any(one.edition.covers(day) for one in table.editions[table.general.name][-1:]),
    )
    candidates = list(dict.fromkeys(_candidates(asked)))
    in_force = [one for chapter in candidates if (one := _edition_on(table.editions[chapter.name], day))]
    doubtful = [one for chapter in candidates if chapter.doubtful_last for one in table.editions[chapter.name]]
    in_force += [one for one in doubtful if day is None or one.doubted(day)]
    if not in_force:
        in_force = [table.editions[table.general.name][0 if day and asked.earlier else -1]]
    return _text(in_force, candidates, asked, day)


def _texts(case: Case, item: DisputedItem, service: Service | None, surgeries: Sequence[DisputedItem]) -> tuple[str, ...]:
    """The request, for what goes with an operation the operations, the diagnoses, the summary."""
    own = f"{item.disputed_text}\n{item.title}\n{service.name if service else ''}"
    operations = [one.disputed_text for one in surgeries if one.id != item.id] if service and service.ancillary else []
    summary = case.summary[:TEXT_LIMIT]
    return (own, "\n".join(operations), _diagnoses(summary), summary)


@lru_cache(maxsize=16)
def _diagnoses(summary: str) -> str:
    return "\n".join(_DIAGNOSES.findall(summary))


def _phase(case: Case, request: Request, item: DisputedItem, day: date | None) -> Phase:
    """After surgery where the request says so, else by the time from the injury to the day."""
    if _AFTER_SURGERY.search(item.title):
        return "after surgery"
    injury = case.dates.injury
    if injury is None or day is None or day < injury:
        return ""
    since = (day - injury).days
    return "acute" if since < _MONTH else "subacute" if since <= _CHRONIC_DAYS else "chronic"


def _candidates(asked: _Asked) -> Iterator[Chapter]:
    """The chapters that may speak to it, the first one first; the general one is the last."""
    table, chronic = asked.table, asked.phase in ("chronic", "")
    if asked.called(table.general.silent):
        yield table.general
        return
    pain = [one for one in table.chapters if one.chronic or one.earlier_chronic]
    yield from _by_service(asked)
    yield from table.titled(asked.texts[0])
    if chronic:
        yield from (one for one in pain if asked.called(one.earlier_chronic if asked.earlier else one.chronic))
    parts = _by_part(asked)
    yield from parts
    if not parts and not _elsewhere(asked):
        yield from (one for text in asked.texts[:-1] for one in table.worded(text))
    # What follows the general chapter only stands beside.
    yield table.general
    if parts and (chronic or (asked.earlier and any(asked.called(one.earlier_chronic) for one in pain))):
        yield from pain


def _by_service(asked: _Asked) -> Iterator[Chapter]:
    """The chapters that its service calls whatever the part of the body."""
    for chapter in asked.table.chapters:
        if chapter.body:
            continue
        after = asked.phase == "after surgery" and asked.called(chapter.after_surgery)
        told = not chapter.words or any(chapter in asked.table.worded(text) for text in asked.texts)
        if told and (after or asked.called((*chapter.services, *chapter.families))):
            yield chapter


def _by_part(asked: _Asked) -> tuple[Chapter, ...]:
    """The chapters of its part of the body: by the request, its service, the operation, the diagnoses or the summary."""
    table = asked.table
    own = table.named(asked.texts[0]) or tuple(one for one in table.chapters if one.body and asked.called(one.services))
    if own or _elsewhere(asked):
        return own
    maybe = table.limbs((*asked.request.body, *body_parts(asked.texts[0])))
    roots = tuple(one for one in table.chapters if asked.called(one.roots))
    if roots and any(one in table.named(text) for one in roots for text in asked.texts[1:]):
        return roots
    for text in asked.texts[1:]:
        found = tuple(one for one in table.named(text) if not maybe or one in maybe)
        if found:
            return found
    return maybe[:1]


def _elsewhere(asked: _Asked) -> bool:
    """Whether the request names a part of the body that no chapter is about."""
    return any(part in asked.table.general.no_chapter for part in body_parts(asked.texts[0]))


def _edition_on(editions: Sequence[Cited], day: date | None) -> Cited | None:
    """A chapter's edition that governed on the day; the newest where no day is known."""
    if day is None:
        return editions[-1] if editions and not editions[-1].chapter.doubtful_last else None
    return next((one for one in reversed(editions) if one.covers(day)), None)


def _text(in_force: Sequence[Cited], candidates: Sequence[Chapter], asked: _Asked, day: date | None) -> GoverningText:
    first, edition = in_force[0], in_force[0].edition
    return GoverningText(
        chapter=first.cited,
        edition=edition.title,
        in_force_from=edition.in_force_from,
        in_force_to=edition.in_force_to,
        tier=edition.tier,
        citation=first.citation,
        edition_id=edition.id,
        phase=asked.phase,
        beside=tuple(dict.fromkeys(one.citation for one in in_force[1:] if not one.chapter.general))[:_BESIDE],
        note=" ".join(_notes(first, candidates, asked, day)),
        silent=first.chapter.general,
    )


def _notes(first: Cited, candidates: Sequence[Chapter], asked: _Asked, day: date | None) -> Iterator[str]:
    """What is not known, or in doubt, of the text that governs."""
    edition = first.edition
    if day is None:
        yield "The day is not known (no decision, utilization review or request date): the newest edition is named."
    elif not edition.covers(day):
        begins = dates.written(edition.in_force_from)
        yield f"No text of the packs governed on {dates.written(day)}: the MTUS begins on {begins}."
    else:
        passed = candidates[: candidates.index(first.chapter)] if first.chapter in candidates else []
        yield from (_passed_over(chapter, asked.table) for chapter in passed)
    if first.chapter.general:
        yield _why_general(candidates, asked)
    elif first.chapter.body and not asked.table.named(asked.texts[0]):
        yield f"The part of the body is not in the request: it was taken from {_told_by(first.chapter, asked)}."
    if edition.note and (edition.asks_from is None or (day is not None and first.doubted(day))):
        yield edition.note
    if not asked.phase:
        yield "The phase is not known: no date of injury before the day."


def _passed_over(chapter: Chapter, table: ChapterTable) -> str:
    """Why a chapter that speaks to it does not govern."""
    doubt = [one.edition.note for one in table.editions[chapter.name] if chapter.doubtful_last and one.edition.note]
    return doubt[0] if doubt else f"The MTUS had no text on {chapter.cited} in force on the day."


def _why_general(candidates: Sequence[Chapter], asked: _Asked) -> str:
    """Why the general chapter governs: no chapter is about it, or nothing tells the part of the body."""
    if asked.called(asked.table.general.silent) or _elsewhere(asked) or candidates[0] is not asked.table.general:
        return (
            "The MTUS has no chapter on it: search on in the order of 8 CCR 9792.21.1(a) "
            "(ACOEM or ODG, then other guidelines, then studies)."
        )
    return "Nothing tells the part of the body: name it in the request, and its chapter governs."


def _told_by(chapter: Chapter, asked: _Asked) -> str:
    sources = ("the service's name", "the operation in dispute", "the diagnoses", "the summary")
    told = (words for text, words in zip(asked.texts, sources, strict=True) if chapter in asked.table.named(text))
    return next(told, "the service or the limb named")
