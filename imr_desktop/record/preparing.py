"""Runs in the limited process before it confines itself: everything that reading a file may need is loaded."""

from __future__ import annotations

import codecs
import importlib

MODULES = (
    *("imr_desktop.record.containers.opening", "imr_desktop.record.drawing", "imr_desktop.record.parse"),
    *("pikepdf", "stringprep", "unicodedata"),
)
_ENCODINGS = ("ascii", "cp1252", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le")


def prepare() -> None:
    """Load modules, encodings and the one function that pdfium calls back: no code can be added afterwards."""
    for name in MODULES:
        importlib.import_module(name)
    for name in _ENCODINGS:
        codecs.lookup(name)
    importlib.import_module("imr_desktop.record.containers.attached").load()
