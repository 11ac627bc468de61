"""What the print server said last: Qt hands a job to CUPS and does not tell when it was refused."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_WORST_SUCCESS = 0x00FF
"""Status codes of IPP up to here are successes (RFC 8011, 4.1.6.1)."""


def last_failure() -> str:
    """Why the last call of this thread to the print server failed, in its words; empty where it did not, or none is known."""
    if sys.platform != "linux":
        return ""
    with suppress(OSError, AttributeError):
        cups = ctypes.CDLL("libcups.so.2")
        if cups.cupsLastError() > _WORST_SUCCESS:
            cups.cupsLastErrorString.restype = ctypes.c_char_p
            words = cups.cupsLastErrorString() or b""
            return words.decode("utf-8", "replace").strip().rstrip(".") or "no reason given"
    return ""
