"""What a determination may consist of: an allow-list of dictionaries and their keys, walked from the trailer.

Scripts, actions, layers, further attachments, notes, forms, changed pages and whatever comes next need no list of their own:
they are not on this one. Used in the limited process.
"""

from __future__ import annotations

from collections.abc import Mapping

from imr_desktop.determination.pdf_values import Foreign, Ref, Stream, Value, mapping, sequence
from imr_desktop.determination.written import Written

_MOST_FAULTS = 5
_MOST_STEPS = 2_000_000
PAGE_SIZE = (0, 0, 612, 792)

_PLAIN = "plain"
"""Numbers, names, texts, truth values, and arrays and dictionaries of them; no reference."""
_UP = "up"
"""A reference to what holds this, walked from there."""
_STREAM = {"Length": _PLAIN, "Filter": _PLAIN}
_FONT_WORDS = (
    "Ascent",
    "CapHeight",
    "Descent",
    "Flags",
    "FontBBox",
    "FontName",
    "ItalicAngle",
    "MissingWidth",
    "StemV",
    "Type",
)
_FACE_WORDS = (
    "BaseFont",
    "FirstChar",
    "LastChar",
    "Name",
    "Subtype",
    "Type",
    "Widths",
    "Encoding",
    "CIDSystemInfo",
    "DW",
    "W",
)
_FORM = {"Type": _PLAIN, "Subtype": "=Form", "BBox": _PLAIN, "Matrix": _PLAIN, "Resources": "resources", **_STREAM}
_PICTURE_WORDS = ("Width", "Height", "BitsPerComponent", "Interpolate", "Decode", "DecodeParms", "Type", "Intent")
_PICTURE = {
    "Subtype": "=Image",
    "ColorSpace": "color",
    "SMask": "picture",
    **dict.fromkeys(_PICTURE_WORDS, _PLAIN),
    **_STREAM,
}
_ELEMENT_WORDS = ("S", "Type", "Alt", "ActualText", "E", "Lang", "ID", "T", "A")

_KINDS: Mapping[str, Mapping[str, str]] = {
    "trailer": {"Root": "catalog", "Info": "info", "ID": _PLAIN, "Size": _PLAIN, "Prev": _PLAIN},
    "catalog": {
        "Type": "=Catalog",
        "Pages": "pages",
        "Metadata": "metadata",
        "Names": "names",
        "AF": "file",
        "AcroForm": "form fields",
        "OutputIntents": "intent",
        "StructTreeRoot": "structure",
        "Outlines": "outline",
        "Dests": "places",
        "ViewerPreferences": "preferences",
        "Perms": "permissions",
        **dict.fromkeys(("Lang", "PageMode", "PageLayout", "MarkInfo", "Version", "Extensions"), _PLAIN),
    },
    "info": dict.fromkeys(
        ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate", "IMRWordingEdition", "IMRMadeWith"), _PLAIN
    ),
    "pages": {"Type": "=Pages", "Count": _PLAIN, "Kids": "page"},
    "page": {
        "Type": "=Page",
        "Contents": "drawing",
        "Resources": "resources",
        "Annots": "annotation",
        "Parent": _UP,
        **dict.fromkeys(("MediaBox", "Rotate", "StructParents", "Tabs"), _PLAIN),
    },
    "drawing": _STREAM,
    "metadata": {"Type": "=Metadata", "Subtype": "=XML", **_STREAM},
    "names": {"EmbeddedFiles": "files", "Dests": "named places"},
    "files": {"Names": "file"},
    "file": {"Type": "=Filespec", "EF": "embedded", **dict.fromkeys(("F", "UF", "Desc", "AFRelationship"), _PLAIN)},
    "embedded": {"F": "data", "UF": "data"},
    "data": {"Type": "=EmbeddedFile", "Subtype": _PLAIN, "Params": _PLAIN, **_STREAM},
    "form fields": {"Fields": "annotation", "SigFlags": _PLAIN},
    "intent": {
        "Type": _PLAIN,
        "S": _PLAIN,
        "OutputConditionIdentifier": _PLAIN,
        "OutputCondition": _PLAIN,
        "RegistryName": _PLAIN,
        "Info": _PLAIN,
        "DestOutputProfile": "profile",
    },
    "color": {"N": _PLAIN, "Alternate": _PLAIN, "Range": _PLAIN, **_STREAM},
    "profile": {"N": _PLAIN, "Alternate": _PLAIN, "Range": _PLAIN, **_STREAM},
    "preferences": {"DisplayDocTitle": _PLAIN},
    "permissions": {"DocMDP": "signature"},
    "signature": {
        "Type": "=Sig",
        **dict.fromkeys(("Filter", "SubFilter", "ByteRange", "Contents", "M", "Reason", "Reference"), _PLAIN),
    },
    "resources": {
        "Font": "each font",
        "ExtGState": "each state",
        "XObject": "each shown",
        "ColorSpace": "each color",
        "ProcSet": _PLAIN,
    },
    "font": {
        "FontDescriptor": "descriptor",
        "ToUnicode": "drawing",
        "DescendantFonts": "font",
        "CIDToGIDMap": "drawing",
        **dict.fromkeys(_FACE_WORDS, _PLAIN),
    },
    "descriptor": {"FontFile2": "typeface", "CIDSet": "drawing", **dict.fromkeys(_FONT_WORDS, _PLAIN)},
    "typeface": {"Length1": _PLAIN, **_STREAM},
    "state": dict.fromkeys(("Type", "CA", "ca"), _PLAIN),
    "form picture": {**_FORM, "StructParents": _PLAIN},
    "picture": _PICTURE,
    "link": {
        "Type": _PLAIN,
        "Subtype": "=Link",
        "Dest": "place",
        "A": "go",
        "P": _UP,
        **dict.fromkeys(("Rect", "Border", "F", "Contents", "StructParent", "H", "NM", "BS", "QuadPoints"), _PLAIN),
    },
    "widget": {
        "Subtype": "=Widget",
        "FT": "=Sig",
        "V": "signature",
        "AP": "appearance",
        "P": _UP,
        **dict.fromkeys(("Type", "F", "Rect", "T", "TU", "StructParent"), _PLAIN),
    },
    "appearance": {"N": "form picture"},
    "go": {"Type": _PLAIN, "S": "=GoTo", "D": "place"},
    "outline": {
        "First": "outline",
        "Last": _UP,
        "Next": "outline",
        "Prev": _UP,
        "Parent": _UP,
        "Dest": "place",
        "A": "go",
        "SE": _UP,
        **dict.fromkeys(("Type", "Count", "Title", "C", "F"), _PLAIN),
    },
    "named places": {"Names": "place", "Kids": "named places", "Limits": _PLAIN},
    "target": {"D": "place"},
    "structure": {
        "Type": "=StructTreeRoot",
        "K": "element",
        "ParentTree": "parents",
        "IDTree": "ids",
        "ParentTreeNextKey": _PLAIN,
        "RoleMap": _PLAIN,
        "ClassMap": _PLAIN,
    },
    "element": {
        "K": "element",
        "P": _UP,
        "Pg": _UP,
        "MCID": _PLAIN,
        "Obj": _UP,
        "Stm": _UP,
        "Ref": _UP,
        "Headers": _PLAIN,
        **dict.fromkeys(_ELEMENT_WORDS, _PLAIN),
    },
    "parents": {"Nums": "parent", "Kids": "parents", "Limits": _PLAIN},
    "ids": {"Names": "parent", "Kids": "ids", "Limits": _PLAIN},
}
_WORDS = {
    "OpenAction": "something that happens when the file is opened",
    "AA": "something that happens by itself",
    "JavaScript": "a script",
    "JS": "a script",
    "OCProperties": "layers that can be hidden",
    "OC": "something on a layer that can be hidden",
    "Properties": "layers that can be hidden",
    "XFA": "a second form that few readers show",
    "URI": "a link out of the file",
    "CropBox": "a page that is cut",
    "UserUnit": "a page of another scale",
    "Encrypt": "encryption",
    "Collection": "a collection of files",
    "Threads": "another order of reading",
    "PageLabels": "other page numbers",
    "PieceInfo": "another program's own data",
    "Lock": "a lock that this program does not write",
    "DSS": "data for checking signatures that this program does not write",
}


class Walk:
    """One walk over a file as one of its revisions leaves it.

    `faults` are ends of sentences (“holds …”), `seen` the numbers of all objects walked over.
    """

    def __init__(self, written: Written, revision: int) -> None:
        self._written, self._revision = written, revision
        self._done, self._steps = set[tuple[int, str]](), 0
        self.faults: list[str] = []
        self.seen: set[int] = set()

    def run(self) -> None:
        """Walk from the revision's trailer. Raises Foreign where an object cannot be read."""
        self._visit(self._written.revisions[self._revision].trailer, "trailer")
        self._pages()
        self._fields()

    def _fault(self, words: str) -> None:
        if words not in self.faults and len(self.faults) < _MOST_FAULTS:
            self.faults.append(words)

    def _visit(self, value: Value, kind: str) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise Foreign("holds more than a determination can")
        if isinstance(value, Ref):
            if kind != _UP:
                self._follow(value, kind)
            return
        if isinstance(value, list):
            self._members(value, kind)
        elif isinstance(value, dict):
            self._dictionary(value, self._kind(value, kind))
        elif kind == _UP and value is not None:
            self._fault("holds a part that belongs nowhere")

    def _follow(self, value: Ref, kind: str) -> None:
        """What a reference stands for, once for each kind it is met as."""
        found = self._written.get(value, self._revision)
        if kind == _PLAIN and isinstance(found, Stream):
            self._fault("holds data in a place where none belongs")
        if (int(value), kind) not in self._done:
            self._done.add((int(value), kind))
            self.seen.add(int(value))
            self._visit(found, kind)

    def _members(self, values: list[Value], kind: str) -> None:
        if kind == "place":  # a page, then how it is shown
            values = values[1:] if values and isinstance(values[0], Ref) else values
            kind = _PLAIN
        for value in values:
            self._visit(value, kind)

    def _kind(self, value: Mapping[str, Value], kind: str) -> str:
        """A kind that depends on what the dictionary says it is."""
        if kind == "annotation":
            return {"Link": "link", "Widget": "widget"}.get(str(value.get("Subtype")), "annotation")
        if kind == "page" and value.get("Type") == "Pages":
            return "pages"
        if kind == "place":
            return "target"
        if kind == "parent":
            return "element"
        if kind == "shown":
            return "form picture" if value.get("Subtype") == "Form" else "picture"
        return kind

    def _dictionary(self, value: dict[str, Value], kind: str) -> None:
        if kind.startswith("each "):
            for member in value.values():
                self._visit(member, kind[5:])
            return
        if kind == _PLAIN:
            for member in value.values():
                self._visit(member, _PLAIN)
            return
        known = _KINDS.get(kind)
        if known is None:
            self._fault(_annotation(value))
            return
        for key, member in value.items():
            self._key(key, member, known.get(key), kind)

    def _key(self, key: str, member: Value, wanted: str | None, kind: str) -> None:
        if wanted is None:
            self._fault(f"holds {_WORDS.get(key, f'“{_shown(key)}” in its {kind}, which a determination never has')}")
        elif wanted.startswith("="):
            if member != wanted[1:]:
                self._fault(f"holds a part of another kind (“{_shown(str(member))}”) where its {kind} should be")
        else:
            self._visit(member, wanted)

    def _pages(self) -> None:
        """Every page upright, whole and of its size."""
        for number, page in enumerate(self._written.pages(self._revision), 1):
            box = tuple(sequence(self._written.get(page.get("MediaBox"), self._revision)))
            if box != PAGE_SIZE or page.get("Rotate", 0) != 0:
                self._fault(f"shows page {number} cut, turned or in another size")

    def _chain(self, *names: str) -> Value:
        return self._written.chain(*names, until=self._revision)

    def _fields(self) -> None:
        """One attached file at most, and one field."""
        named = sequence(self._chain("Names", "EmbeddedFiles", "Names"))
        if len(named) > 2 or named[1:] != sequence(self._chain("AF")):
            self._fault("holds more than one attached file, or one that is attached in part")
        file = mapping(self._written.get(named[1], self._revision)) if named[1:] else {}
        embedded = mapping(self._written.get(file.get("EF"), self._revision))
        if embedded.get("F") != embedded.get("UF"):
            self._fault("holds attached data of which some readers find another")
        if len(sequence(self._chain("AcroForm", "Fields"))) > 1:
            self._fault("holds more than one form field")


def _annotation(value: Mapping[str, Value]) -> str:
    kind = str(value.get("Subtype", ""))
    return f"holds a note or other mark on a page (“{_shown(kind)}”)"


def _shown(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:40]


def faults(written: Written) -> list[str]:
    """What the file holds that no determination holds, as ends of sentences. Raises Foreign."""
    seen: set[int] = set()
    for revision in range(len(written.revisions)):
        walk = Walk(written, revision)
        walk.run()
        seen |= walk.seen
        if walk.faults:
            return walk.faults
    every = set().union(*(revision.places for revision in written.revisions))
    return ["holds an object that no page shows"] if every - seen else []
