"""The form for what a guideline says: a reading in the reviewer's own words, filled in by the keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QComboBox, QFormLayout, QLineEdit, QWidget

from imr_desktop.case.dates import written
from imr_desktop.language import mark, told, tr
from imr_desktop.review import readings
from imr_desktop.review.readings import Reading
from imr_desktop.ui.dialogs import Form, room
from imr_desktop.ui.facts_dialog import is_day, parse_day
from imr_desktop.ui.theme import px, set_property
from imr_desktop.ui.widgets import fields
from imr_desktop.ui.widgets.buttons import RadioButton
from imr_desktop.ui.widgets.labels import PlainLabel
from imr_desktop.ui.widgets.layouts import column, holder, row, scrolled

if TYPE_CHECKING:
    from imr_desktop.review.readings import Edition, Prefill, Recommendation, Start

TITLE = mark("What the guideline says")
SAVE_KEY = "Ctrl+Return"
_DAY = mark("MM/DD/YYYY")
_EDITION = 40
_RADIOS: dict[Recommendation, str] = {
    "recommended": mark("&Recommended"),
    "not recommended": mark("&Not recommended"),
    "no recommendation": mark("No recommendation &either way"),
}
_PREREQUISITES = mark("What must be so first, one a line: “six weeks of active therapy failed”")


class ReadingForm(Form):
    """`entered(reading)`: it is to be kept; the form stays until it is, so that nothing typed is lost where it cannot be.

    Without a reading to edit nothing is chosen for the recommendation.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget, start: Start, today: date) -> None:
        super().__init__(parent, tr(TITLE), tr("&Save"))
        self._edited = edited = start.edited
        self._id = edited.id if edited else readings.new_id()  # one: saving twice keeps one reading
        self._editions = {one.id: one for one in start.editions}
        begun = start.prefill
        self._make(begun, edited, today)
        self._lay_out()
        if edited is not None:
            self._take(edited)
        self.expires.setText(written(self._expiry()) if edited is None else written(edited.last_day))
        self.read_on.editingFinished.connect(self._on_read_on)
        self.edition.currentIndexChanged.connect(self._on_read_on)
        QShortcut(QKeySequence(SAVE_KEY), self, self.try_accept)
        self.resize(QSize(px(880), px(640)).boundedTo(room(self)))
        (self.radios["recommended"] if begun.known or edited else self.service).setFocus()

    def _make(self, begun: Prefill, edited: Reading | None, today: date) -> None:
        self.service = fields.line(
            tr("Service"), begun.service, tr("As requests call it"), longest=readings.LONGEST["service"]
        )
        unchosen = ((None, tr("Choose the chapter and edition")),)
        listed = tuple((one.id, _edition_words(one)) for one in self._editions.values())
        self.edition = fields.choice(
            tr("Chapter and edition"), (*unchosen, *listed), edited.edition if edited else begun.edition
        )
        self.edition.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.edition.setMinimumContentsLength(_EDITION)
        self.radios = {name: RadioButton(tr(words)) for name, words in _RADIOS.items()}
        self._group = QButtonGroup(self)
        for radio in self.radios.values():
            self._group.addButton(radio)
        strengths = ((name, told(readings.STRENGTH_WORDS[name]) or tr("Not said")) for name in readings.STRENGTHS)
        self.strength = fields.choice(tr("Strength of evidence"), ((name, _capital(words)) for name, words in strengths))
        self.phase = fields.choice(tr("Phase"), ((one, _capital(one)) for one in readings.PHASES), begun.phase)
        self.count = _short(tr("At most, a number"), tr("Number"))
        measures = ((None, tr("of what")), *((one, one) for one in readings.MEASURES))
        self.measure = fields.choice(tr("What the number counts"), measures)
        self.weeks = _short(tr("Within how many weeks"), tr("Weeks"))
        self.dose = self._line("dose", tr("Dose"), tr("In words: “up to 60 mg a day”"))
        self.interval = self._line("interval", tr("Interval"), tr("In words: “no sooner than two months after the last”"))
        self.prerequisites = fields.box(tr("Asks for"), "", tr(_PREREQUISITES))
        self.prerequisites.setFixedHeight(px(72))
        self.place = self._line("place", tr("Page or section"), tr("Where it stands, so that it is found again"))
        self.read_on = fields.line(tr("Read on"), written(today), tr(_DAY), longest=20)
        self.expires = fields.line(tr("Expires"), "", tr(_DAY), longest=20)
        self.note = self._line("note", tr("Note"), tr("For whoever reads it next"))

    def _line(self, field: str, name: str, hint: str) -> QLineEdit:
        return fields.line(name, "", hint, longest=readings.LONGEST[field])

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(self.form.horizontalSpacing())
        form.setVerticalSpacing(self.form.verticalSpacing())
        form.setFieldGrowthPolicy(self.form.fieldGrowthPolicy())
        form.addRow(PlainLabel(told(readings.OWN_WORDS), "muted", wrap=True))
        form.addRow(_label(tr("Ser&vice"), self.service), self.service)
        form.addRow(_label(tr("C&hapter and edition"), self.edition), self.edition)
        form.addRow(_label(tr("Recommendation")), row(*self.radios.values(), None, spacing=16))
        form.addRow(
            _label(tr("Stren&gth"), self.strength), row((self.strength, 1), _label(tr("&Phase"), self.phase), (self.phase, 1))
        )
        within, weeks = _label("&within", self.weeks), _label("weeks")
        form.addRow(_label(tr("At &most"), self.count), row(self.count, (self.measure, 1), within, self.weeks, weeks))
        form.addRow(_label(tr("&Dose"), self.dose), self.dose)
        form.addRow(_label(tr("&Interval"), self.interval), self.interval)
        form.addRow(_label(tr("As&ks for"), self.prerequisites), self.prerequisites)
        form.addRow(_label(tr("Page or se&ction"), self.place), self.place)
        form.addRow(
            _label(tr("Read &on"), self.read_on),
            row((self.read_on, 1), _label(tr("E&xpires"), self.expires), (self.expires, 1)),
        )
        form.addRow(_label(tr("No&te"), self.note), self.note)
        form.setContentsMargins(0, 0, px(4), 0)
        self._area = scrolled(holder(column(form, None)), tr(TITLE))
        self.form.addRow(self._area)
        self.fill()
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The field with the keyboard is in view, also where a mnemonic led to it."""
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now)

    def _take(self, reading: Reading) -> None:
        """Show a reading that is edited."""
        self.service.setText(reading.service)
        self.radios[reading.recommendation].setChecked(True)
        for choice, value in (
            (self.strength, reading.strength),
            (self.phase, reading.phase),
            (self.measure, reading.measure),
        ):
            choice.setCurrentIndex(max(choice.findData(value), 0) if value is not None else 0)
        self.count.setText(f"{reading.count:g}" if reading.count is not None else "")
        self.weeks.setText(f"{reading.weeks:g}" if reading.weeks is not None else "")
        self.dose.setText(reading.dose)
        self.interval.setText(reading.interval)
        self.prerequisites.setPlainText("\n".join(reading.prerequisites))
        self.place.setText(reading.place)
        self.note.setText(reading.note)

    # --- what was typed

    def reading(self) -> Reading:
        """What stands in the fields. Raises ValueError where a date or a number is none, or nothing is chosen."""
        recommendation = next(name for name, radio in self.radios.items() if radio.isChecked())
        read_on = parse_day(self.read_on.text())
        assert read_on is not None
        words = self._edited.words if self._edited else ()
        return readings.tidy(
            Reading(
                id=self._id,
                service=self.service.text(),
                edition=self.edition.currentData(),
                recommendation=recommendation,
                place=self.place.text(),
                read_on=read_on,
                chapter=self._editions[self.edition.currentData()].chapter,
                strength=self.strength.currentData(),
                phase=self.phase.currentData(),
                count=_number(self.count.text()),
                measure=self.measure.currentData(),
                weeks=_number(self.weeks.text()),
                dose=self.dose.text(),
                interval=self.interval.text(),
                prerequisites=tuple(self.prerequisites.toPlainText().splitlines()),
                note=self.note.text(),
                words=words,
                expires=parse_day(self.expires.text()),
            )
        )

    def standing(self) -> object:
        """What stands in the fields."""
        held = (self.service, self.count, self.weeks, self.dose, self.interval, self.place, self.note)
        lines = (*held, self.read_on, self.expires)
        chosen = [choice.currentData() for choice in (self.edition, self.strength, self.phase, self.measure)]
        radios = [radio.isChecked() for radio in self.radios.values()]
        return [line.text() for line in lines], chosen, radios, self.prerequisites.toPlainText()

    def try_accept(self) -> None:
        """Say what does not fit, or tell what is to be kept."""
        sentence = self.complete()
        self.message.say(sentence)
        if not sentence:
            self.entered.emit(self.reading())

    def show_wrong(self, words: str) -> None:
        """Say why it could not be kept."""
        self.message.say(words)

    def complete(self) -> str:
        """What does not fit; the keyboard goes where it is."""
        field, sentence = self._gap()
        for line in (self.service, self.count, self.weeks, self.place, self.read_on, self.expires):
            set_property(line, "invalid", line is field)
        if field is not None:
            field.setFocus()
        return sentence

    def _gap(self) -> tuple[QWidget | None, str]:
        if not self.service.text().strip():
            return self.service, tr("Say which service it is, as requests call it.")
        if self.edition.currentData() is None:
            return self.edition, tr("Choose the chapter and edition that were read.")
        if not any(radio.isChecked() for radio in self.radios.values()):
            return self.radios["recommended"], tr("Choose what the guideline says: recommended, not recommended, or neither.")
        for line in (self.count, self.weeks):
            if not _is_number(line.text()):
                return line, tr(
                    "{accessiblename}: “{text}” is no number.", accessiblename=line.accessibleName(), text=line.text()[:20]
                )
        for line in (self.read_on, self.expires):
            if not is_day(line.text()) or (line is self.read_on and not line.text().strip()):
                return line, tr(
                    "{accessiblename} cannot be read; write it as MM/DD/YYYY.", accessiblename=line.accessibleName()
                )
        if not self.count.text().strip() and self.measure.currentData() is not None:
            return self.count, tr("Say the number, or leave open what it counts.")
        if self.count.text().strip() and self.measure.currentData() is None:
            return self.measure, tr("Say what the number counts.")
        return self._unfit()

    def _unfit(self) -> tuple[QWidget | None, str]:
        wrong = readings.problem(self.reading())
        fields: tuple[tuple[str, QWidget], ...] = (
            ("prerequisites", self.prerequisites),
            ("expires", self.expires),
            ("weeks", self.weeks),
            ("number", self.count),
        )
        where = next((field for word, field in fields if word in wrong), self.place)
        return (where, tr("The reading {wrong}.", wrong=wrong)) if wrong else (None, "")

    # --- expiry

    @Slot()
    def _on_read_on(self) -> None:
        """A year after the day it was read, as long as nobody typed another day."""
        if not self.expires.isModified() and (day := self._expiry()) is not None:
            self.expires.setText(written(day))

    def _expiry(self) -> date | None:
        if not is_day(self.read_on.text()) or not self.read_on.text().strip():
            return None
        read_on = parse_day(self.read_on.text())
        assert read_on is not None
        return readings.default_expiry(read_on, self._editions.get(self.edition.currentData() or ""))


def _edition_words(edition: Edition) -> str:
    return f"{edition.title}, {readings.span(edition)}" if edition.dated else edition.title


def _label(words: str, of: QWidget | None = None) -> PlainLabel:
    """A field's name, whose mnemonic leads to it."""
    made = PlainLabel(words, "body")
    if of is not None:
        made.setBuddy(of)
    return made


def _short(name: str, hint: str) -> QLineEdit:
    made = fields.line(name, "", hint, longest=9)
    made.setFixedWidth(px(84))
    return made


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _number(text: str) -> float | None:
    return float(text.strip().replace(",", "")) if text.strip() else None


def _is_number(text: str) -> bool:
    plain = text.strip().replace(",", "")
    return not plain or (plain.isascii() and plain.replace(".", "", 1).isdigit())
