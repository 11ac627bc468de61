"""The reviewer's own readings of guidelines: kept in the home's own pack folder, and carried between reviewers as files."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec.structs import replace

from imr_desktop.atomic import write_atomically
from imr_desktop.errors import FileUnreadable, PackInvalid, StoreError, UsageError
from imr_desktop.paths import Home, private_dir
from imr_desktop.regular_files import FileTooLarge, read_regular
from imr_desktop.rules import reading_files
from imr_desktop.rules.editions import span  # noqa: F401  handed on
from imr_desktop.rules.evaluate import evaluate_case, item_contexts
from imr_desktop.rules.model import READINGS, Edition
from imr_desktop.rules.reading_loading import MOST_READINGS, read_one
from imr_desktop.rules.reading_prefill import Prefill, day_of, prefilled, readable  # noqa: F401  handed on
from imr_desktop.rules.reading_rules import rule_id
from imr_desktop.rules.readings import (  # noqa: F401  handed on
    LONGEST,
    LONGEST_PREREQUISITE,
    MEASURES,
    MOST_PREREQUISITES,
    OWN_WORDS,
    PHASES,
    RECOMMENDATIONS,
    STRENGTH_WORDS,
    STRENGTHS,
    Reading,
    Recommendation,
    alike,
    default_expiry,
    differences,
    in_words,
    limit_words,
    new_id,
    problem,
    same_question,
    tidy,
)
from imr_desktop.rules.weighing import why_not_added

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.identity import Identity
    from imr_desktop.review.guidelines import Guidelines
    from imr_desktop.rules import ItemReport, Packs

Standing = Literal["new", "same", "conflicting"]
_PLAIN = "imr_desktop.rules.reading_files:plain"
_SECONDS = 20.0


@dataclass(frozen=True)
class Offered:
    """A reading out of another reviewer's file, and how it stands to one's own: new, the same, or `mine` says otherwise.

    `text` is the title of its edition.
    """

    reading: Reading
    standing: Standing
    mine: Reading | None = None
    text: str = ""


@dataclass(frozen=True)
class Offer:
    """What a file offers; `faults` say what in it does not hold."""

    offered: tuple[Offered, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """What the form for a reading begins with: the editions to choose from, what an item tells, or a reading to edit."""

    editions: tuple[Edition, ...]
    prefill: Prefill
    edited: Reading | None = None


class ReadingsService:
    """One home's readings. Safe to call from worker threads; it needs no vault."""

    def __init__(
        self, home: Home, guidelines: Callable[[], Guidelines], changed: Callable[[], None], identity: Callable[[], Identity]
    ) -> None:
        """`guidelines` are the packs in use, `changed` loads them anew, `identity` is whose name no reading may hold."""
        self._home, self._guidelines, self._changed, self._identity = home, guidelines, changed, identity
        self._writing = threading.Lock()

    @property
    def path(self) -> Path:
        """The file that holds them."""
        return self._home.guidelines / READINGS

    def all(self) -> tuple[Reading, ...]:
        """Those that hold, retired ones too. Raises PackInvalid where the file cannot be read."""
        return reading_files.read_all(self._entries(), READINGS)[0]

    def find(self, wanted: str) -> Reading:
        """The reading with an id. Raises UsageError where there is none."""
        found = next((one for one in self.all() if one.id == wanted.removeprefix("reading.")), None)
        if found is None:
            raise UsageError(f"No reading has the id “{wanted[:40]}”; `imr-desktop guidelines list` names them.")
        return found

    def keep(self, *readings: Reading) -> tuple[Reading, ...]:
        """Keep readings, each in place of the one with its id; as they were kept.

        Raises UsageError where one does not fit, StoreError, PackInvalid where the file that holds them cannot be read.
        """
        fit = tuple(self._fitting(one) for one in readings)
        with self._writing:
            entries = self._entries()
            for reading in fit:
                at = next((at for at, raw in enumerate(entries) if _id(raw) == reading.id), len(entries))
                entries[at : at + 1] = [reading]
            if len(entries) > MOST_READINGS:
                raise UsageError(f"At most {MOST_READINGS} readings are kept; remove some from {self.path} first.")
            private_dir(self._home.guidelines)
            write_atomically(self.path, reading_files.encode(entries))
        self._changed()
        return fit

    def retire(self, wanted: str, day: date) -> Reading:
        """Use a reading no longer; it is kept. Raises as `keep`."""
        return self.keep(replace(self.find(wanted), retired=day))[0]

    def take_back(self, wanted: str) -> Reading:
        """Use a retired reading again. Raises as `keep`."""
        return self.keep(replace(self.find(wanted), retired=None))[0]

    def why_not(self, reading: Reading, case: Case, item_id: str) -> str:
        """Why a reading's criteria are not asked at an item, as a sentence; empty where they are."""
        packs = self._guidelines().packs
        rule = packs.rules.get(rule_id(reading))
        (context,) = item_contexts(case, packs, only=(item_id,))
        if rule is None or rule in context.added:
            return ""
        if context.service is None or not rule.adds_to(context.service):
            return f"that is {context.service.name if context.service else 'no service the rules know'}."
        return why_not_added(rule, context, packs)

    def _fitting(self, reading: Reading) -> Reading:
        kept = tidy(reading)
        if kept.edition not in self._guidelines().packs.editions:
            raise UsageError(f"No edition is called “{kept.edition[:40]}”; choose one of those in the list.")
        if wrong := problem(kept):
            raise UsageError(f"The reading {wrong}.")
        self._require_nameless(kept)
        return kept

    def _require_nameless(self, reading: Reading) -> None:
        """A reading's words stand in criteria, and so in drafts and packages: none may name who read it."""
        from imr_desktop.determination.identity import named_in

        texts = (getattr(reading, name) for name in LONGEST)
        if found := named_in(self._identity(), (*texts, *reading.prerequisites, *reading.words)):
            raise UsageError(f"The reading names its reader ({', '.join(found[:3])}); take the name out.")

    def _entries(self) -> list[Any]:
        """What stands in the file, also what does not hold: it is never lost by saving."""
        try:
            data = read_regular(self.path, reading_files.MOST_BYTES)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read ({(error.strerror or 'no reason given').lower()}).") from None
        try:
            return reading_files.entries_of(data, READINGS)
        except PackInvalid as error:
            raise PackInvalid(f"{error.sentence} Mend {self.path}, or move it away, so that nothing in it is lost.") from None

    # ----- between reviewers

    def export_to(self, path: Path, wanted: Collection[str]) -> int:
        """Write chosen readings into a file for other reviewers; their number.

        Raises UsageError where none is chosen, StoreError, SigningError where a word of it names the reviewer.
        """
        from imr_desktop.review.outgoing import require_nameless

        chosen = [_bare(one) for one in self.all() if one.id in wanted]
        if not chosen:
            raise UsageError("No reading is chosen; mark those that are to be written.")
        data = reading_files.encode(list(chosen))
        require_nameless(data, path.name, self._identity(), "The readings were not exported", " of the reading")
        write_atomically(path, data)
        return len(chosen)

    def look_at(self, path: Path) -> Offer:
        """What a file of another reviewer offers, parsed in a limited process. Raises FileUnreadable, PackInvalid."""
        entries = _parsed_elsewhere(_bytes(path))
        found, faults = reading_files.read_all(entries, f"“{path.name[:80]}”")
        editions = self._guidelines().packs.editions
        known = [one for one in found if one.edition in editions]
        unknown = [
            f"The reading on {one.service} is of the edition “{one.edition[:40]}”, which the packs do not know."
            for one in found
            if one.edition not in editions
        ]
        own = self.all()
        offered = (dataclasses.replace(_offered(one, own), text=editions[one.edition].title) for one in known)
        return Offer(tuple(offered), (*faults, *unknown))

    def take(self, offered: Iterable[Offered], day: date) -> tuple[Reading, ...]:
        """Keep chosen readings of somebody else; one's own that conflict are retired on `day`. Raises as `keep`."""
        chosen = tuple(offered)
        taken = [replace(one.reading, id=new_id(), imported=True, retired=None) for one in chosen]
        retired = [replace(one.mine, retired=day) for one in chosen if one.mine is not None and one.mine.retired is None]
        return self.keep(*retired, *taken)[len(retired) :] if taken else ()

    def read_file(self, path: Path) -> tuple[Reading, ...]:
        """Readings that the reviewer wrote as a file; those without an id get one. Raises FileUnreadable, PackInvalid."""
        entries = _parsed_elsewhere(_bytes(path))
        named = [{"id": new_id(), **raw} if isinstance(raw, dict) else raw for raw in entries]
        return tuple(read_one(raw, f"“{path.name[:80]}”", number) for number, raw in enumerate(named, 1))


def report_of(case: Case, item_id: str, packs: Packs) -> ItemReport | None:
    """What the rules say of an item without the record; None where it is not there."""
    return next(iter(evaluate_case(case, packs, only=(item_id,))), None)


def _bare(reading: Reading) -> Reading:
    """A reading as it goes out: whether it was somebody's before is nobody's business."""
    return replace(reading, imported=False, retired=None)


def _id(raw: object) -> str:
    if isinstance(raw, Reading):
        return raw.id
    found = raw.get("id") if isinstance(raw, dict) else ""
    return found if isinstance(found, str) else ""


def _offered(reading: Reading, own: Iterable[Reading]) -> Offered:
    alive = [one for one in own if one.retired is None]
    mine = [one for one in alive if one.id == reading.id or same_question(one, reading)]
    if equal := next((one for one in mine if alike(one, reading)), None):
        return Offered(reading, "same", equal)
    return Offered(reading, "conflicting", mine[0]) if mine else Offered(reading, "new")


def _bytes(path: Path) -> bytes:
    try:
        return read_regular(path, reading_files.MOST_BYTES)
    except FileTooLarge:
        raise FileUnreadable(f"“{path.name[:80]}” is too large to be a file of readings; choose another file.") from None
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise FileUnreadable(f"“{path.name[:80]}” cannot be read ({reason}); choose another file.") from None


def _parsed_elsewhere(data: bytes) -> list[Any]:
    from imr_desktop.sandbox import Sandbox

    module = _PLAIN.partition(":")[0]
    with Sandbox(allow=(f"{module}:",), spare=False) as sandbox:
        entries: list[Any] = msgspec.msgpack.decode(sandbox.call(_PLAIN, data, timeout=_SECONDS))
    return entries
