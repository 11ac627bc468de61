"""From what was found in a file to VALID, NOT VALID or CANNOT TELL, in sentences of which each is true.

NOT VALID: something is wrong that no trust in the signer could mend. CANNOT TELL: nothing is wrong, and something needed is
not known: who vouches for the signer, or the data to compare the pages with. VALID is the rest, and says what it rests on.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from imr_desktop.case import dates
from imr_desktop.determination.agreement import Compared
from imr_desktop.determination.inspection import FoundSignature
from imr_desktop.determination.outgoing import Attachment
from imr_desktop.determination.signature import Verdict
from imr_desktop.determination.stamp_checks import Stamp
from imr_desktop.determination.withdrawn import Withdrawn

Outcome = Literal["valid", "not valid", "cannot tell"]
_CLOCKS_DIFFER = timedelta(days=1)
_STAMP_DIFFERS = timedelta(minutes=10)
_ENDS = re.compile(rb"%%EOF\s*\Z")
_AGAIN = "ask for the determination again"
_ORIGINAL = "do not rely on this file, ask for the original"
_NOT_TRUSTED = "The signer's certificate was not issued by the root certificate given; check that it is the right office's."
_NO_ROOT = (
    "No root certificate of an office was given, so nobody vouches for the signer; give the office's, or compare the "
    "fingerprint with the office by telephone."
)


class VerifyReport(msgspec.Struct, frozen=True):
    """What a signed file shows.

    `signer` is the certificate's common name and `fingerprint` its SHA-256 in hex; `signed_at` is the time the signature
    states (ISO 8601; the signer's own clock). `data_matches_text` is None where the attached data could not be compared with
    the pages, `intact` where the file could not be examined. `attached` is the kind of data that travels with a letter whose
    bytes agree with it. `problems` are finished sentences; none of them is about trust
    where no root certificate was given. `reasons` are the sentences that `verdict` rests on.
    """

    intact: bool | None = False
    covers_whole_file: bool = False
    certified: bool = False
    trusted: bool = False
    signer: str | None = None
    signed_at: str | None = None
    data_matches_text: bool | None = None
    problems: tuple[str, ...] = ()
    verdict: Outcome = "not valid"
    reasons: tuple[str, ...] = ()
    fingerprint: str | None = None
    attached: Attachment | None = None


class Found(msgspec.Struct, frozen=True):
    """All that was found in a file: by the parser (`file`), about the signature, and in comparing pages and data.

    `ranges` are the bytes signed, as the file states them, `count` how often it states any; `spelled`: the signature stands
    there in capital hexadecimal digits.
    """

    pdf: bytes
    file: FoundSignature
    ranges: tuple[int, int, int, int] | None
    count: int
    now: datetime
    signature: Verdict | None = None
    spelled: bool = False
    covers: bool = False
    certified: bool = False
    at: datetime | None = None
    compared: Compared | None = None
    withdrawn: Withdrawn | None = None


def unexamined(failure: str) -> VerifyReport:
    """The report on a file that the limited processes could not examine."""
    said = (f"The file could not be examined: {failure}",)
    return VerifyReport(intact=None, problems=said, verdict="cannot tell", reasons=said)


def report(found: Found) -> VerifyReport:
    """The report on a file that was examined."""
    signature = found.signature
    if signature is None or signature.state != "read":
        return _failed(_no_signature(found))
    wrong = [
        *_changes(found, signature),
        *_kind(found),
        *_times(found, signature),
        *_stamp(found, signature),
        *_proof(found, signature),
        *_withdrawn(found),
        *_signer(signature),
        *_differs(found),
    ]
    unknown = [*_compared(found, None), *_clock(found), *_lost(found), *_unproven(signature)]
    asked = [_NO_ROOT] if signature.trust == "not asked" else []
    intact = signature.intact and signature.canonical and found.spelled
    return VerifyReport(
        intact,
        found.covers,
        found.certified,
        intact and signature.trust == "trusted",
        signature.signer,
        found.at.isoformat() if found.at else None,
        found.compared.matches if found.compared else None,
        (*wrong, *unknown),
        "not valid" if wrong else "cannot tell" if unknown or asked else "valid",
        tuple(wrong or [*asked, *unknown] or _rests_on(found, signature)),
        signature.fingerprint,
        found.compared.attached if found.compared and found.compared.matches else None,
    )


def _failed(sentence: str) -> VerifyReport:
    return VerifyReport(problems=(sentence,), reasons=(sentence,))


# ----- no signature that can be read


def _no_signature(found: Found) -> str:
    pdf = found.pdf
    if not pdf:
        return f"The file is empty; {_AGAIN}."
    if b"%PDF-" not in pdf[:1024]:
        return "The file is not a PDF; ask for the signed determination."
    if found.file.foreign == "is encrypted" or (found.ranges is None and b"/Encrypt" in pdf[-4096:]):
        return "The file is encrypted, which a determination never is; ask for the original."
    if not _ENDS.search(pdf):
        return f"The file's end is missing: it was cut off on its way; {_AGAIN}."
    if found.ranges is None:
        return _without_ranges(pdf)
    if found.signature is None:
        return f"The signature does not stand where the file says it does: the file was changed; {_ORIGINAL}."
    return f"The signature's value is empty or damaged: the file was changed after signing; {_ORIGINAL}."


def _without_ranges(pdf: bytes) -> str:
    if b"/Type /Sig\n" in pdf or b"/SubFilter" in pdf or b"/ByteRange" in pdf:
        return f"The signature does not say which bytes it signs: it was emptied or forged; {_ORIGINAL}."
    return "The file carries no signature: it is a draft, or the signature was taken out; ask for the signed determination."


# ----- what is wrong


def _changes(found: Found, signature: Verdict) -> list[str]:
    if not signature.fits:
        return [_changed(found), *_holds(found)]
    if not signature.intact:
        return [f"The signature's value is not the signer's: it was changed or comes from elsewhere; {_ORIGINAL}."]
    said = []
    if not found.covers:
        said.append(f"Something was added to the file after signing; {_ORIGINAL}.")
    if not (found.spelled and signature.canonical):
        said.append(
            "The signature's container is not written as this program writes it: it was changed after signing, or another "
            f"program made it; {_ORIGINAL}."
        )
    return [*said, *_holds(found)]


def _changed(found: Found) -> str:
    """Why the digest is another one."""
    missing = sum((found.ranges or (0, 0, 0, 0))[2:]) - len(found.pdf)
    if missing > 0:
        return f"The file's end is missing ({missing:,} bytes): it was cut off; {_AGAIN}."
    if not found.pdf.startswith(b"%PDF-"):
        return f"Something was put before the file's beginning after signing; {_ORIGINAL}."
    return (
        "The signature is not of these bytes: they were changed after signing, or the signature was taken from another file; "
        f"{_ORIGINAL}."
    )


def _holds(found: Found) -> list[str]:
    if found.file.state == "foreign":
        return [f"The file {found.file.foreign}, as no determination does; {_ORIGINAL}."]
    return [f"The file {fault}; {_ORIGINAL}." for fault in found.file.faults]


def _kind(found: Found) -> list[str]:
    said = []
    if not found.certified and found.file.state == "signed":
        said.append("The signature does not forbid later changes, so it is not one a determination is signed with.")
    if found.count > 1:
        said.append(f"The file carries {found.count} signatures; a determination carries the reviewer's alone.")
    return said


def _times(found: Found, signature: Verdict) -> list[str]:
    if found.at is None or signature.not_before is None or signature.not_after is None:
        return ["The signature states no time of signing, so nobody can tell whether the key was valid then."]
    day = _day(found.at)
    if found.at < signature.not_before:
        since = _day(signature.not_before)
        return [f"The stated time of signing, {day}, is before the signer's certificate became valid ({since})."]
    if found.at > signature.not_after:
        until = _day(signature.not_after)
        return [f"The stated time of signing, {day}, is after the signer's certificate expired ({until})."]
    return [_NOT_TRUSTED] if signature.trust == "unknown" and signature.intact else []


def _signer(signature: Verdict) -> list[str]:
    if signature.usable:
        return []
    return ["The signer's certificate is not made for signing documents, so it is no reviewer's."]


def _stamp(found: Found, signature: Verdict) -> list[str]:
    """A time stamp that contradicts what it stands in."""
    stamp = signature.stamp
    if stamp.state == "broken":
        return [f"The time stamp in the signature does not hold: it was changed, or is of another signature; {_ORIGINAL}."]
    if stamp.at is None or found.at is None or abs(stamp.at - found.at) <= _STAMP_DIFFERS:
        return []
    return [f"The time stamp was made on {_moment(stamp.at)}, not at the stated time of signing."]


def _proof(found: Found, signature: Verdict) -> list[str]:
    """What stands behind the signature, and does not hold."""
    proof = signature.proof
    if proof.state == "broken":
        return [
            "What stands behind the signature, to prove it later, does not hold: it was changed, or does not belong there; "
            f"{_ORIGINAL}."
        ]
    if proof.stamp.state == "broken":
        return [f"The time stamp over the whole file does not hold: the file was changed after it; {_ORIGINAL}."]
    if proof.stamp.at is None or found.at is None or proof.stamp.at >= found.at - _STAMP_DIFFERS:
        return []
    return [f"The time stamp over the whole file was made on {_moment(proof.stamp.at)}, before the stated time of signing."]


def _withdrawn(found: Found) -> list[str]:
    since = found.withdrawn.since if found.withdrawn else None
    if since is None or found.at is None or found.at < since:
        return []
    return [f"The office withdrew the signer's certificate on {_day(since)}, before the stated time of signing."]


def _differs(found: Found) -> list[str]:
    compared = found.compared
    return list(compared.sentences) if compared is not None and (compared.matches is False or compared.wrong) else []


def _compared(found: Found, matches: bool | None) -> list[str]:
    compared = found.compared
    return list(compared.sentences) if compared is not None and compared.matches is matches and not compared.wrong else []


def _clock(found: Found) -> list[str]:
    if found.at is None or found.at <= found.now + _CLOCKS_DIFFER:
        return []
    return [f"The stated time of signing, {_day(found.at)}, is still to come by this computer's clock; check the clock."]


def _lost(found: Found) -> list[str]:
    """A key in other hands can state any time it likes."""
    withdrawn = found.withdrawn
    if withdrawn is None or withdrawn.since is None or not withdrawn.lost or found.at is None or found.at >= withdrawn.since:
        return []
    proven = _proven(found.signature) if found.signature is not None else None
    if proven is not None and proven.at is not None and proven.at < withdrawn.since:
        return []
    return [
        f"The signer's key may be in other hands since {_day(withdrawn.since)}, and nothing proves that the letter was "
        "signed before that; ask the office."
    ]


# ----- what is right


def _rests_on(found: Found, signature: Verdict) -> list[str]:
    said = [
        "Nothing was changed after signing.",
        f"The office whose root certificate was given vouches for the signer, {signature.signer}.",
        _when(found, signature),
    ]
    if signature.not_after is not None and signature.not_after < found.now:
        said.append(
            f"The signer's certificate has expired since, on {_day(signature.not_after)}; it was valid at the stated time."
        )
    return [*said, *_whole(signature), *_listed(found), *_compared(found, True)]


def _proven(signature: Verdict) -> Stamp | None:
    """The earliest time stamp by an authority that somebody vouches for."""
    return next((one for one in (signature.stamp, signature.proof.stamp) if one.state == "trusted"), None)


def _when(found: Found, signature: Verdict) -> str:
    proven = _proven(signature)
    if proven is not None and proven.at is not None:
        return f"Proven to have been signed by {_moment(proven.at)}: {proven.authority} stamped it."
    moment = _moment(found.at) if found.at else ""
    stamp = next((one for one in (signature.stamp, signature.proof.stamp) if one.state == "unknown"), None)
    if stamp is None:
        return f"Signed on {moment} by the signer's own clock; no time stamp proves it."
    stamped = _moment(stamp.at) if stamp.at else "when"
    return (
        f"Signed on {moment} by the signer's own clock; a time stamp of {stamp.authority} says {stamped}, but no root "
        "vouches for that authority (--tsa)."
    )


def _whole(signature: Verdict) -> list[str]:
    """What is proven of the file beyond its signature."""
    stamp = signature.proof.stamp
    if stamp.state != "trusted" or stamp.at is None:
        return []
    return [f"A time stamp of {stamp.authority}, of {_moment(stamp.at)}, is over the whole file with what proves it later."]


def _unproven(signature: Verdict) -> list[str]:
    if signature.proof.state != "unknown":
        return []
    return ["The file carries a revocation list of an authority whose root was not given (--tsa), so it cannot be checked."]


def _listed(found: Found) -> list[str]:
    """What the office's list of withdrawn certificates adds."""
    if found.withdrawn is None:
        return []
    since = found.withdrawn.since
    if since:
        said = f"The office withdrew the signer's certificate on {_day(since)}, after the time of signing."
    elif found.withdrawn.carried:
        return [
            "The office's list of withdrawn certificates that the file carries, of its day, does not name the signer's; a "
            "newer one is given with --crl."
        ]
    else:
        said = "The office's list of withdrawn certificates does not name the signer's."
    return [said] if found.withdrawn.current else [said, "That list is out of date; ask the office for a newer one."]


def _moment(moment: datetime) -> str:
    """A moment as the letter shows it, on California's clock."""
    local = dates.in_california(moment)
    return f"{dates.written(local)} at {local:%H:%M} Pacific time"


def _day(moment: datetime) -> str:
    return dates.written(dates.in_california(moment))


def spaced(fingerprint: str) -> str:
    """A fingerprint in groups of four, as people read it out."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4))
