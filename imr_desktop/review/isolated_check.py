"""Checking a case in the limited process: everything it needs comes in as bytes, and only counts go out.

`prepare` loads what ships with the program (packs, word lists, calendars, modules) before the process gives up its powers;
after it `check` opens no file. A case that would take all memory or never end takes that process with it, and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

import msgspec

from imr_desktop.case import codec, edits
from imr_desktop.errors import PackInvalid
from imr_desktop.identity import Identity
from imr_desktop.paths import resource
from imr_desktop.preflight import OtherItem, Others
from imr_desktop.review import checking
from imr_desktop.rules import Packs
from imr_desktop.rules.files import PackBytes, read_bytes
from imr_desktop.rules.loader import assembled


class CheckRequest(msgspec.Struct, frozen=True):
    """What a check needs: the case as JSON, its record's text by case page, the reviewer's own packs by file name (empty:
    the shipped ones alone), the words and names of the settings, the decided items of other cases as msgpack, what no eye
    sees on the pages, and why pages are not at hand.
    """

    case: bytes
    record: dict[int, str]
    today: date
    own_packs: dict[str, bytes] = {}
    own_pack_fault: str = ""
    identity: Identity = ()
    disclosures: tuple[str, ...] = ()
    others: bytes = b""
    hidden: dict[int, str] = {}
    away: str = ""


class CheckAnswer(msgspec.Struct, frozen=True):
    """What stands in the way of signing, as `checking.Open` counts it."""

    to_fix: int
    reasons: int


_asked = msgspec.msgpack.Decoder(CheckRequest)
_others = msgspec.msgpack.Decoder(tuple[OtherItem, ...])


def check(payload: bytes) -> bytes:
    """Check a case (`CheckRequest`) for what blocks it (`CheckAnswer`). Raises ImrError, MemoryError, RecursionError."""
    prepare()
    asked = _asked.decode(payload)
    case = codec.decode(asked.case, "the case")
    packs, fault = _held(asked)
    checked = checking.check(
        case,
        packs,
        asked.record,
        asked.identity,
        asked.today,
        asked.disclosures,
        _others_of(asked.others),
        fault,
        hidden=asked.hidden,
        away=asked.away,
    )
    found = checking.open_of(checked)
    return msgspec.msgpack.encode(CheckAnswer(found.to_fix, found.reasons))


def _held(asked: CheckRequest) -> tuple[Packs, str]:
    """The packs to check with and what keeps the reviewer's own away: a pack that was broken meanwhile is no case's fault."""
    try:
        return _packs(_Own(asked.own_packs)), asked.own_pack_fault
    except PackInvalid as error:
        return shipped_packs(), asked.own_pack_fault or error.sentence


@cache
def prepare() -> None:
    """Load all that checking ever reads or imports, by checking the sample once. Raises PackInvalid, OSError."""
    import rapidfuzz.fuzz  # noqa: F401  checks load it as late as they need it

    from imr_desktop.extract import forms, likeness  # noqa: F401
    from imr_desktop.extract.requests.ready import read_words
    from imr_desktop.preflight import data
    from imr_desktop.rules.calculators import data as calculators

    read_words()
    for path in resource("preflight").glob("*.toml"):
        data.table(path.name)
    for path in resource("calculators").glob("*.toml"):
        calculators.table(path.stem)
    sample = codec.decode(resource("samples", "case.json").read_bytes(), "the sample")
    page = "Application for independent medical review. Request for authorization. Decision: not certified."
    record = dict.fromkeys(range(1, sample.page_count + 1), page)
    letter = resource("samples", "determination.txt").read_text(encoding="utf-8")
    for words in (sample.summary, letter):
        checking.check(edits.set_summary(sample, words), _packs(_Own({})), record, ("Nobody Invented",), date(2026, 1, 5))


def shipped_packs() -> Packs:
    """The packs that ship with the program, as they are checked with here."""
    return _packs(_Own({}))


class _Own:
    """Own packs as a key: equal where their names and bytes are."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(sorted(files.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Own) and self.files == other.files

    def __hash__(self) -> int:
        return hash(tuple(self.files.items()))


@lru_cache(maxsize=2)
def _packs(own: _Own) -> Packs:
    return assembled(PackBytes(_shipped(), own.files))


@cache
def _shipped() -> Mapping[str, bytes]:
    return read_bytes(resource("guidelines"), None).shipped


_KEPT: dict[str, Others] = {}


def _others_of(data: bytes) -> Others:
    """The other cases' items with their index; the newest are kept, since every case of a worklist is compared with them."""
    name = hashlib.sha256(data).hexdigest()
    if name not in _KEPT:
        _KEPT.clear()
        _KEPT[name] = Others(_others.decode(data) if data else ())
    return _KEPT[name]
