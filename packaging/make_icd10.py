"""Packs the list of ICD-10-CM: ``python packaging/make_icd10.py icd10c-tabular-April-1-2026.xml "April 1, 2026"``.

The tabular list is published by the National Center for Health Statistics and the Centers for Medicare & Medicaid Services,
a work of the United States government. Its XML came here as it lies, unchanged, in the library simple_icd_10_cm 1.5.0
(MIT); that library's code does not ship. A line of the table is a code without its point, the letters that its seventh
character may be (``-`` where the code has others below it and is no diagnosis by itself), its name, and the terms the list
counts to it, with tabs between. Same file in, same bytes out.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

FACTS = Path(__file__).resolve().parents[1] / "resources" / "facts"
SOURCE = (
    "ICD-10-CM, the release of {release}: the tabular list of the National Center for Health Statistics and the Centers\n"
    "for Medicare & Medicaid Services, United States; a work of the United States government, in the public domain there.\n"
    "Packed by packaging/make_icd10.py: codes, names and the terms counted to them.\n"
)


def main() -> None:
    """Write the table and where it is from."""
    source, release = sys.argv[1:]
    lines = "\n".join("\t".join(row) for row in _rows(parse(source).getroot()))
    (FACTS / "icd10cm.z").write_bytes(zlib.compress(lines.encode(), 9))
    (FACTS / "icd10cm.txt").write_text(SOURCE.format(release=release), encoding="utf-8")


def _rows(root: Element) -> Iterator[tuple[str, ...]]:
    for category in root.findall("chapter/section/diag"):
        yield from _below(category, "")


def _below(code: Element, inherited: str) -> Iterator[tuple[str, ...]]:
    own = code.find("sevenChrDef")
    seventh = inherited if own is None else "".join(one.get("char", "") for one in own.findall("extension"))
    others = code.findall("diag")
    terms = (note.text or "" for note in code.findall("inclusionTerm/note"))
    name = code.findtext("name", "").replace(".", "")
    yield (name, "-" if others else seventh, code.findtext("desc", ""), *terms)
    for one in others:
        yield from _below(one, seventh)


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    main()
