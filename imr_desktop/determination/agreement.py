"""Do the words on the pages say what the attached data says: the data is rendered again and the words compared.

Runs inside the sandbox: pages and data are of unknown origin.
"""

from __future__ import annotations

import io

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case, DisputedItem, Document
from imr_desktop.determination.outgoing import ATTACHMENT
from imr_desktop.determination.render import render
from imr_desktop.determination.wording import editions, wording
from imr_desktop.errors import CaseInvalid, ImrError

_DIFFERENT = "The words on {pages} differ from the attached case data; do not rely on this file, ask for the original."


def prepare() -> None:
    """Load what rendering and reading take, fonts and wording among it, before the process confines itself."""
    document = Document("d1", "0" * 64, "Report", "progress report", 1, 2)
    item = DisputedItem(id="i1", title="Item", decision="Upheld", rationale="One <b> & é ≤ 中 [p. 1].\n\nTwo.")
    for edition in editions():
        wording(edition)
    compare(render(Case(id="0", number="0", items=(item,), documents=(document,), summary="One.")))


def agree(pdf: bytes) -> bytes:
    """`compare` as the sandbox calls it: the file's bytes in, its two results out as msgpack."""
    return msgspec.msgpack.encode(compare(pdf))


def compare(pdf: bytes) -> tuple[bool | None, str | None]:
    """Whether words and data agree, and the sentence about it where they do not or cannot be compared (None)."""
    try:
        data, edition = _attached(pdf)
    except Exception:  # noqa: BLE001  hostile bytes make the parser raise anything
        return None, "The attached case data cannot be read, so the words could not be compared with it."
    if data is None:
        return None, "No case data is attached, so the words could not be compared with it."
    if edition != wording().edition:
        return None, (
            f"The letter was made with another edition of the fixed wording ({edition[:20] or 'unknown'}), so the "
            "words could not be compared with the attached case data."
        )
    return _compared(pdf, data)


def _compared(pdf: bytes, data: bytes) -> tuple[bool | None, str | None]:
    from imr_desktop.determination.pdfium import page_texts

    try:
        expected = page_texts(render(codec.decode(data, "The attached case data")))
        shown = page_texts(pdf)
    except CaseInvalid as error:
        return None, f"The words could not be compared: {error}"
    except ImrError as error:
        return False, f"The attached case data does not make a letter: {error}"
    except Exception as error:  # noqa: BLE001  they also make what is built of them fail anyhow
        return None, f"The words could not be compared with the attached case data ({type(error).__name__})."
    if len(expected) != len(shown):
        return False, (
            f"The file has {len(shown)} pages where the attached case data makes {len(expected)}; do not rely on "
            "this file, ask for the original."
        )
    pages = [
        number
        for number, (one, other) in enumerate(zip(expected, shown, strict=True), 1)
        if "".join(one.split()) != "".join(other.split())
    ]
    return (False, _DIFFERENT.format(pages=_named(pages))) if pages else (True, None)


def _named(pages: list[int]) -> str:
    shown = ", ".join(f"{page}" for page in pages[:5])
    more = f" and {len(pages) - 5} more" if len(pages) > 5 else ""
    return f"page {shown}{more}" if len(pages) == 1 else f"pages {shown}{more}"


def _attached(pdf: bytes) -> tuple[bytes | None, str]:
    """The attached ``case.json`` and the wording edition the file names."""
    import pikepdf

    from imr_desktop.determination.finish import EDITION

    with pikepdf.open(io.BytesIO(pdf)) as document:
        edition = str(document.docinfo.get(EDITION, ""))
        if ATTACHMENT not in document.attachments:
            return None, edition
        return document.attachments[ATTACHMENT].get_file().read_bytes(), edition
