"""The fields of one party."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QWidget

from imr_desktop.case.parties import PLACES, ROLES, Party
from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import px
from imr_desktop.ui.widgets import fields

_SERVED = (
    (None, mark("Not said")),
    ("mail", mark("By first-class mail")),
    ("electronic", mark("By e-mail")),
    ("in person", mark("By personal delivery")),
)


class PartyForm(QWidget):
    """`party()` gives what stands in the fields; `changed()`: something was typed or chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._taking = False
        self.role = fields.choice(tr("Role"), [(role, f"{role[:1].upper()}{role[1:]}") for role in ROLES])
        self.name = fields.line(tr("Name"), hint=tr("A person's name"))
        self.organization = fields.line(tr("Organization"), hint=tr("Company, firm, practice"))
        self.address = fields.box(tr("Address"), hint=tr("One line of the address each; state and ZIP code last"))
        self.address.setFixedHeight(px(72))
        self.email = fields.line(tr("E-mail address"), hint=tr("For service by e-mail"))
        self.served = fields.choice(tr("Served"), fields.named(_SERVED))
        self.place = fields.choice(
            tr("Address is"), [(None, tr("As its last line shows")), *((one, _capital(one)) for one in PLACES)]
        )
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("R&ole"), self.role)
        form.addRow(tr("&Name"), self.name)
        form.addRow(tr("Or&ganization"), self.organization)
        form.addRow(tr("A&ddress"), self.address)
        form.addRow(tr("&E-mail"), self.email)
        form.addRow(tr("Ser&ved"), self.served)
        form.addRow(tr("Address i&s"), self.place)
        self.setLayout(form)
        for line in (self.name, self.organization, self.email):
            line.textChanged.connect(self._tell)
        self.address.textChanged.connect(self._tell)
        for choice in (self.role, self.served, self.place):
            choice.currentIndexChanged.connect(self._tell)

    def take(self, party: Party | None) -> None:
        """Show a party; None: none is chosen."""
        shown = party or Party("employee")
        self._taking = True
        for choice, value in ((self.role, shown.role), (self.served, shown.served), (self.place, shown.place)):
            choice.setCurrentIndex(max(choice.findData(value), 0) if value is not None else 0)
        self.name.setText(shown.name)
        self.organization.setText(shown.organization)
        self.address.setPlainText("\n".join(shown.address))
        self.email.setText(shown.email)
        self._taking = False

    @Slot()
    def _tell(self) -> None:
        if not self._taking:
            self.changed.emit()

    def party(self) -> Party:
        return Party(
            self.role.currentData(),
            self.name.text(),
            self.organization.text(),
            tuple(self.address.toPlainText().splitlines()),
            self.email.text(),
            self.served.currentData(),
            self.place.currentData(),
        )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
