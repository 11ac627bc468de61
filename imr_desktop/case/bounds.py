"""How much a case can hold. Real cases stay far below; what lies above is damage or malice, and is refused where it comes in.

Each bound stands here once, with its reason; `case.model` puts them on its fields, so that they stand in the schema too.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from msgspec import Meta

MOST_PAGES = 100_000
"""Pages of a whole record: twenty times the largest record seen; what walks over all pages stays within seconds."""

MOST_ITEMS = 400
"""Disputed items: published determinations have up to some 60."""

MOST_LISTED = 50_000
"""Documents, findings, facts, comments and other entries of one list: one for every other page of the longest record."""

MOST_AGE = 999
"""Years of age as three digits can say them; whether an age can be is asked by the checks, not here."""

MOST_ENTRIES = 2**53
"""Entries of an audit trail: the largest number that any JSON reader keeps exactly."""

LONGEST_TEXT = 1_000_000
"""Letters of a text that is written (summary, rationale, a remark): some 400 printed pages."""

LONGEST_LINE = 100_000
"""Letters of a title, a name, a quote: a whole chapter pasted into the wrong place still fits."""

LONGEST_ID = 200
"""Letters of an id; the program's own have 16."""

LARGEST_NUMBER = 1e12
"""Values of facts, either way: doses, counts, scores; sums of them stay exact."""

FARTHEST_POINT = 1e6
"""PDF points from a page's corner, either way: seventy times the largest sheet a PDF may have."""

LARGEST_PICTURE = 1024 * 1024
"""Bytes of an office's letterhead picture: a scan of a whole line at 600 dpi; every letter carries it."""

YEARS = range(100, 9900)
"""Years a date of a case may have: beyond them no period can be counted. A mistyped year is for the checks to say."""

T = TypeVar("T")

Page = Annotated[int, Meta(ge=1, le=MOST_PAGES)]
PageOrNone = Annotated[int, Meta(ge=0, le=MOST_PAGES)]
Age = Annotated[int, Meta(ge=0, le=MOST_AGE)]
ItemCount = Annotated[int, Meta(ge=0, le=MOST_ITEMS)]
EntryCount = Annotated[int, Meta(ge=0, le=MOST_ENTRIES)]
Offset = Annotated[int, Meta(ge=0, le=LONGEST_TEXT)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Line = Annotated[str, Meta(max_length=LONGEST_LINE)]
Id = Annotated[str, Meta(max_length=LONGEST_ID)]
Number = Annotated[float, Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Share = Annotated[float, Meta(ge=0, le=1)]
Point = Annotated[float, Meta(ge=-FARTHEST_POINT, le=FARTHEST_POINT)]
Picture = Annotated[bytes, Meta(max_length=LARGEST_PICTURE)]
Pages = Annotated[tuple[Page, ...], Meta(max_length=MOST_PAGES)]
Listed = Annotated[tuple[T, ...], Meta(max_length=MOST_LISTED)]
