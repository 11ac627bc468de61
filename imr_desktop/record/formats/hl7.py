"""HL7 version 2 messages: what they report, in lines, with the names of their segments in words. In the limited process.

Segments and fields are those of HL7 v2.3 to v2.8, chapters 2 (escapes, delimiters), 3 (patient), 4 (orders), 7 (results) and
9 (documents).
"""

from __future__ import annotations

import os
import re
from typing import IO, NamedTuple

from imr_desktop import file_kinds as kinds
from imr_desktop.record.formats.ccda import day
from imr_desktop.record.formats.encodings import decode
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.formats.plain import MOST_BYTES
from imr_desktop.record.model import Parsed

_MESSAGES = {
    "ORU": "Observation result", "OUL": "Laboratory result", "ORM": "Order", "OML": "Laboratory order",
    "ADT": "Admission, discharge or transfer",
    "MDM": "Medical document", "SIU": "Appointment", "RDE": "Pharmacy order", "RDS": "Pharmacy dispense",
    "RAS": "Medication given",
    "REF": "Referral", "PPR": "Problem list", "DFT": "Charges", "VXU": "Vaccination record", "ACK": "Acknowledgment",
    "ORF": "Observation result",
}  # fmt: skip
_SEGMENTS = {
    "EVN": "Event", "NK1": "Next of kin", "PV1": "Visit", "PV2": "Visit", "IN1": "Insurance", "IN2": "Insurance",
    "GT1": "Guarantor",
    "DG1": "Diagnosis", "AL1": "Allergy", "IAM": "Allergy", "PR1": "Procedure", "ORC": "Order control",
    "RXE": "Medication order",
    "RXO": "Medication order", "RXR": "Route", "RXC": "Component", "RXA": "Medication given", "RXD": "Dispensed",
    "TXA": "Document",
    "SCH": "Appointment", "AIS": "Appointment for", "AIP": "Appointment with", "AIL": "Appointment at",
    "FT1": "Charge", "ACC": "Accident",
    "SPM": "Specimen", "RF1": "Referral", "PRB": "Problem", "GOL": "Goal", "PD1": "Patient", "ROL": "Role",
    "PRD": "Provider", "CTI": "Trial",
    "TQ1": "Timing", "MRG": "Earlier numbers", "DB1": "Disability",
}  # fmt: skip
_FLAGS = {
    "H": "high",
    "HH": "critically high",
    "L": "low",
    "LL": "critically low",
    "A": "abnormal",
    "AA": "critically abnormal",
}
_UNSAID = frozenset(("MSH", "MSA", "FHS", "BHS", "FTS", "BTS", "SFT", "DSC", "UAC", "QRD", "QRF", "ERR"))
_FILES = frozenset(("ED", "RP"))
_ESCAPE = re.compile(r"\\([^\\\r\n]{0,200})\\")
_TIMES = re.compile(r"\d{8}(?:\d{2,6}(?:\.\d{1,4})?)?(?:[+-]\d{4})?")
_ENDS = re.compile(r"[\r\n]+")


class _Marks(NamedTuple):
    """The delimiters that a message says it uses: fields, components, repetitions, escape, parts of components."""

    field: str = "|"
    component: str = "^"
    repeat: str = "~"
    escape: str = "\\"
    part: str = "&"


def read(file: IO[bytes]) -> Parsed:
    """A page for each message of a file."""
    if file.seek(0, os.SEEK_END) > MOST_BYTES:
        return Parsed(wrong="holds more than 16 MB of HL7 messages; split it and drop the parts")
    file.seek(0)
    text = decode(file.read())
    if text is None:
        return Parsed(wrong=kinds.UNKNOWN.wrong)
    flow = Flow()
    marks = _Marks()
    for line in _ENDS.split(text.replace("\x0b", "").replace("\x1c", "\n")):
        segment = line.lstrip("\ufeff ")
        if segment.startswith("MSH"):
            marks = _marks(segment)
            flow.page()
            _message(segment, marks, flow)
        elif segment:
            _segment(segment, marks, flow)
    return flow.parsed(kinds.HL7.label.lower())


def _marks(segment: str) -> _Marks:
    said = segment[4:8]
    return _Marks(
        segment[3:4] or "|", *(said[at] if at < len(said) and said[at] != segment[3:4] else "^~\\&"[at] for at in range(4))
    )


def _message(segment: str, marks: _Marks, flow: Flow) -> None:
    fields = ["", marks.field, *segment.split(marks.field)[1:]]  # the first delimiter is a field itself
    code, _, event = _at(fields, 9).partition(marks.component)
    flow.line(f"{_MESSAGES.get(code, 'Message')} (HL7 {code}{f' {event.split(marks.component)[0]}' if event else ''})")
    if sent := day(_at(fields, 7)):
        flow.line(f"Date: {sent}")
    if sender := " ".join(filter(None, (_plain(_at(fields, at), marks) for at in (3, 4)))):
        flow.line(f"From: {sender}")


def _segment(segment: str, marks: _Marks, flow: Flow) -> None:
    fields = segment.split(marks.field)
    name = fields[0].strip()
    if name == "PID":
        _patient(fields, marks, flow)
    elif name == "OBR":
        _order(fields, marks, flow)
    elif name == "OBX":
        _result(fields, marks, flow)
    elif name == "NTE":
        _said("Note", _lines(_at(fields, 3), marks), flow)
    elif name not in _UNSAID:
        parts = [said for said in (_plain(field, marks) for field in fields[1:]) if said and not said.isdigit()]
        _said(_SEGMENTS.get(name, "Other"), ["; ".join(parts)] if parts else [], flow)


def _patient(fields: list[str], marks: _Marks, flow: Flow) -> None:
    family, given, *more = [*_at(fields, 5).split(marks.repeat)[0].split(marks.component), "", ""]
    name = " ".join(filter(None, (_plain(part, marks) for part in (given, *more[:1], family))))
    _said("Patient", [name] if name else [], flow)
    _said("Date of birth", [born] if (born := day(_at(fields, 7))) else [], flow)


def _order(fields: list[str], marks: _Marks, flow: Flow) -> None:
    flow.add("\n")
    title = _coded(_at(fields, 4), marks) or "not named"
    flow.line(f"Order: {title}")
    for name, at in (("Collected", 7), ("Reported", 22)):
        if told := _when(_at(fields, at)):
            flow.line(f"{name}: {told}")
    for name, at in (("Ordered by", 16), ("Read by", 32)):
        _said(name, [who] if (who := _person(_at(fields, at), marks)) else [], flow)
    _said("Clinical information", _lines(_at(fields, 13), marks), flow)


def _result(fields: list[str], marks: _Marks, flow: Flow) -> None:
    kind, what = _at(fields, 2), _coded(_at(fields, 3), marks)
    if kind in _FILES:
        flow.line(f"{what or 'Attached file'}: [a file inside the message]")
        flow.unread("A file inside the message was not read.")
        return
    coded = kind in ("CE", "CWE", "CNE", "CF")
    values = [
        line
        for one in _at(fields, 5).split(marks.repeat)
        for line in ([_coded(one, marks)] if coded else _numeric(one, kind, marks) or _lines(one, marks))
        if line
    ]
    flags = [_FLAGS.get(flag, "") for flag in _at(fields, 8).split(marks.repeat)]
    after = [_coded(_at(fields, 6), marks), f"(reference {span})" if (span := _plain(_at(fields, 7), marks)) else "", *flags]
    if _at(fields, 11) in ("C", "D", "X", "W", "P"):
        after.append(
            {"C": "[corrected]", "D": "[deleted]", "W": "[wrong]", "X": "[not obtained]", "P": "[preliminary]"}[
                _at(fields, 11)
            ]
        )
    if values:
        values[-1] = " ".join(filter(None, (values[-1], *after)))
    _said(what, values or [" ".join(filter(None, after))], flow)


def _said(what: str, lines: list[str], flow: Flow) -> None:
    if not any(lines):
        return
    first, *more = lines
    flow.line(f"{what}: {first}" if what else first)
    for line in more:
        flow.line(line)


def _at(fields: list[str], number: int) -> str:
    return fields[number].strip() if number < len(fields) else ""


def _numeric(text: str, kind: str, marks: _Marks) -> list[str]:
    """A structured number (``>^100``), or a time."""
    if kind == "SN":
        return ["".join(text.split(marks.component))]
    return [_when(text)] if kind in ("DT", "TS", "DTM") and _when(text) else []


def _when(text: str) -> str:
    found = _TIMES.match(text)
    if not found:
        return ""
    return f"{day(text)} {text[8:10]}:{text[10:12]}" if text[8:12].isdigit() and len(text) >= 12 else day(text)


def _coded(text: str, marks: _Marks) -> str:
    """The words of a coded value, else its code."""
    parts = [_plain(part, marks) for part in text.split(marks.component)]
    return next(filter(None, (parts[1:2] + parts[4:5] + parts[8:9] + parts[:1])), "")


def _person(text: str, marks: _Marks) -> str:
    parts = [_plain(part, marks) for part in text.split(marks.repeat)[0].split(marks.component)]
    return " ".join(filter(None, (*parts[2:3], *parts[1:2]))) or "".join(parts[:1])


def _plain(text: str, marks: _Marks) -> str:
    """A field on one line: times as dates, the parts of a value one after another."""
    if _TIMES.fullmatch(text):
        return _when(text)
    pieces = re.split(f"[{re.escape(marks.component + marks.part)}]", text.replace(marks.repeat, "; "))
    return " ".join(" ".join(filter(None, _lines(piece, marks))) for piece in pieces if piece.strip()).strip()


def _lines(text: str, marks: _Marks) -> list[str]:
    """Text with its escapes undone."""
    escape = (
        _ESCAPE
        if marks.escape == "\\"
        else re.compile(f"{re.escape(marks.escape)}([^{re.escape(marks.escape)}]{{0,200}}){re.escape(marks.escape)}")
    )
    undone = escape.sub(lambda found: _unescaped(found[1], marks), text)
    return [line.strip() for line in undone.split("\n") if line.strip()]


def _unescaped(code: str, marks: _Marks) -> str:
    one = {"F": marks.field, "S": marks.component, "T": marks.part, "R": marks.repeat, "E": marks.escape}.get(code)
    if one is not None:
        return one
    if code.startswith((".br", ".sp", ".ce")):
        return "\n"
    if code.startswith("X") and re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", code):
        return (decode(bytes.fromhex(code[1:])) or "").replace("\r\n", "\n").replace("\r", "\n")
    return " " if code.startswith((".", "H", "N", "C", "M", "Z")) else f"\\{code}\\"
