"""A letter broken in one way each that the validators of PDF/A and PDF/UA must report."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Dictionary, Name, String


def all_broken(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """The name of each breakage and the letter with it."""
    for name, break_it in BREAKAGES.items():
        yield name, saved(pdf, break_it)


def saved(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The letter after a change."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(buffer, min_version="1.7")
    return buffer.getvalue()


def nothing(_document: pikepdf.Pdf) -> None:
    """Break nothing."""


def without(key: str) -> Callable[[pikepdf.Pdf], None]:
    """The document's root without one of its entries."""

    def remove(document: pikepdf.Pdf) -> None:
        del document.Root[key]

    return remove


def everywhere_without(key: str) -> Callable[[pikepdf.Pdf], None]:
    """No dictionary of the file has this entry any more; that one had it is asserted."""

    def remove(document: pikepdf.Pdf) -> None:
        found = [thing for thing in document.objects if isinstance(thing, (Dictionary, pikepdf.Stream)) and key in thing]
        assert found, key
        for thing in found:
            del thing[key]

    return remove


def tags(document: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """The tags of one role."""
    found = [
        thing
        for thing in document.objects
        if isinstance(thing, Dictionary) and "/P" in thing and "/S" in thing and Name(f"/{role}") == thing.S
    ]
    assert found, role
    return found


def renamed(role: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    """All tags of one role claim to be something else."""

    def rename(document: pikepdf.Pdf) -> None:
        for tag in tags(document, role):
            tag.S = Name(f"/{other}")

    return rename


def columns_without_scope(document: pikepdf.Pdf) -> None:
    for tag in tags(document, "TH"):
        del tag.A


def unmarked_words(document: pikepdf.Pdf) -> None:
    """What every page carries is neither tagged nor marked as no part of the text."""
    page = document.pages[0]
    words = page.Contents.read_bytes()
    mark = b"/Artifact <</Type /Pagination>> BDC"
    at = words.index(mark)
    end = words.index(b"EMC", at)
    page.Contents = document.make_stream(words[:at] + words[at + len(mark) : end] + words[end + 3 :])


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def link_without_words(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == Name.Link:
                del annotation.Contents
                return
    raise AssertionError("the letter has no link")


def link_outside_the_tags(document: pikepdf.Pdf) -> None:
    renamed("Link", "Span")(document)


def claims_nothing(document: pikepdf.Pdf) -> None:
    packet = document.Root.Metadata.read_bytes()
    packet = packet.replace(b"<pdfaid:part>3</pdfaid:part>", b"").replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    document.Root.Metadata = document.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def without_title(document: pikepdf.Pdf) -> None:
    packet = document.Root.Metadata.read_bytes()
    start, end = packet.index(b"<dc:title>"), packet.index(b"</dc:title>")
    document.Root.Metadata = document.make_stream(packet[:start] + packet[end + 11 :], Type=Name.Metadata, Subtype=Name.XML)


def picture_without_words(document: pikepdf.Pdf) -> None:
    tags(document, "H1")[0].S = Name.Figure


def transparent_other_colours(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.Contents = document.make_stream(page.Contents.read_bytes() + b" /Artifact BMC 0 0 0 1 k 0 0 1 1 re f EMC")


def second_language_unknown(document: pikepdf.Pdf) -> None:
    tags(document, "H1")[0].Lang = String("english, please")


BREAKAGES: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "no language": without("/Lang"),
    "file name shown for title": without("/ViewerPreferences"),
    "no output intent": without("/OutputIntents"),
    "no structure": without("/StructTreeRoot"),
    "not marked as tagged": without("/MarkInfo"),
    "no metadata": without("/Metadata"),
    "no order of annotations": everywhere_without("/Tabs"),
    "no place in the structure": everywhere_without("/StructParents"),
    "column headings without scope": columns_without_scope,
    "a level of heading left out": renamed("H2", "H4"),
    "words outside the tags": unmarked_words,
    "typeface not embedded": everywhere_without("/FontFile2"),
    "letters without meaning": everywhere_without("/ToUnicode"),
    "script": script,
    "rows without a table": renamed("Table", "P"),
    "signature outside its tag": renamed("Form", "P"),
    "unknown kind of tag": renamed("P", "Words"),
    "attachment of no known kind": everywhere_without("/AFRelationship"),
    "field without words": everywhere_without("/TU"),
    "link without words": link_without_words,
    "link outside its tag": link_outside_the_tags,
    "claims no standard": claims_nothing,
    "no title": without_title,
    "picture without words": picture_without_words,
    "colours of another kind": transparent_other_colours,
    "language that is none": second_language_unknown,
}
