"""Ways of tampering with a signed letter, one function each: what comes in is the signed letter's bytes.

Each is registered with the words that one of the reasons must hold, so that a verdict is never right for a wrong reason.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signed_bytes import BLANK, Change, appended, emptied, flipped, hole, ranges, resaved, restated, stream_of

AFTER: dict[str, tuple[Change, str]] = {}
CHANGED = "is not of these bytes"
ADDED = "added to the file after signing"
CUT = "cut off"
CONTAINER = "container is not written as this program writes it"
EMPTIED = "does not say which bytes it signs"
DAMAGED = "empty or damaged"
MOVED = "does not stand where the file says"
UNSIGNED = "carries no signature"


def after(kind: str, words: str) -> Callable[[Change], Change]:
    """Register a change made after signing, and words that the verdict gives for it."""

    def register(change: Change) -> Change:
        AFTER[kind] = change, words
        return change

    return register


after("a byte of a page", CHANGED)(lambda pdf: flipped(pdf, stream_of(pdf, b"/ProcSet")))
after("a byte of the attached data", CHANGED)(lambda pdf: flipped(pdf, stream_of(pdf, b"/EmbeddedFile ")))
after("a byte of a typeface", CHANGED)(lambda pdf: flipped(pdf, stream_of(pdf, b"/Length1")))
after("a byte of the properties", CHANGED)(lambda pdf: pdf.replace(b"/Creator (IMR", b"/Creator (IMS", 1))
after("a byte of the stated time", CHANGED)(lambda pdf: pdf.replace(b"/M (D\\0722026", b"/M (D\\0722025", 1))
after("another space between two objects", CHANGED)(lambda pdf: pdf.replace(b"endobj\n3 0 obj", b"endobj\r3 0 obj", 1))
after("the signature in small letters", CONTAINER)(
    lambda pdf: pdf[: hole(pdf)[0]] + pdf[slice(*hole(pdf))].lower() + pdf[hole(pdf)[1] :]
)


@after("a bit of the signature's value", "value is not the signer's")
def _(pdf: bytes) -> bytes:
    last = hole(pdf)[1] - 1
    return pdf[:last] + b"%X" % (int(pdf[last : last + 1], 16) ^ 1) + pdf[last + 1 :]


@after("a space in the signature's digits", MOVED)
def _(pdf: bytes) -> bytes:
    start, _ = hole(pdf)
    return pdf[: start + 100] + b" " + pdf[start + 101 :]


# ----- something before or behind

after("a line end appended", ADDED)(lambda pdf: pdf + b"\n")
after("a comment appended", ADDED)(lambda pdf: pdf + b"% paid\n%%EOF\n")
after("a second end appended", ADDED)(lambda pdf: pdf + b"startxref\n0\n%%EOF\n")
after("a ZIP archive appended", ADDED)(lambda pdf: pdf + b"PK\x05\x06" + bytes(18))
after("junk before the header", MOVED)(lambda pdf: b"junk\n" + pdf)
after("another header", CHANGED)(lambda pdf: b"%PDF-1.4" + pdf[8:])
for size in (1, 6, 2000):
    after(f"{size} bytes cut off", CUT)(lambda pdf, size=size: pdf[:-size])
after("half cut off", CUT)(lambda pdf: pdf[: len(pdf) // 2])
after("only the header left", CUT)(lambda pdf: pdf[:15])
after("an empty file", "is empty")(lambda pdf: b"")
after("no PDF", "not a PDF")(lambda pdf: b"PK" + pdf[2000:4000])


# ----- incremental updates, as another program writes them


def updated(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def update(kind: str, words: str = ADDED) -> Callable[[Callable[[Any], None]], None]:
    """Register an incremental update."""

    def register(change: Callable[[Any], None]) -> None:
        after(kind, words)(lambda pdf: updated(pdf, change))

    return register


def name(text: str) -> generic.NameObject:
    return generic.pdf_name(f"/{text}")


def made(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({name(key): value for key, value in entries.items()})


def stream(writer: Any, data: bytes, **entries: Any) -> Any:
    return writer.add_object(generic.StreamObject({name(key): value for key, value in entries.items()}, stream_data=data))


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.FloatObject, values))


def page_of(writer: Any, which: int = 0) -> Any:
    return writer.root["/Pages"]["/Kids"][which].get_object()


def annotated(writer: Any, **entries: Any) -> None:
    page = page_of(writer)
    note = made(Type=name("Annot"), Rect=numbers(72, 600, 400, 640), **entries)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def text(value: str) -> Any:
    return generic.pdf_string(value)


@update("overlaid text")
def _(writer: Any) -> None:
    page = page_of(writer)
    drawn = stream(writer, b"BT /F1+0 30 Tf 72 400 Td (OVERTURNED) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), drawn])
    writer.update_container(page)


update("a note on a page")(lambda w: annotated(w, Subtype=name("FreeText"), Contents=text("OVERTURNED")))
update("a link out of the file")(
    lambda w: annotated(w, Subtype=name("Link"), A=made(S=name("URI"), URI=text("https://example.org")))
)
update("an ink mark")(lambda w: annotated(w, Subtype=name("Ink"), InkList=generic.ArrayObject([numbers(1, 1, 90, 90)])))
update("a picture stamped over a page")(
    lambda w: annotated(
        w, Subtype=name("Stamp"), AP=made(N=stream(w, b"0 0 300 40 re f", Subtype=name("Form"), BBox=numbers(0, 0, 300, 40)))
    )
)


@update("a page added")
def _(writer: Any) -> None:
    tree = writer.root["/Pages"]
    page = writer.add_object(made(Type=name("Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=numbers(0, 0, 612, 792)))
    tree["/Kids"].append(page)
    tree["/Count"] = generic.NumberObject(int(tree["/Count"]) + 1)
    writer.update_container(tree)


@update("a page removed")
def _(writer: Any) -> None:
    tree = writer.root["/Pages"]
    tree["/Kids"] = generic.ArrayObject([tree["/Kids"].raw_get(place) for place in range(1, len(tree["/Kids"]))])
    tree["/Count"] = generic.NumberObject(int(tree["/Count"]) - 1)
    writer.update_container(tree)


@update("two pages swapped")
def _(writer: Any) -> None:
    tree = writer.root["/Pages"]
    kids = [tree["/Kids"].raw_get(place) for place in range(len(tree["/Kids"]))]
    tree["/Kids"] = generic.ArrayObject([kids[1], kids[0], *kids[2:]])
    writer.update_container(tree)


def reattached(writer: Any, data: bytes = b'{"id":"x"}') -> None:
    embedded = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]
    embedded["/F"] = embedded["/UF"] = stream(writer, data)
    writer.update_container(embedded)


update("other data attached")(reattached)


@update("other data attached and other words drawn")
def _(writer: Any) -> None:
    reattached(writer)
    page = page_of(writer)
    page["/Contents"] = stream(writer, b"BT /F1+0 30 Tf 72 400 Td (OVERTURNED) Tj ET")
    writer.update_container(page)


@update("another title")
def _(writer: Any) -> None:
    info = writer.trailer["/Info"]
    info["/Title"] = text("Overturned")
    writer.update_container(info)


def in_root(key: str, value: Callable[[Any], Any]) -> Callable[[Any], None]:
    def change(writer: Any) -> None:
        writer.root[f"/{key}"] = value(writer)
        writer.update_root()

    return change


SCRIPT = {"S": name("JavaScript"), "JS": text("app.alert(1)")}
update("other XMP properties")(in_root("Metadata", lambda w: stream(w, b"<x/>", Type=name("Metadata"), Subtype=name("XML"))))
update("another language")(in_root("Lang", lambda w: text("fr")))
update("a script on opening")(in_root("OpenAction", lambda w: made(**SCRIPT)))
update("a program started on opening")(in_root("OpenAction", lambda w: made(S=name("Launch"), F=text("a.exe"))))
update("something done on closing")(in_root("AA", lambda w: made(WC=made(**SCRIPT))))
update("a layer")(in_root("OCProperties", lambda w: made(OCGs=generic.ArrayObject(), D=made())))
update("other page numbers")(in_root("PageLabels", lambda w: made(Nums=generic.ArrayObject())))
update("the window's menus hidden")(in_root("ViewerPreferences", lambda w: made(HideMenubar=generic.BooleanObject(True))))
update("named places")(in_root("Dests", lambda w: made()))
update("data for checking signatures")(in_root("DSS", lambda w: made(Certs=generic.ArrayObject())))
update("another program's data")(in_root("PieceInfo", lambda w: made()))
update("permissions removed")(in_root("Perms", lambda w: made()))
update("the form removed")(in_root("AcroForm", lambda w: made(Fields=generic.ArrayObject())))
update("nothing but a new catalog")(lambda w: w.update_root())


def second_file(file: str) -> Callable[[Any], None]:
    def change(writer: Any) -> None:
        tree = writer.root["/Names"]["/EmbeddedFiles"]
        data = stream(writer, b"{}", Type=name("EmbeddedFile"))
        tree["/Names"] += [text(file), writer.add_object(made(Type=name("Filespec"), F=text(file), EF=made(F=data)))]
        writer.update_root()

    return change


update("a second attachment")(second_file("evidence.txt"))
update("a second case.json")(second_file("case.json"))


@update("a form field for text")
def _(writer: Any) -> None:
    field = made(FT=name("Tx"), T=text("decision"), V=text("Overturned"), Subtype=name("Widget"), Rect=numbers(0, 0, 90, 20))
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form)


def widget(writer: Any) -> Any:
    return writer.root["/AcroForm"]["/Fields"][0].get_object()


@update("another visible stamp")
def _(writer: Any) -> None:
    field = widget(writer)
    field["/AP"] = made(N=stream(writer, b"", Subtype=name("Form"), BBox=numbers(0, 0, 1, 1)))
    writer.update_container(field)


@update("the visible stamp hidden")
def _(writer: Any) -> None:
    field = widget(writer)
    field["/F"] = generic.NumberObject(2)
    writer.update_container(field)


@update("the signature taken out by an update", "")
def _(writer: Any) -> None:
    field = widget(writer)
    del field["/V"]
    writer.update_container(field)


def font(writer: Any) -> Any:
    return next(iter(page_of(writer)["/Resources"]["/Font"].values())).get_object()


@update("signs that mean other letters")
def _(writer: Any) -> None:
    face = font(writer)
    face["/ToUnicode"] = stream(writer, b"begincmap endcmap")
    writer.update_container(face)


@update("another typeface")
def _(writer: Any) -> None:
    described = font(writer)["/FontDescriptor"]
    described["/FontFile2"] = stream(writer, b"no typeface", Length1=generic.NumberObject(11))
    writer.update_container(described)


for key, value in {
    "CropBox": numbers(0, 300, 612, 792),
    "Rotate": generic.NumberObject(180),
    "UserUnit": generic.NumberObject(2),
}.items():

    @update(f"a page's {key}")
    def _(writer: Any, key: str = key, value: Any = value) -> None:
        page = page_of(writer)
        page[f"/{key}"] = value
        writer.update_container(page)


# ----- updates by hand: what careless readers take for a file

after("an update without a table", ADDED)(lambda pdf: appended(pdf, BLANK, "none"))
after("an update with a trailer alone", ADDED)(lambda pdf: appended(pdf, BLANK, "trailer alone"))
after("an update with a table", ADDED)(lambda pdf: appended(pdf, BLANK))
after("an update with two kinds of tables", ADDED)(lambda pdf: appended(pdf, BLANK, "hybrid"))
after("an update whose table is elsewhere", ADDED)(lambda pdf: appended(pdf, BLANK, "wrong place"))
after("an update with the signature copied into it", "")(
    lambda pdf: appended(pdf, BLANK) + pdf[pdf.rindex(b"/Contents <") : pdf.rindex(b"endobj")] + b"\n%%EOF\n"
)


# ----- the signature itself

after("no byte range", EMPTIED)(lambda pdf: restated(pdf, b""))
after("a byte range of null", EMPTIED)(lambda pdf: restated(pdf, b"/ByteRange null"))
after("a byte range of zeros", MOVED)(lambda pdf: restated(pdf, b"/ByteRange [0 0 0 0]"))
after("a byte range below nothing", EMPTIED)(lambda pdf: restated(pdf, b"/ByteRange [0 -1 9 9]"))
after("a byte range of three numbers", EMPTIED)(lambda pdf: restated(pdf, b"/ByteRange [0 1 9]"))
after("a byte range of far more bytes", MOVED)(lambda pdf: restated(pdf, b"/ByteRange [0 1 9 999999999]"))
after("a byte range with a gap", MOVED)(
    lambda pdf: restated(pdf, re.sub(rb"\[0 (\d+)", lambda f: b"[0 %d" % (int(f[1]) - 10), pdf[slice(*ranges(pdf))]))
)
after("signature emptied", MOVED)(lambda pdf: emptied(pdf, b"<>"))
after("signature of null", MOVED)(lambda pdf: emptied(pdf, b"null"))
after("signature of zeros", DAMAGED)(
    lambda pdf: pdf[: hole(pdf)[0]] + b"0" * (hole(pdf)[1] - hole(pdf)[0]) + pdf[hole(pdf)[1] :]
)
after("signature of a single zero", MOVED)(lambda pdf: emptied(pdf, b"<00>"))
after("the signature's entry taken out", EMPTIED)(
    lambda pdf: re.sub(
        rb"/V \d+ 0 R",
        lambda f: b" " * len(f[0]),
        re.sub(rb"/ByteRange|/SubFilter", lambda f: b"/" + b"x" * (len(f[0]) - 1), pdf),
    )
)
after("the unsigned revision alone", UNSIGNED)(lambda pdf: pdf[: pdf.index(b"%%EOF\n") + 6])
after("the subfilter changed", CHANGED)(lambda pdf: pdf.replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached", 1))
after("the level of changes changed", CHANGED)(lambda pdf: pdf.replace(b"/P 1\n", b"/P 3\n", 1))


@after("signature wrapped: the second range moved", "")
def _(pdf: bytes) -> bytes:
    """What was signed behind the signature stands at the end again, and something else in its place."""
    start, first, second, rest = map(int, re.findall(rb"\d+", pdf[slice(*ranges(pdf))]))
    wrapped = pdf[:second] + b"\n/ByteRange [0 %d %d %d]\n>>\nendobj\n%% other words\n" % (first, second + 4000, rest)
    return wrapped.ljust(second + 4000) + pdf[second:]


# ----- saved again by another program

after("saved again", "")(resaved)
after("saved again with packed objects", "")(lambda pdf: resaved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate))
after("saved again for the web", "")(lambda pdf: resaved(pdf, linearize=True))
after("saved again in plain text", "")(lambda pdf: resaved(pdf, qdf=True))
after("encrypted", "encrypted")(lambda pdf: resaved(pdf, encryption=pikepdf.Encryption(owner="x", user="")))


@after("signature stripped", "")
def _(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.AcroForm, document.Root.Perms
        for page in document.pages:
            if "/Annots" in page.obj:
                del page.obj.Annots
        document.save(out)
    return out.getvalue()
