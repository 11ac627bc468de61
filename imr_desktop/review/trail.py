"""The audit trail as it is read: page by page with a filter, its entries in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from imr_desktop.case import dates
from imr_desktop.case.labels import in_words, spoken

if TYPE_CHECKING:
    from pathlib import Path

    from imr_desktop.review.services import Services
    from imr_desktop.review.vault import AuditEntry, AuditReport

KINDS = (
    "vault created",
    "unlocked",
    "locked",
    "passphrase changed",
    "case saved",
    "case reopened",
    "case restored",
    "case imported",
    "case merged",
    "case exported",
    "letters written",
    "public copy written",
    "parties changed",
    "case packaged",
    "case forgotten",
    "determination signed",
    "decision",
    "criterion answered",
    "preliminary view",
    "search kept",
    "check overridden",
    "conflict resolved",
    "rule packs",
    "comment",
    "backup made",
    "vault restored",
    "vault repaired",
    "older state noticed",
)
"""What entries tell of, as the trail writes it."""
_NAMES = {"before": "Before", "after": "After", "version": "Version", "from": "From version", "digest": "Digest"}
_INNER = re.compile(r"[0-9a-f]{12,32}")
_LONGEST = 4_000
_SHORT = 160

PAGE = 300
"""Entries read at once."""


class Filter(NamedTuple):
    """Which entries are wanted: of a case (empty: all), of a kind (empty: all), with these words."""

    case_id: str = ""
    what: str = ""
    text: str = ""


class Page(NamedTuple):
    """Some entries, the newest first, of the filter they were asked for with; `last`: there are none older."""

    wanted: Filter
    before: int | None
    entries: tuple[AuditEntry, ...]
    last: bool


def page(services: Services, wanted: Filter, before: int | None) -> Page:
    """The entries before one, at most `PAGE`."""
    found = services.vault.trail(**wanted._asdict(), before_seq=before, most=PAGE)
    return Page(wanted, before, found, len(found) < PAGE)


def export(services: Services, path: Path) -> Path:
    """Write the whole trail to a file. Raises StoreError, SigningError where an entry, or the name, names the reviewer."""
    from imr_desktop.review.outgoing import require_nameless_trail

    trail = services.vault.store.trail
    require_nameless_trail(trail, path.name, services.reviewer.identity)
    trail.export(path)
    return path


def titled(what: str) -> str:
    """An act of the trail as a title: ``Case saved``."""
    return what[:1].upper() + what[1:]


def when(at: datetime) -> str:
    """Day and time by this computer's clock: ``11/23/2026 14:02:31``."""
    return dates.written_at(at, seconds=True)


def case_words(case_id: str, numbers: Mapping[str, str]) -> str:
    """The case of an entry: its number while it is stored; a forgotten one has none any more."""
    if not case_id:
        return ""
    return numbers.get(case_id) or (f"Case {case_id[:8]}" if case_id in numbers else f"Forgotten or other case {case_id[:8]}")


def short_detail(detail: Mapping[str, Any]) -> str:
    """What an entry tells, in one line, without digests."""
    change = {key: _text(detail.get(key)) for key in ("before", "after")} if not any(map(is_digest, detail.values())) else {}
    parts = [f"{change['before'] or 'nothing'} → {change['after'] or 'nothing'}"] if any(change.values()) else []
    untold = {"before", "after", "id"} | ({"item"} if "number" in detail else set())
    parts += [
        f"{name} {text}"
        for key, name, text in _worded(detail)
        if key not in untold and text and not is_digest(detail[key]) and not _is_inner(detail[key])
    ]
    told = "; ".join(parts)
    return told if len(told) <= _SHORT else f"{told[:_SHORT].rstrip()}…"


def full_detail(entry: AuditEntry, case: str) -> Iterator[tuple[str, str]]:
    """Everything an entry holds, as name and text."""
    yield "Entry", f"{entry.seq:,}"
    yield "When", f"{when(entry.at)} ({entry.at.isoformat()})"
    yield "Who", entry.who
    if case:
        yield "Case", case
    for key, name, text in sorted(_worded(entry.detail), key=_before_after):
        value = entry.detail[key]
        digest = " (SHA-256 of the case)" if is_digest(value) and key in ("before", "after") else ""
        inner = "Inner name" if key == "id" else f"Inner name of the {key}"
        yield (inner if _is_inner(value) else f"{name}{digest}"), text[:_LONGEST] or "Nothing"
    yield "Hash of the entry before", entry.prev
    yield "Hash of this entry", entry.hash


def verified(result: AuditReport) -> str:
    """What verifying came to, as a sentence."""
    if result.ok:
        return (
            f"The trail is whole: {result.entries:,} {'entry' if result.entries == 1 else 'entries'}, "
            f"{result.checkpoints:,} signed checkpoint{_s(result.checkpoints)}."
        )
    return f"The trail is not whole: {len(result.findings):,} finding{_s(len(result.findings))}."


def is_digest(value: Any) -> bool:
    """Whether a value is a SHA-256 in hexadecimal digits."""
    return isinstance(value, str) and len(value) == 64 and all(letter in "0123456789abcdef" for letter in value)


def _worded(detail: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What an entry holds, each as key, name and text; keys of criteria and checks as words."""
    for key, value in detail.items():
        if key == "number" and "item" in detail:
            yield key, "Item", _text(value)
        elif key in ("criterion", "problem") and isinstance(value, str):
            yield key, "Check" if key == "problem" else "Criterion", spoken(value.partition(":")[0])
        else:
            yield key, _name(key), _text(value)


def _is_inner(value: Any) -> bool:
    """Whether a value is an inner name that this program made."""
    return isinstance(value, str) and _INNER.fullmatch(value) is not None


def _before_after(told: tuple[str, str, str]) -> tuple[int, bool]:
    at = ("before", "after").index(told[0]) if told[0] in ("before", "after") else 2
    return at, told[0] in ("id", "item")


def _name(key: str) -> str:
    return _NAMES.get(key) or titled(str(key)).replace("_", " ")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else in_words(value)


def _s(number: int) -> str:
    return "" if number == 1 else "s"
