"""Clinical documents (C-CDA, HL7 CDA Release 2): the narrative of each section, never its codes. In the limited process.

The narrative block is what the sender attests and an eye reads (CDA R2, 4.3.5); the document's date is its effectiveTime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from imr_desktop.file_kinds import CCDA
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.formats.xmltree import BAD, MOST_XML, child, children, local, parse, value, words
from imr_desktop.record.model import Parsed

_DAMAGED = "is a damaged clinical document (C-CDA); ask the sender for the record as PDF"
_ATTACHED = "is a clinical document (C-CDA) that only wraps another file; ask the sender for that file itself"
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?")
_CELLS = re.compile(r" *\t *")
_BLOCKS = frozenset(("paragraph", "list", "item", "table", "caption", "tr", "thead", "tbody", "text"))


def read(file: IO[bytes]) -> Parsed:
    """Title, date and people, then each section."""
    file.seek(0)
    try:
        root = parse(file.read(MOST_XML + 1))
    except BAD:
        return Parsed(wrong=_DAMAGED)
    flow = Flow()
    _head(root, flow)
    body = child(root, "component", "structuredBody")
    if body is None and child(root, "component", "nonXMLBody") is not None:
        return _wrapped(root, flow)
    for component in children(body, "component"):
        _section(child(component, "section"), flow, 0)
    return flow.parsed(CCDA.label.lower())


def _wrapped(root: Element, flow: Flow) -> Parsed:
    """A body that is no XML: plain text stands in it, or another file."""
    text = child(root, "component", "nonXMLBody", "text")
    if text is None or value(text, "representation") == "B64" or not words(text):
        return Parsed(wrong=_ATTACHED)
    flow.add("\n" + (text.text or ""))
    return flow.parsed(CCDA.label.lower())


def _head(root: Element, flow: Flow) -> None:
    code = child(root, "code")
    flow.line(words(child(root, "title")) or value(code, "displayName") or "Clinical document")
    for name, said in (
        ("Date", day(value(child(root, "effectiveTime"), "value"))),
        ("Patient", _name(child(root, "recordTarget", "patientRole", "patient"))),
        ("Date of birth", day(value(child(root, "recordTarget", "patientRole", "patient", "birthTime"), "value"))),
        ("Encounter", _span(child(root, "componentOf", "encompassingEncounter", "effectiveTime"))),
        ("Author", _name(child(root, "author", "assignedAuthor", "assignedPerson"))),
        ("Organization", words(child(root, "author", "assignedAuthor", "representedOrganization", "name"))),
        ("Custodian", _custodian(root)),
    ):
        if said:
            flow.line(f"{name}: {said}")
    flow.add("\n")


def _custodian(root: Element) -> str:
    return words(child(root, "custodian", "assignedCustodian", "representedCustodianOrganization", "name"))


def day(time: str) -> str:
    """A point in time of HL7 as a date: 20240801103000-0700 as 08/01/2024."""
    found = _TIME.match(time)
    return f"{found[2]}/{found[3]}/{found[1]}" if found else ""


def _span(element: Element | None) -> str:
    ends = [
        day(value(element, "value")),
        day(value(child(element, "low"), "value")),
        day(value(child(element, "high"), "value")),
    ]
    return " to ".join(dict.fromkeys(filter(None, ends)))


def _name(person: Element | None) -> str:
    name = child(person, "name")
    return " ".join(filter(None, map(words, name if name is not None and len(name) else filter(None, [name]))))


def _section(section: Element | None, flow: Flow, depth: int) -> None:
    if section is None or depth > 20:
        return
    title = words(child(section, "title")) or value(child(section, "code"), "displayName")
    text = child(section, "text")
    lines = list(_lines(text)) if text is not None else []
    if title:
        flow.add(f"\n{title}\n")
    for line in lines:
        flow.line(line)
    if not lines and title and child(section, "entry") is not None:
        flow.line("(Codes only, without a narrative.)")
    if text is not None and any(local(one) == "renderMultiMedia" for one in text.iter()):
        flow.unread()
    for component in children(section, "component"):
        _section(child(component, "section"), flow, depth + 1)


def _lines(element: Element) -> Iterator[str]:
    """What a narrative says, a line for each paragraph, entry and row."""
    line = ""
    for kind, text in _pieces(element):
        if kind == "end":
            if line.strip():
                yield _CELLS.sub("\t", line).strip()
            line = ""
        else:
            line += text
    if line.strip():
        yield _CELLS.sub("\t", line).strip()


def _pieces(element: Element) -> Iterator[tuple[str, str]]:
    name = local(element)
    if name == "content" and value(element, "revised") == "delete":
        return
    if name in ("td", "th"):
        yield "text", "\t"
    if name in _BLOCKS or name == "br":
        yield "end", ""
    yield "text", re.sub(r"\s+", " ", element.text or "")
    for one in element:
        inner = list(_pieces(one))
        flat = name in ("td", "th")
        yield from ((("text", " ") if flat and kind == "end" else (kind, text)) for kind, text in inner)
        yield "text", re.sub(r"\s+", " ", one.tail or "")
    if name in _BLOCKS:
        yield "end", ""
