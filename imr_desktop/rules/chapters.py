"""Which text of the MTUS governs an item: by service, part of the body, phase and day. What belongs where is data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_desktop.case import dates
from imr_desktop.rules.chapter_data import Chapter
from imr_desktop.rules.chapter_table import ChapterTable, Cited
from imr_desktop.rules.model import GoverningText, Phase, Request, Service
from imr_desktop.rules.phases import AFTER_SURGERY, Told, phase_of

if TYPE_CHECKING:
    from imr_desktop.case.model import Case, DisputedItem
    from imr_desktop.rules.packs import Packs

TEXT_LIMIT = 6_000
"""Characters of a summary in which a part of the body is looked for."""
_BESIDE = 6


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item with the texts that may tell its chapter, nearest first, and what is known of its time.

    `names` are its service and family, `body` the parts its request names; `phase_note` says why no phase is known; `earlier`
    that the day is before the general chapter's own edition.
    """

    table: ChapterTable
    names: tuple[str, ...]
    body: tuple[str, ...]
    texts: tuple[str, ...]
    phase: Phase
    phase_note: str
    earlier: bool
    day: date | None

    def called(self, listed: Sequence[str]) -> bool:
        """Whether its service or family is among those listed."""
        return not self.table.lists(listed).isdisjoint(self.names)


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
        (service.name, service.family) if service else (),
        request.body,
        _texts(case, item, service, surgeries, table),
        *_phase(case, item, day),
        day is not None and not table.editions[table.general.name][-1].edition.covers(day),
        day,
    )
    return table.remembered(asked, _governing)


def _governing(asked: _Asked) -> GoverningText:
    table, day = asked.table, asked.day
    candidates = list(dict.fromkeys(_candidates(asked)))
    in_force = [one for chapter in candidates if (one := _edition_on(table.editions[chapter.name], day))]
    doubtful = [one for chapter in candidates if chapter.doubtful_last for one in table.editions[chapter.name]]
    in_force += [one for one in doubtful if day is None or one.doubted(day)]
    if not in_force:
        in_force = [table.editions[table.general.name][0 if asked.earlier else -1]]
    return _text(in_force, candidates, asked)


def _texts(
    case: Case, item: DisputedItem, service: Service | None, surgeries: Sequence[DisputedItem], table: ChapterTable
) -> tuple[str, ...]:
    """The request, for what goes with an operation the operations, the diagnoses, the summary."""
    own = f"{item.disputed_text}\n{item.title}\n{service.name if service else ''}"
    operations = [one.disputed_text for one in surgeries if one.id != item.id] if service and service.ancillary else []
    summary = case.summary[:TEXT_LIMIT]
    return (own, "\n".join(operations), table.diagnoses(summary), summary)


def _phase(case: Case, item: DisputedItem, day: date | None) -> Told:
    """After surgery where the request says so, else by the time from the injury to the day."""
    return Told("after surgery") if AFTER_SURGERY.search(item.title) else phase_of(case, day)


def _candidates(asked: _Asked) -> Iterator[Chapter]:
    """The chapters that may speak to it, the first one first; the general one is the last."""
    table, chronic = asked.table, asked.phase in ("chronic", "")
    if asked.called(table.general.silent):
        yield table.general
        return
    pain = [one for one in table.chapters if one.chronic or one.earlier_chronic]
    parts = _by_part(asked)
    yield from _by_service(asked, alone=not parts)
    yield from table.titled(asked.texts[0])
    if chronic:
        yield from (one for one in pain if asked.called(one.earlier_chronic if asked.earlier else one.chronic))
    yield from parts
    if not parts and not _elsewhere(asked):
        yield from (one for text in asked.texts[:-1] for one in table.worded(text))
    # What follows the general chapter only stands beside.
    yield table.general
    if parts:
        yield from _by_service(asked, alone=True)
    if parts and (chronic or (asked.earlier and any(asked.called(one.earlier_chronic) for one in pain))):
        yield from pain


def _by_service(asked: _Asked, *, alone: bool) -> Iterator[Chapter]:
    """The chapters that its service calls whatever the part of the body, or only where no part is known (`alone`)."""
    for chapter in asked.table.chapters:
        if chapter.body:
            continue
        after = asked.phase == "after surgery" and asked.called(chapter.after_surgery)
        told = not chapter.words or any(chapter in asked.table.worded(text) for text in asked.texts)
        if told and (after or asked.called((*chapter.services, *chapter.families, *(chapter.without_body if alone else ())))):
            yield chapter


def _by_part(asked: _Asked) -> tuple[Chapter, ...]:
    """The chapters of its part of the body: by the request, its service, the operation, the diagnoses or the summary."""
    table = asked.table
    own = table.named(asked.texts[0]) or tuple(one for one in table.chapters if one.body and asked.called(one.services))
    if own or _elsewhere(asked):
        return own
    maybe = table.limbs((*asked.body, *table.parts(asked.texts[0])))
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
    table = asked.table
    named = any(part in table.general.no_chapter for part in table.parts(asked.texts[0]))
    return named or table.general in table.titled(asked.texts[0])


def _edition_on(editions: Sequence[Cited], day: date | None) -> Cited | None:
    """A chapter's edition that governed on the day; the newest where no day is known."""
    if day is None:
        return editions[-1] if editions and not editions[-1].chapter.doubtful_last else None
    return next((one for one in reversed(editions) if one.covers(day)), None)


def _text(in_force: Sequence[Cited], candidates: Sequence[Chapter], asked: _Asked) -> GoverningText:
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
        note=" ".join(_notes(first, candidates, asked)),
        silent=first.chapter.general,
    )


def _notes(first: Cited, candidates: Sequence[Chapter], asked: _Asked) -> Iterator[str]:
    """What is not known, or in doubt, of the text that governs."""
    edition, day = first.edition, asked.day
    if day is None:
        yield "The day is not known (no decision, utilization review or request date): the newest edition is named."
    elif not edition.covers(day):
        begins = dates.written(edition.in_force_from)
        yield f"No text of the packs governed on {dates.written(day)}: the MTUS begins on {begins}."
    else:
        passed = candidates[: candidates.index(first.chapter)] if first.chapter in candidates else []
        yield from (_passed_over(chapter, asked.table) for chapter in passed)
    if first.chapter.general:
        if day is None or edition.covers(day):
            yield _why_general(candidates, asked)
    elif first.chapter.body:
        if not asked.table.named(asked.texts[0]):
            yield f"The part of the body is not in the request: it was taken from {_told_by(first.chapter, asked)}."
    elif first.chapter.words and first.chapter not in asked.table.titled(asked.texts[0]):
        yield "The condition is not in the request: it was taken from the diagnoses or the summary."
    if edition.note and (edition.asks_from is None or (day is not None and first.doubted(day))):
        yield edition.note
    if asked.phase_note:
        yield asked.phase_note


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
