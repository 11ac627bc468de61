"""XML of no known kind: the words in it, one element's on a line, never its tags. Runs in the limited process."""

from __future__ import annotations

from typing import IO

from imr_desktop.file_kinds import XML
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.formats.xmltree import BAD, MOST_XML, parse
from imr_desktop.record.model import Parsed


def read(file: IO[bytes]) -> Parsed:
    """The text of an XML file."""
    file.seek(0)
    try:
        root = parse(file.read(MOST_XML + 1))
    except BAD:
        return Parsed(wrong="is damaged XML, or XML that asks for more than it holds; ask the sender for the record as PDF")
    flow = Flow()
    for text in filter(None, (" ".join(text.split()) for text in root.itertext())):
        flow.line(text)
    parsed = flow.parsed(XML.label.lower())
    return Parsed(wrong="is XML without text in it; ask the sender for the record as PDF") if parsed.wrong else parsed
