"""What a form for a reading begins with, from the item it is entered for."""

from __future__ import annotations

from datetime import date

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.rules import editions
from imr_desktop.rules.model import Data, Edition, ItemReport
from imr_desktop.rules.packs import Packs
from imr_desktop.rules.readings import LONGEST, Phase
from imr_desktop.rules.request.parse import disputed_words

_UNREAD = frozenset({"statute", "regulation", "drug list", "practice", "office"})


class Prefill(Data, frozen=True):
    """`known`: the service is one of the packs'; otherwise `service` is the request's own words, to be shortened."""

    service: str = ""
    known: bool = False
    edition: str = ""
    phase: Phase = "any"


def prefilled(item: DisputedItem, report: ItemReport | None, packs: Packs) -> Prefill:
    """Service, edition and phase as far as the item tells them."""
    service = report.service if report else None
    words = " ".join(disputed_words(item.disputed_text).split())[: LONGEST["service"]].rstrip()
    text = report.governing if report else None
    edition = text.edition_id if text and text.edition_id in packs.editions else ""
    return Prefill(service or words, service is not None, edition, (text.phase if text else "") or "any")


def readable(packs: Packs, day: date | None = None) -> tuple[Edition, ...]:
    """The editions a reading may be of: guideline texts, those in force on `day` first, chapters before other texts."""
    texts = (one for one in packs.editions.values() if one.tier not in _UNREAD)
    return tuple(sorted(texts, key=lambda one: (day is not None and not one.covers(day), not one.chapter, one.title)))


def day_of(case: Case) -> date | None:
    """The day that decides which editions govern the case's items."""
    return editions.governing_date(case).day
