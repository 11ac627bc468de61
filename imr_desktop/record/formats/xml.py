"""Not read yet."""

from __future__ import annotations

from typing import IO

from imr_desktop.record.model import Parsed


def read(file: IO[bytes]) -> Parsed:
    """A sentence."""
    return Parsed(wrong="cannot be read yet; save it as a PDF and drop that")
