"""Runs in the limited process: the rich text of Outlook's messages, unpacked as Microsoft's MS-OXRTFCP describes it."""

from __future__ import annotations

import struct

from imr_desktop.record.formats.rtf import MOST_BYTES

_BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every packed text may refer to as if it stood before it."""
_WINDOW = 4_096
_PLAIN, _PACKED = b"MELA", b"LZFu"


def unpacked(data: bytes) -> bytes:
    """The RTF; empty where it is not packed in this way, or is damaged."""
    if len(data) < 16:
        return b""
    size = struct.unpack_from("<I", data, 4)[0]
    if size > MOST_BYTES or data[8:12] not in (_PLAIN, _PACKED):
        return b""
    return data[16 : 16 + size] if data[8:12] == _PLAIN else bytes(_steps(data, size))


def _steps(data: bytes, size: int) -> bytearray:
    """Eight steps for each byte of flags: a byte, or so many from so far back in a window that goes round."""
    window, at, place = bytearray(_BEFORE.ljust(_WINDOW, b"\0")), len(_BEFORE), 16
    made = bytearray()
    while place < len(data) and len(made) < size:
        flags, place = data[place], place + 1
        for bit in range(8):
            piece, place = data[place : place + (flags >> bit & 1) + 1], place + (flags >> bit & 1) + 1
            if not piece:
                return made[:size]
            start, length = divmod(int.from_bytes(piece, "big"), 16) if len(piece) == 2 else (-1, -1)
            if start == at:
                return made[:size]  # so the end is marked
            for step in range(length + 2):
                one = window[(start + step) % _WINDOW] if length >= 0 else piece[0]
                made.append(one)
                window[at] = one
                at = (at + 1) % _WINDOW
    return made[:size]
