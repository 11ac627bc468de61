"""Where two files differ that should be one: both are walked together from their trailers, compression aside.

Used in the limited process.
"""

from __future__ import annotations

from imr_desktop.determination.pdf_values import Foreign, Ref, Stream, Value, mapping
from imr_desktop.determination.written import Written, decoded

_STORED = frozenset({"Length", "Filter"})
_PLACES = {
    "Contents": "the drawing",
    "Resources": "the drawing",
    "Annots": "the links",
    "FontFile2": "the typefaces",
    "ToUnicode": "the letters behind the signs",
    "Info": "the properties",
    "Metadata": "the properties",
    "Lang": "the language",
    "EmbeddedFiles": "the attached data",
    "AF": "the attached data",
    "StructTreeRoot": "the structure that is read aloud",
    "Outlines": "the outline",
    "OutputIntents": "the colours",
    "AcroForm": "the place of the signature",
}
_REST = "how it is put together"
_MOST_STEPS = 4_000_000


class _Walk:
    def __init__(self, one: Written, other: Written, until: int | None = 0, apart: frozenset[str] = frozenset()) -> None:
        self._one, self._other, self._until, self._apart = one, other, until, apart
        self._met: set[tuple[int, int]] = set()
        self._steps = 0
        self.found: dict[str, None] = {}

    def compare(self, one: Value, other: Value, where: str) -> None:
        """Note `where` in `found` if the values differ in anything but their numbering."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise Foreign("holds more than a determination can")
        if isinstance(one, Ref) and isinstance(other, Ref):
            if (int(one), int(other)) in self._met:
                return
            self._met.add((int(one), int(other)))
        one, other = self._one.get(one, 0), self._other.get(other, self._until)
        if type(one) is not type(other):
            self.found[where] = None
        elif isinstance(one, dict):
            self._dictionaries(one, mapping(other), where)
        elif isinstance(one, list):
            self._arrays(one, other, where)
        elif one != other:
            self.found[where] = None

    def _dictionaries(self, one: dict[str, Value], other: dict[str, Value], where: str) -> None:
        left_out = self._apart | (_STORED if isinstance(one, Stream) else frozenset())
        for key in sorted((one.keys() | other.keys()) - left_out):
            inside = _PLACES.get(key, where)
            if key not in one or key not in other:
                self.found[inside] = None
            else:
                self.compare(one[key], other[key], inside)
        if isinstance(one, Stream) and decoded(one) != decoded(other):
            self.found[where] = None

    def _arrays(self, one: list[Value], other: Value, where: str) -> None:
        others = other if isinstance(other, list) else []
        if len(one) != len(others):
            self.found[where] = None
        for left, right in zip(one, others, strict=False):
            self.compare(left, right, where)


def differences(one: Written, other: Written, apart: frozenset[str] = frozenset()) -> list[str]:
    """The places where two files' first revisions differ, in words; none where only their spelling does. Raises Foreign.

    What stands under the keys `apart` is not looked at.
    """
    walk = _Walk(one, other, 0, apart)
    for key in ("Root", "Info"):
        walk.compare(one.revisions[0].trailer.get(key), other.revisions[0].trailer.get(key), _PLACES.get(key, _REST))
    return list(walk.found)


def same(one: Written, part: Value, other: Written, counterpart: Value) -> bool:
    """Whether a part of one file's first revision is what stands in another file as it is last. Raises Foreign."""
    walk = _Walk(one, other, None)
    walk.compare(part, counterpart, _REST)
    return not walk.found
