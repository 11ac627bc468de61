"""Where reading was left off, as one line that the vault keeps beside the case: no part of it, and no words of it.

Imports no Qt.
"""

from __future__ import annotations

from typing import NamedTuple

from imr_desktop.ui.record.page_layout import Fit

PLACE = "record place"
"""Its name among what is kept beside a case."""
_LARGEST = 8.0


class LeftOff(NamedTuple):
    """The page, how far down in it, how large pages were drawn, whether small pages stood beside them.

    `turned`: files in reverse were read from their last page on.
    """

    page: int = 0
    down: float = 0.0
    fit: Fit = "width"
    small: bool = False
    turned: bool = False

    @property
    def line(self) -> str:
        """As it is kept: ``37 0.250 width small``."""
        side = "small" if self.small else "list"
        return f"{self.page} {self.down:.3f} {self.fit} {side}{' turned' if self.turned else ''}"


def read(line: str) -> LeftOff:
    """What a kept line says; the start of the record where it says nothing that can be."""
    try:
        page, down, fit, side, *turned = line.split()
        size: Fit = fit if fit in ("width", "page") else min(max(float(fit), 0.1), _LARGEST)  # type: ignore[assignment]
        return LeftOff(max(int(page), 0), min(max(float(down), 0.0), 1.0), size, side == "small", turned == ["turned"])
    except ValueError:
        return LeftOff()
