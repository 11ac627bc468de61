"""Writes Outlook messages (MSG) as Outlook saves them: an OLE storage of properties (MS-CFB version 3, MS-OXMSG)."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

Tree = dict[str, "bytes | Tree"]
SECTOR = 512
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def message(subject="", body="", sender="", to="", sent=None, attached=(), nested=False, packed=b"") -> Tree:
    """A message's storage; `attached` are (name, bytes or a message's storage)."""
    tree: Tree = {}
    for number, words in ((0x0037, subject), (0x1000, body), (0x0C1A, sender), (0x0E04, to)):
        if words:
            tree[f"__substg1.0_{number:04X}001F"] = words.encode("utf-16-le")
    if packed:
        tree["__substg1.0_10090102"] = packed
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000 if sent else 0
    head = b"\0" * (24 if nested else 32)
    tree["__properties_version1.0"] = head + (struct.pack("<HHIQ", 0x40, 0x39, 6, ticks) if sent else b"")
    for index, (name, data) in enumerate(attached):
        method = 5 if isinstance(data, dict) else 1
        tree[f"__attach_version1.0_#{index:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            ("__substg1.0_3701000D" if isinstance(data, dict) else "__substg1.0_37010102"): data,
            "__properties_version1.0": b"\0" * 8 + struct.pack("<HHIQ", 3, 0x3705, 6, method),
        }
    return tree


def saved(tree: Tree) -> bytes:
    """The bytes of a storage; every stream takes at least 4,096 bytes, so that none needs the small table."""
    entries: list[list] = [["Root Entry", 5, _NONE, _NONE, _NONE, _END, 0]]
    streams: list[bytes] = []
    _enter(tree, 0, entries, streams)
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        if entry[1] == 2:
            data = streams[entry[5]]
            entry[5] = _put(data, sectors, fat)
    directory = b"".join(map(_entry, entries))
    first = _put(directory + b"\0" * (-len(directory) % SECTOR), sectors, fat)
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    places = list(range(len(fat), len(fat) + count))
    table = [*fat, *[_FAT] * count]
    table += [_FREE] * (count * 128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, count, first, 0, 0, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _enter(tree: Tree, parent: int, entries: list[list], streams: list[bytes]) -> None:
    before = None
    for name, held in tree.items():
        number = len(entries)
        if isinstance(held, dict):
            entries.append([name, 1, _NONE, _NONE, _NONE, 0, 0])
        else:
            streams.append(held + b"\0" * max(0, 4096 - len(held)))
            entries.append([name, 2, _NONE, _NONE, _NONE, len(streams) - 1, len(streams[-1])])
        if before is None:
            entries[parent][4] = number
        else:
            entries[before][3] = number
        before = number
        if isinstance(held, dict):
            _enter(held, number, entries, streams)


def _put(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    first = len(fat)
    pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
    sectors += pieces
    fat += [*range(first + 1, first + len(pieces)), _END]
    return first


def _entry(entry: list) -> bytes:
    name, kind, left, right, child, start, size = entry
    letters = name.encode("utf-16-le") + b"\0\0"
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, left, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
