"""Does the visible stamp show who signed and when: it is drawn again and compared. Used in the limited process."""

from __future__ import annotations

import io
from datetime import datetime

from imr_desktop.determination.differences import same
from imr_desktop.determination.pdf_values import Value, mapping, sequence
from imr_desktop.determination.written import Written, decoded

_AROUND = b"q q /BackgroundGS gs 1 0 0 1 0 0 cm /Stamp Do Q Q"
"""What pyHanko draws to put the stamp, in its own size, into the field."""


def as_signed(written: Written, signer: str, at: datetime, fingerprint: str) -> bool:
    """Whether the field's appearance is the stamp for this signer and time, and nothing else. Raises Foreign."""
    from imr_desktop.determination.stamp import stamp_page

    field = mapping(written.get(next(iter(sequence(written.chain("AcroForm", "Fields"))), None)))
    outer = _at(written, field, "AP", "N")
    pictures = _at(written, outer, "Resources", "XObject")
    inner = _at(written, pictures, "Stamp")
    drawn = _saved(stamp_page(signer, at, fingerprint))
    page = drawn.pages()[0]
    return (
        decoded(outer).split() == _AROUND.split()
        and len(mapping(pictures)) == 1
        and decoded(inner) == decoded(drawn.get(page.get("Contents")))
        and same(drawn, page.get("Resources"), written, mapping(inner).get("Resources"))
    )


def _at(written: Written, value: Value, *names: str) -> Value:
    for name in names:
        value = written.get(mapping(value).get(name))
    return value


def _saved(pdf: bytes) -> Written:
    """A page of our own, spelled as every file of this program is."""
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(buffer, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    return Written(buffer.getvalue())
