"""Pieces that ReportLab lacks: what every page carries, a rule, and the place of the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from imr_desktop.determination import styles as look
from imr_desktop.determination.fonts import BOLD, REGULAR, draw_line

if TYPE_CHECKING:
    from imr_desktop.determination.tags import Tag

STAMP_SIZE = (250.0, 58.0)


class Furniture:
    """What every page carries: the running case number, ``Page x of y``, and the draft mark where there is one."""

    def __init__(self, running: str, page: str, draft: str = "") -> None:
        self.running, self.page, self.draft = running, page, draft

    def draw(self, canvas: Canvas, number: int, total: int) -> None:
        """Draw onto the page that is about to end."""
        page = self.page.replace("{page}", f"{number}").replace("{pages}", f"{total}")
        canvas.setStrokeColor(HexColor(look.HAIRLINE))
        canvas.setLineWidth(0.6)
        canvas.line(look.MARGIN, 53, look.PAGE[0] - look.MARGIN, 53)
        canvas.setFillColor(HexColor(look.SOFT))
        canvas.setFont(REGULAR, 8.5)
        draw_line(canvas, look.MARGIN, 40, self.running, REGULAR, 8.5)
        canvas.drawRightString(look.PAGE[0] - look.MARGIN, 40, page)
        if self.draft:
            self._draw_draft(canvas)

    def _draw_draft(self, canvas: Canvas) -> None:
        canvas.setFillColor(HexColor(look.DRAFT))
        canvas.setFont(BOLD, 10)
        canvas.drawCentredString(look.PAGE[0] / 2, look.PAGE[1] - 40, self.draft)
        canvas.saveState()
        canvas.translate(look.PAGE[0] / 2, look.PAGE[1] / 2)
        canvas.rotate(52)
        canvas.setFillColor(HexColor(look.DRAFT), alpha=0.09)
        canvas.setFont(BOLD, 150)
        canvas.drawCentredString(0, -50, self.draft.split()[0])
        canvas.restoreState()


class RuleLine(Flowable):
    """A line over the whole width with `space` points on either side; it is not read."""

    canv: Any

    def __init__(self, space: float = 4, weight: float = 0.8, color: str = look.RULE) -> None:
        super().__init__()
        self.space, self.weight, self.color = space, weight, color

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, 2 * self.space

    def draw(self) -> None:
        with self.canv.aside():
            self.canv.setStrokeColor(HexColor(self.color))
            self.canv.setLineWidth(self.weight)
            self.canv.line(0, self.space, self.width, self.space)


class SignatureBox(Flowable):
    """An empty place for the signature; after layout it knows its page (0-based), rectangle and tag."""

    tag: Tag | None = None

    def __init__(self) -> None:
        super().__init__()
        self.width, self.height = STAMP_SIZE
        self.page = 0
        self.rect: tuple[float, float, float, float] = (0, 0, 0, 0)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing: the signature's own stamp fills the place. Note where that is."""
        x, y = self.canv.absolutePosition(0, 0)
        self.page = self.canv.getPageNumber() - 1
        self.rect = (round(x, 2), round(y, 2), round(x + self.width, 2), round(y + self.height, 2))
