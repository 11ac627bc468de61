"""Checking a signed determination: VALID, NOT VALID or CANNOT TELL, and why.

The file's own bytes are looked at here; what takes a library runs in limited processes: one parses the file and compares it
with its data, another, which never sees it, checks the signature. What was found becomes sentences in `verdict`.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from imr_desktop.determination import verdict as judging
from imr_desktop.determination.agreement import Asked, Compared
from imr_desktop.determination.inspection import FoundSignature
from imr_desktop.determination.proof import Carried
from imr_desktop.determination.signature import DIGESTS, Sealed, Verdict
from imr_desktop.determination.verdict import Found, VerifyReport
from imr_desktop.determination.withdrawn import Withdrawn, looked_up, read_list
from imr_desktop.errors import FileUnreadable, ImrError, UsageError
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from imr_desktop.sandbox import Sandbox

_MAX_BYTES = 256 * 1024 * 1024
_MAX_ROOT = 1024 * 1024
_TIMEOUT = 60.0
_MOST_SENTENCE, _MOST_SENTENCES = 500, 10
_UNTRUE = "the process that examined it answered something that cannot be."
PARSING = ("imr_desktop.determination.inspection:", "imr_desktop.determination.agreement:")
SIGNATURE = ("imr_desktop.determination.signature:",)
_CERTIFIES = re.compile(rb"/TransformMethod\s{0,9}/DocMDP")
_RANGES = re.compile(rb"/ByteRange\s{0,9}\[")
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}" + rb"\s{1,9}".join([rb"(\d{1,12})"] * 4) + rb"\s{0,9}\]")
_TIME = re.compile(rb"/M\s{0,9}\(D(?::|\\072)(\d{14})(?:([+-])(\d\d)'?(\d\d)?|Z)?")
_NEAR = 4096

Answer = TypeVar("Answer")
Ranges = tuple[int, int, int, int]


def verify(
    path: Path, trust: Path | None = None, crl: Path | None = None, tsa: Path | None = None, *, sandbox: Sandbox | None = None
) -> VerifyReport:
    """Check a file of any origin: one limited process parses it, another, which never sees it, checks the signature.

    `trust` is a root certificate and `crl` that office's list of withdrawn ones, `tsa` the root of a time-stamp
    authority (PEM or DER each). A file that is no PDF, is
    damaged or carries no signature gives a report with problems. `sandbox` stands in for both processes. Raises
    FileUnreadable or UsageError where a file cannot be opened at all.
    """
    return verify_data(_read(path), trust, crl, tsa, sandbox=sandbox)


def verify_data(
    pdf: bytes, trust: Path | None = None, crl: Path | None = None, tsa: Path | None = None, *, sandbox: Sandbox | None = None
) -> VerifyReport:
    """`verify` a file that is at hand as bytes. Raises UsageError where a certificate cannot be read."""
    root = None if trust is None else _read_root(trust)
    withdrawn = None if crl is None else read_list(crl, root)
    authority = None if tsa is None else _read_root(tsa)
    if sandbox is not None:
        return examine(pdf, root, sandbox, sandbox, withdrawn=withdrawn, authority=authority)
    from imr_desktop.sandbox import Sandbox

    with (
        Sandbox(allow=SIGNATURE, preload=(f"{SIGNATURE[0]}prepare",)) as validating,
        Sandbox(allow=PARSING, preload=tuple(f"{module}prepare" for module in PARSING)) as parsing,
    ):
        validating.warm()
        return examine(pdf, root, parsing, validating, withdrawn=withdrawn, authority=authority)


def attached_data(path: Path) -> bytes:
    """The data attached to a signed letter, read in a limited process; empty where there is none.

    Raises FileUnreadable, or SandboxFailure for a file that this program did not write.
    """
    from imr_desktop.sandbox import Sandbox

    with Sandbox(allow=PARSING, preload=tuple(f"{module}prepare" for module in PARSING)) as parsing:
        return parsing.call(f"{PARSING[1]}attached", _read(path), timeout=_TIMEOUT)


def carries_signature(path: Path) -> bool:
    """Whether the file is a PDF that states which of its bytes are signed. Raises FileUnreadable."""
    pdf = _read(path)
    return pdf.startswith(b"%PDF-") and _RANGES.search(pdf) is not None


def examine(
    pdf: bytes,
    root: bytes | None,
    parsing: Sandbox,
    validating: Sandbox,
    *,
    withdrawn: bytes | None = None,
    authority: bytes | None = None,
    now: datetime | None = None,
) -> VerifyReport:
    """The report on a file's bytes; `root` is a certificate as DER, `now` the moment that ages are counted from.

    `withdrawn` is that office's list of certificates that hold no longer, `authority` the root of a time-stamp authority.

    Signature first, words second, so that a file whose data takes for ever still gets its signature examined.
    """
    now = now or datetime.now(UTC)
    try:
        found = _answer(parsing.call(f"{PARSING[0]}inspect", pdf, timeout=_TIMEOUT), FoundSignature)
        _measure(found)
        seen = _signature(pdf, Sealed(b"", {}, root, authority, None, now), found, validating)
    except ImrError as failure:
        return judging.unexamined(str(failure))
    if seen.signature is not None:
        seen = msgspec.structs.replace(seen, withdrawn=_withdrawn(seen.signature, withdrawn, now))
    if seen.signature is not None and found.state == "signed":
        asked = Asked(pdf[: _end(pdf, found)], seen.signature.signer, seen.signature.fingerprint, seen.at)
        seen = msgspec.structs.replace(seen, compared=_compared(asked, parsing))
    return judging.report(seen)


def _withdrawn(signature: Verdict, given: bytes | None, now: datetime) -> Withdrawn | None:
    """What the office's lists say of the signer: the one given, and the one that the file carries."""
    said = [] if given is None else [looked_up(given, signature.serial, now)]
    said += [] if signature.proof.withdrawn is None else [signature.proof.withdrawn]
    return next((one for one in said if one.since is not None), next(iter(said), None))


def _signature(pdf: bytes, wish: Sealed, found: FoundSignature, validating: Sandbox) -> Found:
    """What the bytes and the signature show. What the parsing process found counts only as far as the bytes bear it out."""
    stated = [_numbers(match) for match in _RANGE.finditer(pdf)]
    ranges = found.byte_range if found.state == "signed" and found.byte_range in stated else next(iter(stated), None)
    end, carried, stamps = _end(pdf, found), *_carried(pdf, found)
    seen = Found(pdf, found, ranges, len(_RANGES.findall(pdf)) - stamps, wish.now or datetime.now(UTC))
    hole = None if ranges is None else _hole(pdf, ranges)
    if ranges is None or hole is None:
        return seen
    at = _stated(pdf, ranges)
    cms = _bytes(hole)
    sealed = msgspec.structs.replace(wish, cms=cms, digests=_digests(pdf, ranges), at=at, carried=carried)
    verdict = _answer(validating.call(f"{SIGNATURE[0]}validate", msgspec.msgpack.encode(sealed), timeout=_TIMEOUT), Verdict)
    return msgspec.structs.replace(
        seen,
        signature=verdict,
        spelled=hole == cms.hex().upper().encode(),
        covers=_spans(ranges, end),
        certified=found.certified and _CERTIFIES.search(pdf) is not None,
        at=at,
    )


def _end(pdf: bytes, found: FoundSignature) -> int:
    """Where the signed revision ends: where the file does, but for what may stand behind it."""
    return found.behind.end if found.behind is not None else len(pdf)


def _carried(pdf: bytes, found: FoundSignature) -> tuple[Carried | None, int]:
    """What stands behind the signed revision, and how many time stamps over the file are among it."""
    behind = found.behind
    if behind is None:
        return None, 0
    hole = _hole(pdf, behind.byte_range)
    if hole is None or not _spans(behind.byte_range, len(pdf)):
        return Carried(behind.certificates, behind.lists), 0
    return Carried(behind.certificates, behind.lists, _bytes(hole), _digests(pdf, behind.byte_range)["sha256"]), 1


# ----- the bytes, looked at without any library


def _numbers(match: re.Match[bytes]) -> Ranges:
    start, first, second, rest = (int(number) for number in match.groups())
    return start, first, second, rest


def _hole(pdf: bytes, ranges: Ranges) -> bytes | None:
    """What the byte range leaves out: hexadecimal digits, without their angle brackets; None where it is not that."""
    start, first, second, rest = ranges
    if not start <= start + first < second <= second + rest:
        return None
    left_out = pdf[start + first : second]
    digits = left_out[1:-1]
    if not (left_out.startswith(b"<") and left_out.endswith(b">")) or not digits or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return digits


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))


def _digests(pdf: bytes, ranges: Ranges) -> dict[str, bytes]:
    start, first, second, rest = ranges
    view, digests = memoryview(pdf), {}
    for name in DIGESTS:
        made = hashlib.new(name, view[start : start + first])
        made.update(view[second : second + rest])
        digests[name] = made.digest()
    return digests


def _spans(ranges: Ranges, size: int) -> bool:
    """Whether the signed byte range is the whole file but for the signature itself."""
    start, first, second, rest = ranges
    return start == 0 and 0 < first < second and second + rest == size


def _stated(pdf: bytes, ranges: Ranges) -> datetime | None:
    """The time in the signature's dictionary (``/M``), which stands around the signature and is signed with it."""
    around = pdf[max(0, ranges[0] + ranges[1] - _NEAR) : ranges[0] + ranges[1]], pdf[ranges[2] : ranges[2] + _NEAR]
    found = _TIME.search(around[1]) or _TIME.search(around[0])
    if found is None:
        return None
    digits, sign, hours, minutes = (part.decode() for part in found.groups(b""))
    offset = f"{sign}{hours}:{minutes or '00'}" if hours else "+00:00"
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").isoformat()
        return datetime.fromisoformat(f"{moment}{offset}")
    except ValueError:
        return None


# ----- asking


def _answer(data: bytes, kind: type[Answer]) -> Answer:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise FileUnreadable(_UNTRUE) from None


def _compared(asked: Asked, parsing: Sandbox) -> Compared:
    try:
        compared = _answer(parsing.call(f"{PARSING[1]}agree", msgspec.msgpack.encode(asked), timeout=_TIMEOUT), Compared)
        _readable(*compared.sentences)
    except ImrError as failure:
        return Compared(None, (f"The pages could not be compared with the attached data: {failure}",))
    return compared


def _measure(found: FoundSignature) -> None:
    _readable(found.foreign, *found.faults)


def _readable(*texts: str) -> None:
    """Refuse words that steer a terminal or fill a screen."""
    if len(texts) > _MOST_SENTENCES or not all(text.isprintable() and len(text) <= _MOST_SENTENCE for text in texts):
        raise FileUnreadable(_UNTRUE)


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
