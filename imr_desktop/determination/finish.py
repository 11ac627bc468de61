"""What the laid-out pages still need to be a document: metadata, the attached case, the signature's field.

pikepdf writes the same bytes for the same input, so the same case gives the same file on every computer with the same
program (measured: ReportLab's invariant mode and a deterministic file id).
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from imr_desktop.determination.flowables import SignatureBox
from imr_desktop.determination.metadata import describe, state_colours
from imr_desktop.determination.outgoing import ATTACHMENT
from imr_desktop.determination.release import MADE_WITH, release

FIELD = "ReviewerSignature"
EDITION = "/IMRWordingEdition"
_TOOLTIP = "Electronic signature of the independent medical reviewer"
_PRINT_AND_LOCKED = 132


def finish(raw: bytes, *, title: str, edition: str, data: bytes | None, signature: SignatureBox | None) -> bytes:
    """Add metadata, `data` as ``case.json`` (None: nothing), and an empty signature field where `signature` says (None: a
    draft). No time of its making is stated: the case knows none, and the signature states its own.
    """
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for number, page in enumerate(pdf.pages):
            del page.obj[Name.Trans]
            page.obj.StructParents, page.obj.Tabs = number, Name.S
        describe(pdf, title, {EDITION: edition, f"/{MADE_WITH}": release()})
        state_colours(pdf)
        if data is not None:
            _attach(pdf, data)
        if signature is not None:
            _add_field(pdf, signature)
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
        )
    return buffer.getvalue()


def _attach(pdf: pikepdf.Pdf, data: bytes) -> None:
    stream = pdf.make_stream(
        data, Type=Name.EmbeddedFile, Subtype=Name("/application/json"), Params=Dictionary(Size=len(data))
    )
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            Desc=String("The determination as data"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(ATTACHMENT), file])))
    pdf.Root.AF = Array([file])


def _add_field(pdf: pikepdf.Pdf, signature: SignatureBox) -> None:
    page = pdf.pages[signature.page]
    left, bottom, right, top = signature.rect
    look = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, right - left, top - bottom]), Resources=Dictionary()
    )
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_TOOLTIP),
            Rect=Array([left, bottom, right, top]),
            F=_PRINT_AND_LOCKED,
            P=page.obj,
            AP=Dictionary(N=look),
        )
    )
    page.obj.Annots = Array([*page.obj.get(Name.Annots, ()), widget])
    _tag_field(pdf, signature, widget)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=0))


def _tag_field(pdf: pikepdf.Pdf, signature: SignatureBox, widget: pikepdf.Object) -> None:
    """Give the field its place in the structure, where a tag waits for it."""
    assert signature.tag is not None
    tree = pdf.Root.StructTreeRoot
    tag = pdf.get_object(signature.tag.number, 0)
    key = widget.StructParent = tree.ParentTreeNextKey
    tag.K = Dictionary(Type=Name.OBJR, Pg=widget.P, Obj=widget)
    tree.ParentTree.Nums.extend([key, tag])
    tree.ParentTreeNextKey = key + 1
