"""Runs in the limited process: a given file as a pdfium document, read where pdfium looks.

pdfium is handed one function to read by, made when this module is loaded: making one takes memory that may be executed,
which the confined process can no longer have.
"""

from __future__ import annotations

import ctypes
from typing import IO

import pypdfium2
from pypdfium2 import raw

from imr_desktop.sandbox import given

_READ = dict(raw.FPDF_FILEACCESS._fields_)["m_GetBlock"]


class _Open:
    """The files that pdfium reads, by the number it gives back."""

    def __init__(self) -> None:
        self.files: dict[int, IO[bytes]] = {}
        self._last = 0
        self.read = _READ(self._block)

    def add(self, file: IO[bytes]) -> int:
        self._last += 1
        self.files[self._last] = file
        return self._last

    def _block(self, number: int | None, position: int, target: object, size: int) -> int:
        """Answer pdfium's wish: 1 where `size` bytes were copied to `target`, else 0, which it takes for damage."""
        try:
            file = self.files[number or 0]
            file.seek(position)
            into = (ctypes.c_char * size).from_address(ctypes.addressof(target.contents))  # type: ignore[attr-defined]
            return int(file.readinto(into) == size)  # type: ignore[attr-defined]
        except (KeyError, OSError, ValueError, EOFError):
            return 0


_open = _Open()


class GivenDocument(pypdfium2.PdfDocument):  # type: ignore[misc]  # pypdfium2 has no types
    """A document over a stream. Raises PdfiumError where pdfium cannot open it or finds no page."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        number = _open.add(file)
        access = raw.FPDF_FILEACCESS(m_FileLen=size, m_GetBlock=_open.read, m_Param=number)
        document = raw.FPDF_LoadCustomDocument(access, given.password().encode() or None)
        locked = not document and raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD  # else what an earlier file left there
        if raw.FPDF_GetPageCount(document) < 1:
            raw.FPDF_CloseDocument(document)
            del _open.files[number]
            raise pypdfium2.PdfiumError("Incorrect password" if locked else "Damaged")
        super().__init__(document)
        self._data_holder.append(access)
        self._data_closer.append(_Closing(number))


class _Closing:
    """Lets go of a file when its document is closed."""

    def __init__(self, number: int) -> None:
        self._number = number

    def close(self) -> None:
        _open.files.pop(self._number, None)
