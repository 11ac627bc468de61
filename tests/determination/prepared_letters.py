"""What a holder of the office's own key does to a letter before signing it: what comes in is an open, unsigned letter."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from signed_bytes import flipped

Preparing = Callable[[pikepdf.Pdf], None]
PREPARED: dict[str, tuple[Preparing, str, str]] = {}


def prepared(kind: str, words: str, verdict: str = "not valid") -> Callable[[Preparing], Preparing]:
    """Register what a holder of the office's key does to a letter before signing it."""

    def register(change: Preparing) -> Preparing:
        PREPARED[kind] = change, words, verdict
        return change

    return register


def edited(pdf: bytes, change: Preparing, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, **{"object_stream_mode": pikepdf.ObjectStreamMode.disable, **how})
    return out.getvalue()


def overdrawn(document: pikepdf.Pdf, operators: bytes, **resources: Any) -> None:
    page = document.pages[0]
    for key, value in resources.items():
        page.obj.Resources[f"/{key}"] = value
    page.contents_add(document.make_stream(operators))


def first_font(document: pikepdf.Pdf) -> Any:
    return next(iter(document.pages[0].obj.Resources.Font.values()))


@prepared("other words drawn", "words on page 1")
def _(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    drawn = page.obj.Contents.read_bytes()
    page.obj.Contents = document.make_stream(drawn.replace(b"(", b"(\\101", 1))


@prepared("data changed, words kept", "words on page")
def _(document: pikepdf.Pdf) -> None:
    embedded = document.Root.Names.EmbeddedFiles.Names[1].EF
    data = embedded.F.read_bytes().replace(b'"Upheld"', b'"Overturned"')
    embedded.F = embedded.UF = document.make_stream(data, Type=Name.EmbeddedFile, Subtype=Name("/application/json"))


@prepared("data with a doubled key", "twice")
def _(document: pikepdf.Pdf) -> None:
    embedded = document.Root.Names.EmbeddedFiles.Names[1].EF
    data = embedded.F.read_bytes().replace(b'"decision":"Upheld"', b'"decision":"Overturned","decision":"Upheld"', 1)
    assert b"Overturned" in data
    embedded.F.write(data)


@prepared("data that no program of ours reads", "could not be compared")
def _(document: pikepdf.Pdf) -> None:
    document.Root.Names.EmbeddedFiles.Names[1].EF.F.write(b'{"id":"x","surprise":1}')


def picture(document: pikepdf.Pdf) -> Any:
    return document.make_stream(
        zlib.compress(bytes(3 * 64)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=8,
        Height=8,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.FlateDecode,
    )


prepared("a picture over the words", "the drawing")(
    lambda d: overdrawn(d, b"q 300 0 0 40 72 600 cm /Im0 Do Q", XObject=Dictionary(Im0=picture(d)))
)
prepared("an inline picture over the words", "the drawing")(
    lambda d: overdrawn(d, b"q 300 0 0 40 72 600 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")
)
prepared("lines drawn over the words", "the drawing")(lambda d: overdrawn(d, b"q 1 1 1 rg 72 600 300 40 re f Q"))
prepared("a nearly invisible line", "the drawing")(lambda d: overdrawn(d, b"q .99 g 72 600 1 1 re f Q"))
prepared("invisible words", "")(lambda d: overdrawn(d, b"BT 3 Tr /F1+0 9 Tf 72 300 Td (OVERTURNED) Tj ET"))
prepared("words outside the page", "")(lambda d: overdrawn(d, b"BT /F1+0 9 Tf 72 900 Td (OVERTURNED) Tj ET"))


@prepared("words in a layer that is off", "layers")
def _(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    overdrawn(document, b"/OC /L BDC EMC", Properties=Dictionary(L=layer))


@prepared("signs that mean other letters", "the letters behind the signs")
def _(document: pikepdf.Pdf) -> None:
    table = first_font(document).ToUnicode
    table.write(re.sub(rb"<0?0?65>", b"<0066>", table.read_bytes()).replace(b"<0065>", b"<0066>"))


@prepared("another typeface", "the typefaces")
def _(document: pikepdf.Pdf) -> None:
    file = first_font(document).FontDescriptor.FontFile2
    file.write(flipped(file.read_bytes(), 9000))


@prepared("widths of letters changed", "")
def _(document: pikepdf.Pdf) -> None:
    first_font(document).Widths[70] = 4000


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def root(key: str, value: Callable[[pikepdf.Pdf], Any]) -> Preparing:
    return lambda document: document.Root.__setitem__(f"/{key}", value(document))


prepared("a script on opening", "opened")(root("OpenAction", lambda d: script()))
prepared("a script by name", "a script")(
    lambda d: d.Root.Names.__setitem__("/JavaScript", Dictionary(Names=Array([String("x"), script()])))
)
prepared("a script on printing", "by itself")(root("AA", lambda d: Dictionary(WP=script())))
prepared("a script on a page", "by itself")(lambda d: d.pages[0].obj.__setitem__("/AA", Dictionary(O=script())))
prepared("a second form (XFA)", "second form")(lambda d: d.Root.AcroForm.__setitem__("/XFA", Array([])))
prepared("an order of computing fields", "“CO”")(lambda d: d.Root.AcroForm.__setitem__("/CO", Array([])))
prepared("fields drawn by the reader", "“NeedAppearances”")(lambda d: d.Root.AcroForm.__setitem__("/NeedAppearances", True))
prepared("a collection of files", "collection")(root("Collection", lambda d: Dictionary()))
prepared("other page numbers", "page numbers")(
    root("PageLabels", lambda d: Dictionary(Nums=Array([0, Dictionary(P=String("9"))])))
)
prepared("an address that links go to", "link out of the file")(
    root("URI", lambda d: Dictionary(Base=String("https://example.org")))
)
prepared("threads", "order of reading")(root("Threads", lambda d: Array([])))
prepared("no language", "")(lambda d: d.Root.__delitem__("/Lang"))
prepared("another title", "the properties")(lambda d: d.docinfo.__setitem__("/Title", "Overturned"))
prepared("a keyword", "Keywords")(lambda d: d.docinfo.__setitem__("/Keywords", "Overturned"))
prepared("another edition named", "another edition", "cannot tell")(
    lambda d: d.docinfo.__setitem__("/IMRWordingEdition", "1999-01")
)
prepared("another program's data", "own data")(root("PieceInfo", lambda d: Dictionary(X=d.make_indirect(Dictionary()))))


@prepared("other XMP properties", "the properties")
def _(document: pikepdf.Pdf) -> None:
    document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"IMR Desktop", b"IMR Workbench"))


def attach(document: pikepdf.Pdf, file: str) -> None:
    data = document.make_stream(b"{}", Type=Name.EmbeddedFile)
    spec = document.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(file), UF=String(file), EF=Dictionary(F=data, UF=data))
    )
    document.Root.Names.EmbeddedFiles.Names.extend([String(file), spec])


prepared("a second attachment", "more than one attached file")(lambda d: attach(d, "x.txt"))
prepared("two case files", "more than one attached file")(lambda d: attach(d, "case.json"))


@prepared("a second file among the associated ones", "more than one attached file")
def _(document: pikepdf.Pdf) -> None:
    document.Root.AF.append(document.Root.AF[0])


@prepared("other data for readers that ask for Unicode names", "attached")
def _(document: pikepdf.Pdf) -> None:
    document.Root.Names.EmbeddedFiles.Names[1].EF.UF = document.make_stream(b"{}", Type=Name.EmbeddedFile)


@prepared("no attachment", "no data to compare", "cannot tell")
def _(document: pikepdf.Pdf) -> None:
    del document.Root.Names, document.Root.AF


@prepared("no attachment and a script", "opened")
def _(document: pikepdf.Pdf) -> None:
    del document.Root.Names, document.Root.AF
    document.Root.OpenAction = script()


def noted(document: pikepdf.Pdf, **entries: Any) -> None:
    page = document.pages[0].obj
    note = document.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([72, 600, 400, 640]), **entries))
    page.Annots = Array([*page.get("/Annots", ()), note])


prepared("a note", "note or other mark")(lambda d: noted(d, Subtype=Name.FreeText, Contents=String("OVERTURNED")))
prepared("a pop-up", "note or other mark")(lambda d: noted(d, Subtype=Name.Popup))
prepared("a sound", "note or other mark")(lambda d: noted(d, Subtype=Name.Screen))
prepared("a link out of the file", "")(
    lambda d: noted(d, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org")))
)
prepared("a link that starts a program", "")(
    lambda d: noted(d, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("x")))
)
prepared("a link into the file", "the links")(lambda d: noted(d, Subtype=Name.Link, Dest=Array([d.pages[1].obj, Name.Fit])))
for key, value in {
    "MediaBox": [0, 300, 612, 792],
    "CropBox": [0, 300, 612, 792],
    "Rotate": 180,
    "UserUnit": 2,
    "TrimBox": [0, 0, 9, 9],
}.items():
    prepared(f"a page's {key}", "")(
        lambda d, key=key, value=value: d.pages[0].obj.__setitem__(
            f"/{key}", Array(value) if isinstance(value, list) else value
        )
    )


@prepared("a page removed", "")
def _(document: pikepdf.Pdf) -> None:
    del document.pages[0]


@prepared("two pages swapped", "words on pages 1, 2")
def _(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[0])
    del document.pages[0]


@prepared("the field hidden", "place of the signature")
def _(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].F = 2


@prepared("the field elsewhere", "visible stamp")
def _(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].Rect = Array([72, 600, 400, 700])
