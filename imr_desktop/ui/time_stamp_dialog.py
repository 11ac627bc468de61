"""Time stamps: which authority is asked at each signature, and what a signature carries. Off until somebody fills it in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imr_desktop.errors import UsageError
from imr_desktop.language import mark, tr
from imr_desktop.review import keys
from imr_desktop.settings import Settings
from imr_desktop.ui.dialogs import Form
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.labels import PlainLabel

_LEVELS = (
    ("", mark("No time stamp (B-B)")),
    ("B-T", mark("A time stamp (B-T)")),
    ("B-LT", mark("and the office’s revocation list (B-LT)")),
    ("B-LTA", mark("and a time stamp over all of it (B-LTA)")),
)


class TimeStampDialog(Form):
    """`settings()` gives what was chosen."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        super().__init__(parent, tr("Time stamps"), tr("Use these"))
        self._before = settings
        self.form.addRow(
            PlainLabel(
                tr(
                    "Off unless a level is chosen. The authority is then asked at each signature; it gets a "
                    "digest and a random number, nothing of the letter. Nothing else is ever sent."
                ),
                "body",
                wrap=True,
            )
        )
        chosen = settings.signature_level or ("B-T" if settings.time_stamp_authority else "")
        self.level = fields.choice(tr("What a signature carries"), fields.named(_LEVELS), chosen)
        self.form.addRow(tr("A &signature carries"), self.level)
        self.authority = fields.line(tr("Address of the time-stamp authority"), settings.time_stamp_authority, "https://")
        self.form.addRow(tr("&Authority"), self.authority)
        self.crl = fields.line(tr("File of the office's revocation list"), settings.revocation_list, "office.crl")
        self.form.addRow(tr("&Revocation list"), self.crl)
        self.level.currentIndexChanged.connect(self._on_level)
        self._on_level()
        self.setMinimumWidth(px(520))

    @Slot()
    def _on_level(self) -> None:
        """Only what the level needs is asked."""
        self.authority.setEnabled(bool(self.level.currentData()))
        self.crl.setEnabled(self.level.currentData() in ("B-LT", "B-LTA"))

    def complete(self) -> str:
        wish = self.settings()
        try:
            keys.long_term(wish)
        except UsageError as error:
            return str(error)
        if wish.signature_level and not wish.time_stamp_authority.startswith(("https://", "http://")):
            return tr("Write the authority's address as https://HOST/PATH or http://HOST/PATH.")
        return ""

    def settings(self) -> Settings:
        level: str = self.level.currentData()
        authority = self.authority.text().strip() if level else ""
        return replace(
            self._before,
            signature_level=level,
            time_stamp_authority=authority,
            revocation_list=self.crl.text().strip() if level in ("B-LT", "B-LTA") else "",
        )
