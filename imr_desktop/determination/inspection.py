"""What `verify` runs in the limited process that parses the file: where its signature stands and what it says it forbids.

Everything here handles bytes of unknown origin, and what it answers is the word of a process that these bytes may have taken
over: the parent measures it against the bytes, and the signature itself is examined elsewhere (`signature`).
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


class FoundSignature(msgspec.Struct, frozen=True):
    """A file's first signature: its byte range, how many there are, whether it covers all and forbids changes.

    `changed`: what was added after signing is more than the signer allowed.
    """

    state: Literal["no PDF", "unsigned", "unreadable", "signed"]
    byte_range: tuple[int, int, int, int] = (0, 0, 0, 0)
    count: int = 0
    whole: bool = False
    certified: bool = False
    changed: bool = False


def prepare() -> None:
    """Load what parsing takes, before the process confines itself."""
    import pyhanko.pdf_utils.reader
    import pyhanko.sign.validation  # noqa: F401


def inspect(pdf: bytes) -> bytes:
    """The sandbox's entry: the file's bytes in, a msgpack `FoundSignature` out."""
    hush()
    return msgspec.msgpack.encode(_found(pdf))


def hush() -> None:
    """Hush pyHanko for good: it logs tracebacks of what the report says in a sentence. The program's own log goes on."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _found(pdf: bytes) -> FoundSignature:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_signatures)
    except Exception:  # noqa: BLE001  hostile bytes make pyHanko raise anything
        return FoundSignature("no PDF")
    if not signatures:
        return FoundSignature("unsigned")
    try:
        return _described(signatures[0], len(signatures))
    except Exception:  # noqa: BLE001  here too
        return FoundSignature("unreadable")


def _described(signature: EmbeddedPdfSignature, count: int) -> FoundSignature:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    start, first, second, rest = (int(number) for number in signature.byte_range)
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    summary = signature.summarise_integrity_info()
    return FoundSignature(
        "signed",
        (start, first, second, rest),
        count,
        summary["coverage"] == SignatureCoverageLevel.ENTIRE_FILE,
        _certified(signature),
        summary["docmdp_ok"] is False,
    )


def _certified(signature: EmbeddedPdfSignature) -> bool:
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.pdf_embedded import read_certification_data

    declared = read_certification_data(signature.reader)
    return signature.docmdp_level == MDPPerm.NO_CHANGES and declared is not None and declared.permission == MDPPerm.NO_CHANGES
