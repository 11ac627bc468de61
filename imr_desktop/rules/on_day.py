"""The rules of a service on a day, put together once: which of them are in force, and the inputs that these read."""

from __future__ import annotations

from datetime import date
from itertools import chain

from imr_desktop.rules.lookup import to_look_up
from imr_desktop.rules.model import Service
from imr_desktop.rules.packs import OnDay, Packs

_MOST = 1_000
"""How many services on a day are remembered."""


def on_day(service: Service | None, day: date | None, packs: Packs) -> OnDay:
    """The rules for a service (None: not recognised) on a day (None: not known, and all count as in force)."""
    key, kept = (service.name if service else "", day), packs.on_days
    if key not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        kept[key] = _put_together(service, day, packs)
    return kept[key]


def _put_together(service: Service | None, day: date | None, packs: Packs) -> OnDay:
    rules = tuple(packs.by_service.get(service.name, ())) if service else ()
    additions = packs.additions_for(service)
    live = tuple(rule for rule in additions if packs.covers(rule, day))
    read = chain.from_iterable(rule.keys for rule in (*rules, *live) if packs.covers(rule, day))
    readings = tuple(rule for rule in additions if rule.data.expires is not None)
    return OnDay(rules, additions, live, readings, to_look_up(tuple(dict.fromkeys(read)), packs))
