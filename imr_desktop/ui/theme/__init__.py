"""Colours, type and icons. Painters, style sheet and palette all read the same tokens.

Use from widgets: ``theme.current()`` gives the live `Theme`; ``color("accent")``, ``font(13, 600)``, ``px(32)``,
``pixmap("check", "ok")`` and ``icon("plus")`` read it. Widgets that keep an icon or a pixmap refresh it on
``theme.current().changed``; painters need do nothing but ``update()``, which the new palette already causes.
"""

from imr_desktop.ui.theme.fonts import SERIF, UI
from imr_desktop.ui.theme.icons import icon, pixmap
from imr_desktop.ui.theme.live import Theme, color, current, font, px, set_property

__all__ = ["SERIF", "UI", "Theme", "color", "current", "font", "icon", "pixmap", "px", "set_property"]
