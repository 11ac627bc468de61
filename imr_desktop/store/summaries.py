"""The worklist: one small row a case, kept with each save, so that no case is decoded to list it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from imr_desktop.case.deadlines import deadline
from imr_desktop.case.model import Case
from imr_desktop.errors import UsageError
from imr_desktop.store.engine import Engine
from imr_desktop.store.faults import damaged


class CaseSummary(msgspec.Struct, frozen=True, array_like=True):
    """One line of the worklist. `saved_at` and `signed_at` are UTC."""

    id: str
    number: str
    version: int
    saved_at: datetime
    titles: tuple[str, ...]
    decided: int
    age: int | None
    injury: date | None
    due: date | None
    decision: date | None
    track: str
    signed_at: datetime | None
    received: date | None = None
    """When the case was assigned, or else its application received; none in a line of an older program."""
    calculated: bool = False
    """Whether the due date was worked out here and not set by anyone; a line of an older program does not say so."""
    injury_until: date | None = None
    """The last day of a cumulative injury; none in a line of an older program."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(CaseSummary).decode


class StoredRow(msgspec.Struct, frozen=True):
    """Where a case stands: its document's id and its newest version."""

    doc_id: int
    version: int


class Summaries:
    """The table `summaries`; every change joins the running transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, case: Case, stored: StoredRow, saved_at: datetime) -> None:
        row = _encode(summary(case, stored.version, saved_at))
        self._engine.execute(
            "INSERT INTO summaries VALUES(?,?,?,?,?,?) ON CONFLICT(case_id) DO UPDATE SET number=excluded.number, "
            "doc_id=excluded.doc_id, version=excluded.version, saved_at=excluded.saved_at, row=excluded.row",
            (case.id, case.number, stored.doc_id, stored.version, saved_at.isoformat(), row),
        )

    def all(self) -> tuple[CaseSummary, ...]:
        """Every case's line. Raises StoreDamaged."""
        try:
            return tuple(_decode(row) for (row,) in self._engine.execute("SELECT row FROM summaries"))
        except msgspec.DecodeError:
            raise damaged("A line of the worklist") from None

    def stored(self, case_id: str) -> StoredRow | None:
        """Where a case stands, None where it is not stored."""
        rows = self._engine.execute("SELECT doc_id, version FROM summaries WHERE case_id=?", (case_id,))
        return StoredRow(*rows[0]) if rows else None

    def id_of(self, number: str) -> str | None:
        """The id of the case with this number, None where there is none. Raises UsageError where there are several."""
        rows = self._engine.execute("SELECT case_id FROM summaries WHERE number=? LIMIT 2", (number,))
        if len(rows) > 1:
            raise UsageError("More than one stored case has this number; open it from the worklist.")
        return rows[0][0] if rows else None

    def newest(self, most: int) -> tuple[int, ...]:
        """The document ids of the cases saved last, the newest first."""
        rows = self._engine.execute("SELECT doc_id FROM summaries ORDER BY saved_at DESC LIMIT ?", (most,))
        return tuple(doc_id for (doc_id,) in rows)

    def forget(self, case_id: str) -> None:
        self._engine.execute("DELETE FROM summaries WHERE case_id=?", (case_id,))


def summary(case: Case, version: int, saved_at: datetime) -> CaseSummary:
    """The line of a case."""
    due = deadline(case)
    return CaseSummary(
        id=case.id,
        number=case.number,
        version=version,
        saved_at=saved_at,
        titles=tuple(item.title for item in case.items),
        decided=sum(item.settled for item in case.items),
        age=case.age,
        injury=case.dates.injury,
        due=due.due if due else None,
        decision=case.dates.decision,
        track=case.track,
        signed_at=case.signed[-1].signed_at if case.signed else None,
        received=case.dates.assigned or case.dates.application_received,
        calculated=due is not None and due.calculated,
        injury_until=case.dates.injury_until,
    )


def says(row: bytes, line: CaseSummary) -> bool:
    """Whether a stored row is this line; one of an older program lacks what was added last."""
    return row in (_encode(line), *(_encode(msgspec.structs.astuple(line)[:-added]) for added in (1, 2, 3)))
