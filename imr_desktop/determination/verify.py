"""Checking a signed determination: is it intact and whole, certified, trusted, and do its data and its words agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.errors import FileUnreadable, ImrError, UsageError

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

_MAX_BYTES = 256 * 1024 * 1024
_TIMEOUT = 60.0


class VerifyReport(msgspec.Struct, frozen=True):
    """What a signed file shows.

    `signer` is the certificate's common name; `signed_at` the time the signature states (ISO 8601; the signer's own clock).
    `data_matches_text` is None where the attached data could not be compared with the pages. `problems` are finished
    sentences; none of them is about trust where no root certificate was given.
    """

    intact: bool = False
    covers_whole_file: bool = False
    certified: bool = False
    trusted: bool = False
    signer: str | None = None
    signed_at: str | None = None
    data_matches_text: bool | None = None
    problems: tuple[str, ...] = ()


class Inspection(msgspec.Struct, frozen=True):
    """What is handed to the sandbox: the file's bytes, and the root certificate's where there is one."""

    pdf: bytes
    root: bytes | None = None


def verify(path: Path, trust: Path | None = None, *, sandbox: Sandbox | None = None) -> VerifyReport:
    """Check a file of any origin; it is parsed in the sandbox (one is started where none is given).

    `trust` is a root certificate (PEM or DER). A file that is no PDF, is damaged or carries no signature gives a report
    with problems. Raises FileUnreadable or UsageError where a file cannot be opened at all.
    """
    file = Inspection(_read(path), None if trust is None else _read_root(trust))
    if sandbox is not None:
        return _inspected(file, sandbox)
    from imr_desktop.sandbox import Sandbox

    with Sandbox() as own:
        return _inspected(file, own)


def _inspected(file: Inspection, sandbox: Sandbox) -> VerifyReport:
    """Signature first, words second, so that a file whose data takes for ever still gets its signature examined."""
    try:
        answer = sandbox.call("imr_desktop.determination.inspection:inspect", msgspec.msgpack.encode(file), timeout=_TIMEOUT)
    except ImrError as failure:
        return VerifyReport(problems=(f"The file could not be examined: {failure}",))
    report = msgspec.msgpack.decode(answer, type=VerifyReport)
    if report.signer is None:
        return report
    matches, sentence = _compared(file.pdf, sandbox)
    problems = report.problems if sentence is None else (*report.problems, sentence)
    return msgspec.structs.replace(report, data_matches_text=matches, problems=problems)


def _compared(pdf: bytes, sandbox: Sandbox) -> tuple[bool | None, str | None]:
    try:
        answer = sandbox.call("imr_desktop.determination.agreement:agree", pdf, timeout=_TIMEOUT)
    except ImrError as failure:
        return None, f"The words could not be compared with the attached case data: {failure}"
    return msgspec.msgpack.decode(answer, type=tuple[bool | None, str | None])


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FileUnreadable(f"{path.name} is larger than 256 MB and cannot be a determination; choose the signed PDF.")
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read ({error.strerror}); check the name and try again.") from None


def _read_root(path: Path) -> bytes:
    """The root certificate as DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        data = path.read_bytes()
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
        return load(data).public_bytes(Encoding.DER)
    except OSError as error:
        raise UsageError(f"The root certificate {path} cannot be read ({error.strerror}); give another file.") from None
    except ValueError:
        raise UsageError(f"{path.name} is no certificate; give the office's root certificate (.pem).") from None
