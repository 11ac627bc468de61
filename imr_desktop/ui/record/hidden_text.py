"""Words in the record's files that no eye can see on their pages, as plain text, on request."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from imr_desktop.language import mark, tr
from imr_desktop.ui.dialogs import room
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, row

TITLE = mark("Hidden text")
ABOUT = mark(
    "These words stand in the files, and no eye can see them on the page: under a bar, in "
    "the colour of the paper, beside the page, in a layer that is off. They are no part of "
    "the record: no search finds them, nothing is proposed from them."
)
NONE = mark("No page of this record holds text that cannot be seen.")


class HiddenText(QDialog):
    """Each page's hidden words under its number; `hidden` is by case page."""

    def __init__(self, parent: QWidget, hidden: Mapping[int, str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr(TITLE))
        self.text.setPlainText(listed(hidden) or tr(NONE))
        self.text.setTabChangesFocus(True)
        close = Button(tr("Close"), kind="ghost", tip="Esc")
        close.clicked.connect(self.reject)
        about = PlainLabel(tr(ABOUT), "muted", wrap=True)
        self.setLayout(column(about, 8, (self.text, 1), 12, row(None, close), margins=(16, 16, 16, 12)))
        self.resize(min(px(640), room(self).width()), min(px(480), room(self).height()))


def listed(hidden: Mapping[int, str]) -> str:
    """Hidden words as they are shown: the page, then its words."""
    return "\n\n".join(tr("Page {page}\n{words}", page=page, words=words) for page, words in sorted(hidden.items()))
