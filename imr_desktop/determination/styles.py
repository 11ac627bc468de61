"""Paragraph styles and measures of the letter, in points on US Letter paper."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from imr_desktop.determination.fonts import BOLD, REGULAR, register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.lib.styles import ParagraphStyle

PAGE = (612.0, 792.0)
MARGIN = TOP = BOTTOM = 72.0  # an inch on every side, with nothing in it but the foot of the page
WIDTH = PAGE[0] - 2 * MARGIN
LIST_LEVELS = 3
LIST_INDENT = 18.0
INK = "#1A1D21"
SOFT = "#5B6470"
RULE = "#9AA2AD"
HAIRLINE = "#D3D8DE"
DRAFT = "#B3261E"


def _lists(body: ParagraphStyle) -> dict[str, ParagraphStyle]:
    """The items of lists, each level further in, their markers before them."""
    from reportlab.lib.styles import ParagraphStyle

    return {
        name: ParagraphStyle(
            name,
            body,
            spaceAfter=1,
            leftIndent=LIST_INDENT * (level + 1),
            bulletIndent=LIST_INDENT * level,
            bulletFontName=REGULAR,
            bulletFontSize=body.fontSize,
            bulletColor=body.textColor,
        )
        for level, name in enumerate(("list", "list 2", "list 3"))
    }


@cache
def styles() -> Mapping[str, ParagraphStyle]:
    """The letter's styles by name; widows and orphans are off in all of them."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    register()
    ink, soft = HexColor(INK), HexColor(SOFT)
    body = ParagraphStyle(
        "body",
        fontName=REGULAR,
        fontSize=12,
        leading=12.8,
        spaceAfter=4,
        textColor=ink,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )
    cell = ParagraphStyle("cell", body, spaceAfter=0)
    small = ParagraphStyle("small", body, fontSize=10.5, leading=12, spaceAfter=0)
    head = ParagraphStyle("heading", body, fontName=BOLD, spaceBefore=4, spaceAfter=3)
    office = ParagraphStyle("office", body, fontName=BOLD, fontSize=14, leading=17, spaceAfter=0)
    return MappingProxyType(
        {
            "body": body,
            "line": ParagraphStyle("line", body, spaceAfter=0),
            **_lists(body),
            "cell": cell,
            "small": small,
            "column": ParagraphStyle("column", small, fontName=BOLD, textColor=soft),
            "right": ParagraphStyle("right", small, alignment=2),
            "column right": ParagraphStyle("column right", small, fontName=BOLD, textColor=soft, alignment=2),
            "title": ParagraphStyle("title", body, fontName=BOLD, fontSize=15, leading=18, spaceAfter=3),
            "heading": head,
            "label": ParagraphStyle("label", cell, textColor=soft),
            "value": ParagraphStyle("value", cell, fontName=BOLD),
            "outcome": ParagraphStyle("outcome", cell),
            "item": ParagraphStyle("item", body, fontName=BOLD, spaceBefore=3, spaceAfter=2),
            "decision": ParagraphStyle("decision", cell, fontName=BOLD),
            "note": ParagraphStyle("note", small, textColor=soft),
            "office": office,
            "office line": ParagraphStyle("office line", small, alignment=2),
        }
    )
