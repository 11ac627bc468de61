"""Paragraph styles and measures of the letter, in points on US Letter paper."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from imr_desktop.determination.fonts import BOLD, REGULAR, SEMIBOLD, register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.lib.styles import ParagraphStyle

PAGE = (612.0, 792.0)
MARGIN = 75.0
TOP = 66.0
BOTTOM = 74.0
WIDTH = PAGE[0] - 2 * MARGIN
BOX_INSET = 7.0
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
        fontSize=10.5,
        leading=14.6,
        spaceAfter=7,
        textColor=ink,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )
    small = ParagraphStyle("small", body, fontSize=9, leading=11.8, spaceAfter=0)
    head = ParagraphStyle(
        "heading", body, fontName=BOLD, fontSize=11, leading=14, spaceBefore=12, spaceAfter=6, keepWithNext=1
    )
    return MappingProxyType(
        {
            "body": body,
            "line": ParagraphStyle("line", body, spaceAfter=0),
            **_lists(body),
            "small": small,
            "column": ParagraphStyle("column", small, fontName=SEMIBOLD, textColor=soft),
            "right": ParagraphStyle("right", small, alignment=2),
            "column right": ParagraphStyle("column right", small, fontName=SEMIBOLD, textColor=soft, alignment=2),
            "title": ParagraphStyle("title", body, fontName=BOLD, fontSize=17, leading=21, spaceAfter=8, keepWithNext=1),
            "heading": head,
            "label": ParagraphStyle("label", body, fontSize=9.5, leading=13, spaceAfter=0, textColor=soft),
            "value": ParagraphStyle("value", body, fontSize=9.5, leading=13, spaceAfter=0, fontName=SEMIBOLD),
            "outcome": ParagraphStyle("outcome", body, spaceAfter=0),
            "item": ParagraphStyle("item", body, fontName=BOLD, spaceAfter=0),
            "decision": ParagraphStyle("decision", body, fontName=BOLD, spaceAfter=0, alignment=2),
            "note": ParagraphStyle("note", small, textColor=soft, spaceBefore=4, spaceAfter=8),
        }
    )
