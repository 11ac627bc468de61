"""Runs in the limited process: ZIP files (nested, encrypted or not), tar, gzip and mailboxes as files in a file."""

from __future__ import annotations

import gzip
import lzma
import re
import stat
import struct
import tarfile
import zlib
from collections.abc import Sequence
from typing import IO, cast

import Cryptodome.Cipher._mode_ctr  # noqa: F401  loaded before the process is confined
import pyzipper

from imr_desktop.record.containers.model import MOST_PART_BYTES, Part
from imr_desktop.record.containers.opened import TOO_LARGE, Locked, Opened, Unpacked, bounded, label, unpacked

_DAMAGED = "is damaged in the archive; ask for it again"
_BROKEN = (pyzipper.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, IndexError, struct.error, OSError)
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_LINK = "is a link to another place and was not followed; send the file itself"


def open_zip(file: IO[bytes], passwords: Sequence[str]) -> Opened:
    """The files of a ZIP. Raises Locked, Unpacked."""
    try:
        archive = pyzipper.AESZipFile(file)
    except _BROKEN:
        raise Unpacked("is damaged and could not be opened; ask for it again") from None
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    secret = [entry for entry in entries if entry.flag_bits & 1]
    chosen, key = _password(archive, min(secret, key=lambda entry: entry.file_size), passwords) if secret else (-1, b"")

    def data(index: int) -> bytes:
        try:
            with archive.open(entries[index], pwd=key or None) as stream:
                return unpacked(stream)
        except (NotImplementedError, RuntimeError) as error:
            other = "password" in str(error).lower()
            reason = "has a password of its own" if other else "is packed in a way that cannot be unpacked here"
            raise Unpacked(f"{reason}; unpack the archive and drop the file") from None
        except _BROKEN:
            raise Unpacked(_DAMAGED) from None

    return Opened("archive", tuple(map(_entry, entries)), data, password=chosen)


def _password(archive: pyzipper.AESZipFile, entry: pyzipper.ZipInfo, passwords: Sequence[str]) -> tuple[int, bytes]:
    """Which password opens an entry, and as which bytes. Raises Locked."""
    for index, password in enumerate(passwords):
        for encoding in ("utf-8", "cp437", "cp1252"):
            key = password.encode(encoding, "ignore")
            if key and _opens(archive, entry, key):
                return index, key
    raise Locked


def _opens(archive: pyzipper.AESZipFile, entry: pyzipper.ZipInfo, key: bytes) -> bool:
    """Read to its end: the older encryption lets one wrong password in 256 begin."""
    try:
        with archive.open(entry, pwd=key) as stream:
            bounded(stream)
    except Unpacked:
        return True
    except (*_BROKEN, NotImplementedError, RuntimeError):
        return False
    return True


def _entry(entry: pyzipper.ZipInfo) -> Part:
    name = label(_zip_name(entry))
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Part(name, wrong=_LINK)
    if entry.file_size > MOST_PART_BYTES:
        return Part(name, wrong=TOO_LARGE)
    return Part(name, left_out="is a file of the sender's system" if _SYSTEM.search(name) else "")


def _zip_name(entry: pyzipper.ZipInfo) -> str:
    """The name as it was meant: UTF-8 where it says so, or is that without saying so."""
    extra = _unicode_path(entry.extra)
    if extra or entry.flag_bits & _UTF8_NAME:
        return extra or str(entry.filename)
    try:
        return str(entry.filename.encode("cp437").decode())
    except UnicodeError:
        return str(entry.filename)


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "ignore")
        extra = extra[4 + size :]
    return ""


def open_gzip(file: IO[bytes], _passwords: Sequence[str]) -> Opened:
    """What one gzip file holds; its name is the file's own without the ending."""

    def data(_index: int) -> bytes:
        try:
            file.seek(0)
            return unpacked(cast("IO[bytes]", gzip.GzipFile(fileobj=file)))
        except _BROKEN:
            raise Unpacked(_DAMAGED) from None

    return Opened("archive", (Part(_gzip_name(file)),), data)


def _gzip_name(file: IO[bytes]) -> str:
    file.seek(0)
    head = file.read(1024)
    named = head[3] & 8 and not head[3] & 4
    return label(head[10:].split(b"\0")[0].decode("latin-1") if named else "", "unpacked file")


def open_tar(file: IO[bytes], _passwords: Sequence[str]) -> Opened:
    """The files of a tar archive. Raises Unpacked."""
    file.seek(0)
    try:
        archive = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115  it has no file of its own to close
        members = [member for member in archive.getmembers() if not member.isdir()]
    except (tarfile.TarError, *_BROKEN):
        raise Unpacked("is damaged and could not be opened; ask for it again") from None

    def data(index: int) -> bytes:
        try:
            stream = archive.extractfile(members[index])
            return unpacked(stream) if stream else b""
        except (tarfile.TarError, *_BROKEN):
            raise Unpacked(_DAMAGED) from None

    return Opened("archive", tuple(map(_member, members)), data)


def _member(member: tarfile.TarInfo) -> Part:
    name = label(member.name)
    if not member.isfile():
        return Part(name, wrong=_LINK if member.issym() or member.islnk() else "is no file")
    if member.size > MOST_PART_BYTES:
        return Part(name, wrong=TOO_LARGE)
    return Part(name, left_out="is a file of the sender's system" if _SYSTEM.search(name) else "")


def open_mailbox(file: IO[bytes], _passwords: Sequence[str]) -> Opened:
    """The mails of a mailbox (mbox). Raises Unpacked."""
    file.seek(0)
    mails = re.split(rb"(?m)^From [^\r\n]*\r?\n", bounded(file))[1:]
    parts = tuple(Part(f"message {number}.eml") for number in range(1, len(mails) + 1))
    return Opened("archive", parts, lambda index: re.sub(rb"(?m)^>(>*From )", rb"\1", mails[index]))
