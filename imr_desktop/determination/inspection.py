"""What `verify` runs inside the sandbox to learn the state of a file's signature.

Everything here handles bytes of unknown origin. Any failure becomes a sentence in the report.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from imr_desktop.determination.verify import Inspection, VerifyReport

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

_UNSIGNED = "The file carries no signature; ask for the signed determination."
_NOT_PDF = "The file is not a PDF that can be read; ask for the determination again."


def inspect(payload: bytes) -> bytes:
    """The sandbox's entry: a msgpack `Inspection` in, a msgpack `VerifyReport` out."""
    wish = msgspec.msgpack.decode(payload, type=Inspection)
    with _quiet():
        return msgspec.msgpack.encode(examine(wish.pdf, wish.root))


@contextmanager
def _quiet() -> Iterator[None]:
    """Hush pyHanko: it logs whole tracebacks of what the report says in a sentence."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def examine(pdf: bytes, root: bytes | None) -> VerifyReport:
    """The report on one file's signature; `root` is a certificate as DER. Data and words are compared elsewhere."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_signatures)
    except Exception:  # hostile bytes make pyHanko raise anything
        return VerifyReport(problems=(_NOT_PDF,))
    if not signatures:
        return VerifyReport(problems=(_UNSIGNED,))
    try:
        return _report(signatures, pdf, root)
    except Exception as error:
        return VerifyReport(problems=(f"The signature cannot be read ({type(error).__name__}); the file is damaged or was "
                                      "changed. Ask for the determination again.",))


def _report(signatures: list[EmbeddedPdfSignature], pdf: bytes, root: bytes | None) -> VerifyReport:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    first = signatures[0]
    status = _validated(first, root)
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _spans(first, len(pdf))
    certified = _certified(first)
    intact = bool(status.intact and status.valid)
    trusted = bool(intact and root is not None and status.trusted)
    problems = [*_change_problems(intact, covers, status), *_kind_problems(certified, len(signatures)),
                *_trust_problems(trusted, status, root)]
    signed_at = first.self_reported_timestamp
    return VerifyReport(intact=intact, covers_whole_file=covers, certified=certified, trusted=trusted,
                        signer=_common_name(first), signed_at=signed_at.isoformat() if signed_at else None,
                        problems=tuple(problems))


def _validated(signature: EmbeddedPdfSignature, root: bytes | None) -> PdfSignatureStatus:
    from asn1crypto import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = [] if root is None else [x509.Certificate.load(root)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    return validate_pdf_signature(signature, context)


def _spans(signature: EmbeddedPdfSignature, size: int) -> bool:
    """Whether the signed byte range is the whole file but for the signature itself, counted without any library."""
    start, first, second, rest = (int(number) for number in signature.byte_range)
    return start == 0 and 0 < first < second and second + rest == size


def _certified(signature: EmbeddedPdfSignature) -> bool:
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.pdf_embedded import read_certification_data

    declared = read_certification_data(signature.reader)
    return (signature.docmdp_level == MDPPerm.NO_CHANGES and declared is not None
            and declared.permission == MDPPerm.NO_CHANGES)


def _change_problems(intact: bool, covers: bool, status: PdfSignatureStatus) -> list[str]:
    if not intact:
        return ["The signed bytes were changed after signing; do not rely on this file, ask for the original."]
    if not covers:
        return ["Something was added to the file after signing; do not rely on what it shows, ask for the original."]
    if status.docmdp_ok is False:
        return ["The file was changed after signing although the reviewer allowed no change; ask for the original."]
    return []


def _kind_problems(certified: bool, count: int) -> list[str]:
    problems = []
    if not certified:
        problems.append("The signature does not forbid later changes, so it is not one a determination is signed with.")
    if count > 1:
        problems.append(f"The file carries {count} signatures; a determination carries the reviewer's alone.")
    return problems


def _trust_problems(trusted: bool, status: PdfSignatureStatus, root: bytes | None) -> list[str]:
    if root is None or trusted:
        return []
    indication = getattr(status.trust_problem_indic, "name", "") or ""
    if "EXPIRED" in indication or "OUT_OF_BOUNDS" in indication or "REVOKED" in indication:
        return ["The signer's certificate has expired or was withdrawn; ask the office that issued it."]
    return ["The signer's certificate was not issued by the root certificate given; check that it is the right office's."]


def _common_name(signature: EmbeddedPdfSignature) -> str:
    subject: dict[str, Any] = signature.signer_cert.subject.native
    name = subject.get("common_name") or signature.signer_cert.subject.human_friendly
    text = " ".join(name) if isinstance(name, list) else str(name)
    return "".join(char for char in text if char.isprintable())[:200]
