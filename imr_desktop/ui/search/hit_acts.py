"""What can be done with a hit of a search beside answering it: its answer given elsewhere, a finding, evidence, a fact."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from imr_desktop.language import tr
from imr_desktop.review import questions
from imr_desktop.ui.widgets.buttons import IconButton
from imr_desktop.ui.widgets.layouts import row


class HitActs(QWidget):
    """The buttons, each with its key; which are in view depends on the question and on what was found."""

    def __init__(self) -> None:
        super().__init__()
        self.same = IconButton("copy", tr("Give this answer to all hits with the same words"), text=tr("Same words"), key="S")
        self.finding = IconButton("plus", tr("Add the hit as a finding"), text=tr("Finding"), key="F")
        self.cite = IconButton("link", tr("Cite the hit as evidence of the criterion"), text=tr("Cite as evidence"), key="E")
        self.yes = IconButton("check", tr("Set as a fact: yes"), text=tr("Fact: yes"), key="Y")
        self.no = IconButton("x", tr("Set as a fact: no"), text=tr("Fact: no"), key="N")
        self.setLayout(row(self.same, *self.about_hit, None, spacing=2))

    @property
    def about_hit(self) -> tuple[IconButton, ...]:
        """Those that take the hit itself somewhere."""
        return self.finding, self.cite, self.yes, self.no

    def begin(self, question: questions.Question) -> None:
        """Another question: nothing is found yet."""
        for button in (self.same, *self.about_hit):
            button.hide()
        self.yes.setAccessibleName(tr("Set as a fact: {fact}, yes", fact=question.fact))
        self.no.setAccessibleName(tr("Set as a fact: {fact}, no", fact=question.fact))

    def show_for(self, question: questions.Question, *, found: bool) -> None:
        """Show what a hit can be used for; nothing where nothing was `found`."""
        self.finding.setVisible(found)
        self.cite.setVisible(found and bool(question.criterion))
        for button in (self.yes, self.no):
            button.setVisible(found and bool(question.fact))
