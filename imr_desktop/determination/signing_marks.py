"""What signing writes for itself into objects that stood before, each held to its form, so that nothing is said through it.

The signing library names itself and the day in the properties, and the extensions of PDF that it uses in the catalog. Used in
the limited process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from imr_desktop.determination.pdf_values import Name, Value

REASON = "Independent Medical Review final determination (Labor Code 4610.6)"
_LIBRARY = re.compile(r"IMR Desktop|pyHanko \d{1,4}(?:\.\d{1,5}){1,4}")
_PRODUCER = re.compile(rb"(?:; )?pyHanko \d{1,4}(?:\.\d{1,5}){1,4}")
_PDF_DAY = re.compile(rb"D:\d{14}(?:Z|[+-]\d\d'\d\d'?)?")
_XMP_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?")
_EXTENSIONS = frozenset({"ESIC", "ISO_", "ADBE"})
_EXTENSION_VALUES = (
    Name("DeveloperExtensions"),
    Name("1.7"),
    Name("2.0"),
    1,
    5,
    32002,
    b"https://www.iso.org/standard/45875.html",
    b":2022",
)


def own(role: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
    """Whether what signing set in an object of this role is what signing sets."""
    return all(
        after.get(key) == before.get(key) or formed(before.get(key), after.get(key))
        for key, formed in _FORMS.get(role, {}).items()
    )


def own_property(key: str, value: str) -> bool:
    """Whether a property of XMP metadata that signing sets (its last name) says nothing else."""
    if key in ("Producer", "xmptk"):
        return bool(_LIBRARY.fullmatch(value))
    return value in ("", "Resource") or bool(_XMP_DAY.fullmatch(value))


def _producer(before: Value, after: Value) -> bool:
    held = before if isinstance(before, bytes) else b""
    return isinstance(after, bytes) and after.startswith(held) and bool(_PRODUCER.fullmatch(after[len(held) :]))


def _day(_before: Value, after: Value) -> bool:
    return isinstance(after, bytes) and bool(_PDF_DAY.fullmatch(after))


def _version(_before: Value, after: Value) -> bool:
    return after in (Name("1.7"), Name("2.0"))


def _extensions(_before: Value, after: Value) -> bool:
    return isinstance(after, dict) and after.keys() <= _EXTENSIONS and all(map(_plain, after.values()))


def _plain(value: Value) -> bool:
    if isinstance(value, list):
        return len(value) <= len(_EXTENSIONS) and all(map(_plain, value))
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    return any(type(value) is type(one) and value == one for one in _EXTENSION_VALUES)


def _flags(_before: Value, after: Value) -> bool:
    return after == 3


_FORMS: Mapping[str, Mapping[str, Callable[[Value, Value], bool]]] = {
    "Info": {"Producer": _producer, "ModDate": _day},
    "Root": {"Version": _version, "Extensions": _extensions},
    "AcroForm": {"SigFlags": _flags},
}
