"""The parties of a case: who is served, how, and that it was done. A signed case's can be changed too."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QWidget

from imr_desktop.case.dates import written
from imr_desktop.case.parties import LANGUAGES, MOST_PARTIES, Parties, Party, Service, gaps, tidy
from imr_desktop.errors import ImrError
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.dialogs import Form, room
from imr_desktop.ui.facts_dialog import is_day, parse_day
from imr_desktop.ui.parties.party_form import PartyForm
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import Button
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, grid, holder, row, scrolled

_DAY = mark("MM/DD/YYYY")


class PartiesDialog(Form):
    """`parties()` gives what was typed, as `tidy` leaves it. `import_requested()`: they are to come from a file."""

    import_requested = Signal()

    def __init__(self, parent: QWidget, parties: Parties, number: str, version: int) -> None:
        super().__init__(parent, tr("Parties"), tr("Save parties"))
        self.version = version
        self._parties: list[Party] = []
        self._at = -1
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Parties of the case"))
        self.list.setProperty("framed", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long lines end in an ellipsis
        self.list.setFixedWidth(px(250))
        self.party = PartyForm()
        self.add_button = Button(tr("&Add"), "plus", tip=tr("Add a party"))
        self.remove_button = Button(tr("&Remove"), "trash-2", kind="ghost", tip=tr("Take this party away"))
        self.import_button = Button(tr("&Import…"), "file-input", kind="ghost", tip=tr("Take all parties from a JSON file"))
        self.claim_number = fields.line(tr("Claim number"))
        self.adj_number = fields.line(tr("EAMS (ADJ) number"))
        self.birth = fields.line(tr("Date of birth"), hint=tr(_DAY))
        self.language = fields.choice(tr("Employee's copy"), [(one, one) for one in LANGUAGES])
        self.mailed = fields.line(tr("Date mailed"), hint=tr(_DAY))
        self.place = fields.line(tr("Mailed from"), hint=tr("City and state"))
        self.declarant = fields.line(tr("Who mailed them"), hint=tr("Declares the service"))
        self._lines = self.claim_number, self.adj_number, self.birth, self.mailed, self.place, self.declarant
        self.missing = PlainLabel("", "muted", wrap=True)
        self._lay_out(number)
        self.list.currentRowChanged.connect(self._on_row)
        self.party.changed.connect(self._on_changed)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.import_button.clicked.connect(self.import_requested)
        self.take(parties)
        (self.list if parties.parties else self.add_button).setFocus()

    def _lay_out(self, number: str) -> None:
        note = tr("Of {number}. ", number=number) if number else ""
        self.form.addRow(
            PlainLabel(
                tr(
                    "{note}For cover letters and the proof of service alone: no determination, package or copy holds them.",
                    note=note,
                ),
                "muted",
                wrap=True,
            )
        )
        lines = grid(16, 4)
        places = (self.claim_number, self.adj_number, self.birth, self.language, self.mailed, self.place, self.declarant)
        for index, widget in enumerate(places):
            label = PlainLabel(widget.accessibleName(), "muted")
            label.setBuddy(widget)
            lines.addWidget(label, (index // 4) * 2, index % 4)
            lines.addWidget(widget, (index // 4) * 2 + 1, index % 4)
        left = column((self.list, 1), 6, row(self.add_button, self.remove_button, None, self.import_button))
        top = row(holder(left), (self.party, 1), spacing=16)
        self.form.addRow(scrolled(holder(column(top, 12, lines, 8, self.missing, None)), tr("Parties and mailing")))
        self.fill()
        self.resize(QSize(px(900), px(640)).boundedTo(room(self)))

    def take(self, parties: Parties) -> None:
        """Show these."""
        self._parties = list(parties.parties)
        self.claim_number.setText(parties.claim_number)
        self.adj_number.setText(parties.adj_number)
        self.birth.setText(written(parties.birth))
        self.language.setCurrentIndex(LANGUAGES.index(parties.language))
        service = parties.service
        self.mailed.setText(written(service.mailed) if service else "")
        self.place.setText(service.place if service else "")
        self.declarant.setText(service.declarant if service else "")
        self._fill(0)
        self.message.say("")
        self._show_missing(parties)

    def _fill(self, row: int) -> None:
        self._at = -1
        self.list.clear()
        self.list.addItems([_label(party) for party in self._parties])
        self.list.setCurrentRow(min(row, len(self._parties) - 1))
        self.party.setEnabled(bool(self._parties))
        self.remove_button.setEnabled(bool(self._parties))
        if not self._parties:
            self.party.take(None)

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self._at = row if 0 <= row < len(self._parties) else -1
        self.party.take(self._parties[self._at] if self._at >= 0 else None)

    @Slot()
    def _on_changed(self) -> None:
        if self._at >= 0:
            self._parties[self._at] = self.party.party()
            self.list.item(self._at).setText(_label(self._parties[self._at]))

    @Slot()
    def add(self) -> None:
        """One more party, of a role that nobody has yet."""
        if len(self._parties) >= MOST_PARTIES:
            self.message.say(tr("A case has at most {most_parties} parties.", most_parties=MOST_PARTIES))
            return
        self._parties.append(Party("other" if any(party.role == "employee" for party in self._parties) else "employee"))
        self._fill(len(self._parties) - 1)
        self.party.role.setFocus()

    @Slot()
    def remove(self) -> None:
        """Take the chosen party away."""
        if self._at >= 0:
            gone = self._at
            del self._parties[gone]
            self._fill(gone)

    def parties(self) -> Parties:
        """What was typed. Raises ImrError where something does not fit, ValueError where a date is none."""
        day = parse_day(self.mailed.text())
        service = Service(day, self.place.text(), self.declarant.text()) if day else None
        return tidy(
            Parties(
                tuple(self._parties),
                parse_day(self.birth.text()),
                self.claim_number.text(),
                self.adj_number.text(),
                self.language.currentData(),
                service,
            )
        )

    def standing(self) -> object:
        """What stands in the fields."""
        return tuple(self._parties), [one.text() for one in self._lines], self.language.currentData()

    def complete(self) -> str:
        """What does not fit, said before anything is stored."""
        for line in (self.birth, self.mailed):
            bad = not is_day(line.text())
            set_property(line, "invalid", bad)
            if bad:
                return tr("{accessiblename} cannot be read; write it as MM/DD/YYYY.", accessiblename=line.accessibleName())
        if not self.mailed.text().strip() and (self.place.text().strip() or self.declarant.text().strip()):
            return tr("Enter the date mailed too, or leave place and name empty until the copies are mailed.")
        try:
            self._show_missing(self.parties())
        except ImrError as error:
            return told(error.sentence)
        return ""

    def _show_missing(self, parties: Parties) -> None:
        said = list(gaps(parties))
        more = tr(" And {said_count} more.", said_count=len(said) - 3) if len(said) > 3 else ""
        self.missing.say(
            tr("Before letters can be sent: {said}{more}", said=" ".join(said[:3]), more=more)
            if said
            else tr("Nothing is missing.")
        )


def _label(party: Party) -> str:
    return f"{party.role[:1].upper()}{party.role[1:]}: {party.called or '…'}"
