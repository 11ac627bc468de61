"""Checking a signed determination: is it intact and whole, certified, trusted, and do its data and its words agree."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from imr_desktop.determination.inspection import FoundSignature
from imr_desktop.determination.signature import DIGESTS, Sealed, Verdict
from imr_desktop.errors import FileUnreadable, ImrError, UsageError
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

_MAX_BYTES = 256 * 1024 * 1024
_MAX_ROOT = 1024 * 1024
_TIMEOUT = 60.0
_MOST_SENTENCE = 2_000
PARSING = ("imr_desktop.determination.inspection:", "imr_desktop.determination.agreement:")
SIGNATURE = ("imr_desktop.determination.signature:",)
_NO_SIGNATURE = {
    "no PDF": "The file is not a PDF that can be read; ask for the determination again.",
    "unsigned": "The file carries no signature; ask for the signed determination.",
    "unreadable": "The signature cannot be read; the file is damaged or was changed. Ask for the determination again.",
    "respelled": "The signature is not written as this program writes it; the file was changed after signing, or another "
    "program made it. Ask for the determination again.",
}
_CERTIFIES = re.compile(rb"/TransformMethod\s{0,9}/DocMDP")
_RANGES = re.compile(rb"/ByteRange\s{0,9}\[")
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}" + rb"\s{1,9}".join([rb"(\d{1,12})"] * 4) + rb"\s{0,9}\]")
_TIME = re.compile(rb"/M\s{0,9}\(D(?::|\\072)(\d{14})(?:([+-])(\d\d)'?(\d\d)?|Z)?")
_NEAR = 4096

Answer = TypeVar("Answer")


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


def verify(path: Path, trust: Path | None = None, *, sandbox: Sandbox | None = None) -> VerifyReport:
    """Check a file of any origin: one limited process parses it, another, which never sees it, checks the signature.

    `trust` is a root certificate (PEM or DER). A file that is no PDF, is damaged or carries no signature gives a report
    with problems. `sandbox` stands in for both processes. Raises FileUnreadable or UsageError where a file cannot be opened
    at all.
    """
    pdf, root = _read(path), None if trust is None else _read_root(trust)
    if sandbox is not None:
        return examine(pdf, root, sandbox, sandbox)
    from imr_desktop.sandbox import Sandbox

    with (
        Sandbox(allow=SIGNATURE, preload=(f"{SIGNATURE[0]}prepare",)) as validating,
        Sandbox(allow=PARSING, preload=tuple(f"{module}prepare" for module in PARSING)) as parsing,
    ):
        validating.warm()
        return examine(pdf, root, parsing, validating)


def examine(pdf: bytes, root: bytes | None, parsing: Sandbox, validating: Sandbox) -> VerifyReport:
    """The report on a file's bytes; `root` is a certificate as DER.

    Signature first, words second, so that a file whose data takes for ever still gets its signature examined.
    """
    try:
        found = _answer(parsing.call(f"{PARSING[0]}inspect", pdf, timeout=_TIMEOUT), FoundSignature)
        if found.state != "signed":
            return VerifyReport(problems=(_NO_SIGNATURE[found.state],))
        hole = _hole(pdf, found.byte_range)
        if hole is None:
            return VerifyReport(problems=(_NO_SIGNATURE["unreadable"],))
        if not _is_own_writing(pdf, found.byte_range, hole):
            return VerifyReport(problems=(_NO_SIGNATURE["respelled"],))
        sealed = Sealed(hole, _digests(pdf, found.byte_range), root)
        verdict = _answer(
            validating.call(f"{SIGNATURE[0]}validate", msgspec.msgpack.encode(sealed), timeout=_TIMEOUT), Verdict
        )
    except ImrError as failure:
        return VerifyReport(problems=(f"The file could not be examined: {failure}",))
    if verdict.state != "read":
        return VerifyReport(problems=(_NO_SIGNATURE["unreadable"],))
    report = _report(pdf, found, verdict)
    matches, sentence = _compared(pdf, parsing)
    problems = report.problems if sentence is None else (*report.problems, sentence)
    return msgspec.structs.replace(report, data_matches_text=matches, problems=problems)


def _report(pdf: bytes, found: FoundSignature, verdict: Verdict) -> VerifyReport:
    """What the parsing process found counts only as far as the bytes bear it out."""
    covers = found.whole and _spans(found.byte_range, len(pdf))
    certified = found.certified and _CERTIFIES.search(pdf) is not None
    count = max(found.count, len(_RANGES.findall(pdf)))
    problems = [
        *_change_problems(verdict.intact, covers, found.changed),
        *_kind_problems(certified, count),
        *_trust_problems(verdict.trust),
    ]
    return VerifyReport(
        intact=verdict.intact,
        covers_whole_file=covers,
        certified=certified,
        trusted=verdict.trust == "trusted",
        signer=verdict.signer,
        signed_at=verdict.signed_at or _stated(pdf, found.byte_range),
        problems=tuple(problems),
    )


# ----- the bytes, looked at without any library


def _hole(pdf: bytes, ranges: tuple[int, int, int, int]) -> bytes | None:
    """The signature itself: what the byte range leaves out, hexadecimal in angle brackets. None where it is not that."""
    start, first, second, rest = ranges
    if not (0 <= start <= start + first < second <= second + rest <= len(pdf)) or min(first, rest) < 0:
        return None
    left_out = pdf[start + first : second]
    if not (left_out.startswith(b"<") and left_out.endswith(b">")):
        return None
    try:
        return bytes.fromhex(left_out[1:-1].decode("ascii"))
    except ValueError:
        return None


def _is_own_writing(pdf: bytes, ranges: tuple[int, int, int, int], cms: bytes) -> bool:
    """Whether the file itself states this byte range, and the signature is in capital letters with nothing but zeros behind.

    What the signature leaves out can be changed unseen: by its spelling, by what follows its end, or by a process that
    parsed the file and names another place for it.
    """
    stated = any(tuple(map(int, found.groups())) == ranges for found in _RANGE.finditer(pdf))
    written = pdf[ranges[0] + ranges[1] + 1 : ranges[2] - 1]
    return stated and written == cms.hex().upper().encode() and not any(cms[_der_size(cms) :])


def _der_size(data: bytes) -> int:
    """How long the DER value at the start says it is, its head included."""
    length = data[1] if len(data) > 1 else 0
    if length < 0x80:
        return 2 + length
    head = 2 + (length & 0x7F)
    return head + int.from_bytes(data[2:head], "big")


def _digests(pdf: bytes, ranges: tuple[int, int, int, int]) -> dict[str, bytes]:
    start, first, second, rest = ranges
    view, digests = memoryview(pdf), {}
    for name in DIGESTS:
        made = hashlib.new(name, view[start : start + first])
        made.update(view[second : second + rest])
        digests[name] = made.digest()
    return digests


def _spans(ranges: tuple[int, int, int, int], size: int) -> bool:
    """Whether the signed byte range is the whole file but for the signature itself."""
    start, first, second, rest = ranges
    return start == 0 and 0 < first < second and second + rest == size


def _stated(pdf: bytes, ranges: tuple[int, int, int, int]) -> str | None:
    """The time in the signature's dictionary (``/M``), which stands around the signature and is signed with it."""
    around = pdf[max(0, ranges[0] + ranges[1] - _NEAR) : ranges[0] + ranges[1]], pdf[ranges[2] : ranges[2] + _NEAR]
    found = _TIME.search(around[1]) or _TIME.search(around[0])
    if found is None:
        return None
    digits, sign, hours, minutes = (part.decode() for part in found.groups(b""))
    offset = f"{sign}{hours}:{minutes or '00'}" if hours else "+00:00"
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").isoformat()
        return datetime.fromisoformat(f"{moment}{offset}").isoformat()
    except ValueError:
        return None


def _change_problems(intact: bool, covers: bool, changed: bool) -> list[str]:
    if not intact:
        return ["The signed bytes were changed after signing; do not rely on this file, ask for the original."]
    if not covers:
        return ["Something was added to the file after signing; do not rely on what it shows, ask for the original."]
    if changed:
        return ["The file was changed after signing although the reviewer allowed no change; ask for the original."]
    return []


def _kind_problems(certified: bool, count: int) -> list[str]:
    problems = []
    if not certified:
        problems.append("The signature does not forbid later changes, so it is not one a determination is signed with.")
    if count > 1:
        problems.append(f"The file carries {count} signatures; a determination carries the reviewer's alone.")
    return problems


def _trust_problems(trust: str) -> list[str]:
    if trust == "over":
        return ["The signer's certificate has expired or was withdrawn; ask the office that issued it."]
    if trust == "unknown":
        return ["The signer's certificate was not issued by the root certificate given; check that it is the right office's."]
    return []


# ----- asking


def _answer(data: bytes, kind: type[Answer]) -> Answer:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise FileUnreadable("the process that examined it answered something that cannot be.") from None


def _compared(pdf: bytes, parsing: Sandbox) -> tuple[bool | None, str | None]:
    try:
        matches, sentence = _answer(parsing.call(f"{PARSING[1]}agree", pdf, timeout=_TIMEOUT), tuple[bool | None, str | None])
    except ImrError as failure:
        return None, f"The words could not be compared with the attached case data: {failure}"
    if (matches is True) != (sentence is None) or not (sentence or "").isprintable() or len(sentence or "") > _MOST_SENTENCE:
        return None, "The words could not be compared with the attached case data: the answer cannot be."
    return matches, sentence


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _MAX_BYTES)
    except FileTooLarge:
        raise FileUnreadable(
            f"{path.name} is larger than 256 MB and cannot be a determination; choose the signed PDF."
        ) from None
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read ({error.strerror}); check the name and try again.") from None


def _read_root(path: Path) -> bytes:
    """The root certificate as DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        data = read_regular(path, _MAX_ROOT)
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
        return load(data).public_bytes(Encoding.DER)
    except OSError as error:
        raise UsageError(f"The root certificate {path} cannot be read ({error.strerror}); give another file.") from None
    except ValueError:
        raise UsageError(f"{path.name} is no certificate; give the office's root certificate (.pem).") from None
