"""What proves a signature after its key's life, in revisions behind the signed one; the signed bytes stay as they are.

Each is an incremental update that holds these objects and no other, spelled as `behind` spells them:

- **B-LT**, one update: the catalog with the key ``/DSS`` added; the ``/DSS`` dictionary with ``/Certs`` and ``/CRLs``, arrays
  of references; one stream (DER) for each certificate (the office's root, the authority's) and each revocation list.
- **B-LTA**, one update more: the form with a second field, its name `behind.FIELD`; that field and widget in one
  (``/FT /Sig``, invisible, an empty rectangle); the page that the signature lies on, the widget added to its ``/Annots``; its
  value, ``/Type /DocTimeStamp``, ``/SubFilter /ETSI.RFC3161``, whose ``/Contents`` is a token in the spelling of `container`
  with at most `MOST_ROOM` zero bytes behind it, over all bytes before and all behind.

DocMDP level 1 allows both (ISO 32000-2, 12.8.2.2.2).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding

from imr_desktop.determination import behind
from imr_desktop.determination.stamp_checks import finished
from imr_desktop.errors import TimeStampError

if TYPE_CHECKING:
    from imr_desktop.determination.signing_key import SigningKey
    from imr_desktop.determination.time_stamps import Authority


def add_evidence(signed: bytes, key: SigningKey, authority: Authority) -> bytes:
    """The signed file with what `key.long_term` asks for behind it. Raises TimeStampError, and Foreign for another's file."""
    if not key.long_term.lists:
        return signed
    chain = [one.public_bytes(Encoding.DER) for one in key.chain]
    certificates = dict.fromkeys([*chain, *(one.dump() for one in authority.cert_registry)])
    proven = signed + behind.store(signed, [*certificates], [*dict.fromkeys(key.long_term.lists)])
    return _stamped(proven, authority) if key.long_term.level == "B-LTA" else proven


def _stamped(file: bytes, authority: Authority) -> bytes:
    room = len(finished(authority.async_dummy_response("sha256")).dump())
    made, (_, first, second, _) = behind.stamp(file, room)
    whole = file + made
    digest = hashlib.sha256(whole[:first] + whole[second:]).digest()
    token: bytes = finished(authority.async_timestamp(digest, "sha256")).dump()
    if len(token) > room:
        raise TimeStampError("The time-stamp authority's second answer is larger than its first; try again.")
    return whole[: first + 1] + token.ljust(room, b"\0").hex().upper().encode() + whole[second - 1 :]
