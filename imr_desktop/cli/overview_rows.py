"""What a record contradicts, lacks and may say besides, as rows of ``read --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imr_desktop.review.overview import Conflict, Misread, Missing
    from imr_desktop.review.taken import Gap, TakenIn


def conflict_row(group: TakenIn, conflict: Conflict) -> dict[str, Any]:
    """One fact with all its values, each with the pages that say it."""
    return {
        "key": conflict.key,
        "values": [
            {
                "value": one.value,
                "sources": [
                    {"document": group.titles.get(source.document, ""), "page": source.page, "quote": source.quote}
                    for source in one.sources
                ],
            }
            for one in conflict.values
        ],
    }


def misread_row(misread: Misread) -> dict[str, Any]:
    """A day of the injury that a machine may have misread, where it stands, and the day that other documents give."""
    pages = [source.page for source in misread.sources]
    return {"key": "dates.injury", "value": misread.day, "stands": misread.stands, "pages": pages}


def missing_row(missing: Missing) -> dict[str, Any]:
    """What was not found, the page that names it (None where the law does), all pages that do, that law, and the pages
    that were not read, on which it may stand.
    """
    return {
        "what": missing.what,
        "named_on": missing.named_on,
        "kind": missing.kind,
        "pages": missing.pages,
        "source": missing.source or None,
        "not_read": missing.unread,
    }


def gap_row(group: TakenIn, gap: Gap) -> dict[str, Any]:
    """Case pages out of which less was read than they may say, why, and what to do."""
    return {
        "document": group.titles.get(gap.document, ""),
        "first_page": gap.first_page,
        "last_page": gap.last_page,
        "what": gap.what,
    }
