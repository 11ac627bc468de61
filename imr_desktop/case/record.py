"""The record in a case: its files, what was received, its documents, and what the reviewer did to single pages.

Pages count through the whole case, as in `imr_desktop.case.model`. The originals stay as they came: turning and reading by
eye are notes over them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from imr_desktop.case.bounds import Id, Line, Listed, Page, PageOrNone, Pages, Point, Share, Text
from imr_desktop.case.fields import DISPUTE, HOLDS, OFFICE, PRINTED, Use, field

CommentRole = Literal["first reviewer", "second reviewer", "office"]
PageVerdict = Literal["read", "doubtful", "not read"]
Turn = Literal[0, 90, 180, 270]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all case structs: frozen, strict about unknown fields, defaults left out of the JSON."""


class SourceRef(Struct, frozen=True):
    """Where a statement stands in the record.

    `document` is a `Document.id` or ``"summary"``, ``"rationale:<item id>"`` for the reviewer's own text; `page` is a case
    page (0 where the text has no pages); `box` is left, bottom, right, top in points of the page's upright picture, from its
    lower left corner; `quote` is the words as they stand.
    """

    document: Annotated[Line, DISPUTE]
    page: Annotated[PageOrNone, DISPUTE]
    quote: Annotated[Line, DISPUTE] = ""
    box: Annotated[tuple[Point, Point, Point, Point] | None, DISPUTE] = None


class CaseFile(Struct, frozen=True):
    """One file as it was taken in: kept byte-identical under its SHA-256 `digest`.

    `first_page` is its first case page. `unreadable` lists case pages that no search can see (scans, damage), `doubtful`
    those whose words only a machine read; all others were read. `source` says what it came in (``attachment of
    combined.pdf``), empty for a file that was dropped itself.
    """

    digest: Annotated[Line, DISPUTE | HOLDS]
    name: Annotated[Line, DISPUTE | HOLDS]
    pages: Annotated[Page, DISPUTE | HOLDS]
    first_page: Annotated[Page, DISPUTE | HOLDS]
    unreadable: Annotated[Pages, field(DISPUTE | PRINTED, "Pages that could not be read")] = ()
    doubtful: Annotated[Pages, field(DISPUTE, "Pages read by machine")] = ()
    source: Annotated[Line, DISPUTE] = ""


class ReceivedFile(Struct, frozen=True):
    """One line of what came in: what became of a dropped file, or of a file in it.

    `became` is a finished sentence: what it is now, or why not and what to do. `source` is as in `CaseFile`.
    """

    name: Annotated[Line, OFFICE]
    became: Annotated[Line, OFFICE]
    digest: Annotated[Line, OFFICE] = ""
    pages: Annotated[PageOrNone, OFFICE] = 0
    source: Annotated[Line, OFFICE] = ""
    at: Annotated[datetime | None, field(OFFICE, "Received")] = None


class WordCorrection(Struct, frozen=True):
    """A word of a page as the reviewer reads it.

    `box` is left, top, right, bottom as fractions of the upright picture; `was` what a machine made of it, `text` what
    stands there (empty: nothing does).
    """

    box: Annotated[tuple[Point, Point, Point, Point], DISPUTE]
    was: Annotated[Line, DISPUTE]
    text: Annotated[Line, DISPUTE]
    made_at: Annotated[datetime, field(DISPUTE, "Made")]


class PageNote(Struct, frozen=True):
    """What the reviewer did to one case page: the file itself stays as it came.

    `turned` is by how many degrees clockwise the picture is turned beyond what is upright by itself. `read_at` says that a
    person read the page by eye; `text` is what that person typed of it, in place of what was read before (empty: that
    stands). `role` says who.
    """

    page: Annotated[Page, DISPUTE]
    turned: Annotated[Turn, DISPUTE] = 0
    read_at: Annotated[datetime | None, field(DISPUTE, "Read by eye")] = None
    text: Annotated[Text, DISPUTE] = ""
    corrections: Annotated[Listed[WordCorrection], DISPUTE] = ()
    role: Annotated[CommentRole, DISPUTE] = "first reviewer"


class Document(Struct, frozen=True):
    """A document in the record: a run of case pages in one file.

    `type` is what it counts as, by which rules, ranks and checks go: a key of ``resources/letter/document_types.toml``
    (``imr application``, ``ur determination``, ``rfa``, ``progress report``, ``imaging``, ``determination``, ``other`` …).
    `kind` says what it is where that is closer (``first report`` of type ``progress report``, ``pharmacy`` of ``other``): a
    key of ``document_kinds.toml``, empty where the type says all. `facility` is who it was written at or for. `doubt` is
    how far it is a guess that a document begins on `first_page`: 0 sure, 1 as likely not; `guessed` names what else of it is
    a guess (``kind``, ``date``). `opened` is when the last of its pages was shown: every document must be (Labor Code
    4610.6(b)).
    """

    id: Annotated[Id, DISPUTE | HOLDS]
    file: Annotated[Line, DISPUTE | HOLDS]
    title: Annotated[Line, DISPUTE | PRINTED]
    type: Annotated[Line, DISPUTE | HOLDS]
    first_page: Annotated[Page, DISPUTE | PRINTED]
    last_page: Annotated[Page, DISPUTE | PRINTED]
    author: Annotated[Line, DISPUTE | PRINTED] = ""
    date: Annotated[date | None, DISPUTE | PRINTED] = None
    facility: Annotated[Line, DISPUTE] = ""
    kind: Annotated[Line, DISPUTE] = ""
    doubt: Annotated[Share, DISPUTE] = 0.0
    guessed: Annotated[Listed[Line], DISPUTE] = ()
    opened: Annotated[datetime | None, OFFICE] = None
    relevant: Annotated[bool | None, OFFICE | Use.WORK] = None

    @property
    def called(self) -> str:
        """Its title, or its type where it has none."""
        return self.title or self.type

    @property
    def pages(self) -> range:
        """Its case pages; a range, however long, costs nothing."""
        return range(self.first_page, self.last_page + 1)
