"""Time stamps as pyHanko asks for them: each answer of the authority is checked, and kept in one spelling; see `container`.

What the authority says counts only where its signature holds, it is about the digest that was sent, its certificate is made
for time stamps, and its clock and the signer's agree: a letter that states another time than its stamp would be doubted.
"""

from __future__ import annotations

import hashlib
import importlib
from datetime import datetime
from typing import TYPE_CHECKING, cast

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from imr_desktop.determination.container import MOST_ROOM, canonical_token, stamp_signer
from imr_desktop.determination.long_term import CLOCKS
from imr_desktop.errors import TimeStampError

if TYPE_CHECKING:
    from collections.abc import Callable

_NETWORK = "imr_desktop.determination.timestamping"
_UNUSABLE = "The time-stamp authority's answer {}; ask the office for another authority."


class _Parts(core.SequenceOf):  # type: ignore[misc]
    """An answer before it is read: one that refuses has no token, which the library's own description asks for."""

    _child_spec = core.Any


class Authority(TimeStamper):
    """A configured authority; `moment` is the time the signature states."""

    def __init__(self, url: str, moment: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url, self._moment = url, moment

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask; the network's code is loaded here and nowhere else. Raises TimeStampError."""
        post = cast("Callable[[str, bytes], bytes]", importlib.import_module(_NETWORK).post)
        answer = post(self._url, req.dump())
        try:
            if _Parts.load(answer, strict=True)[0].parse(tsp.PKIStatusInfo)["status"].native != "granted":
                raise TimeStampError(_UNUSABLE.format("refuses the request"))
            read = tsp.TimeStampResp.load(answer, strict=True)
            if _content(read["time_stamp_token"])["nonce"].native != req["nonce"].native:
                raise TimeStampError(_UNUSABLE.format("is to another question"))
        except (ValueError, TypeError, KeyError, IndexError):
            raise TimeStampError(_UNUSABLE.format("cannot be read")) from None
        return read

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over a digest, checked. Raises TimeStampError."""
        try:
            token = canonical_token(await super().async_timestamp(message_digest, md_algorithm))
            _refuse(token, message_digest, md_algorithm, self._moment)
        except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError):
            raise TimeStampError(_UNUSABLE.format("cannot be read")) from None
        return token

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """A token of the size to make room for, a little larger than the last: answers differ by a few bytes."""
        token = (await super().async_dummy_response(md_algorithm)).copy()
        info = token["content"]["signer_infos"][0]
        info["signature"] = info["signature"].native + bytes(MOST_ROOM // 2)
        return cms.ContentInfo.load(token.dump(force=True))


def holds(token: cms.ContentInfo, digest: bytes, algorithm: str) -> bool:
    """Whether a token is signed by the certificate it carries for it, and is over this digest of this algorithm.

    Whose certificate that is, is another question. Raises ValueError and pyHanko's own errors for what is no token.
    """
    signed, imprint = token["content"], _content(token)["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != algorithm or imprint["hashed_message"].native != digest:
        return False
    (info,) = signed["signer_infos"]
    stated = hashlib.new(info["digest_algorithm"]["algorithm"].native, bytes(signed["encap_content_info"]["content"]))
    return all(validate_sig_integrity(info, stamp_signer(token), "tst_info", stated.digest()))


def _refuse(token: cms.ContentInfo, digest: bytes, algorithm: str, moment: datetime) -> None:
    if not holds(token, digest, algorithm):
        raise TimeStampError(_UNUSABLE.format("is not signed as it should be"))
    usage = stamp_signer(token).extended_key_usage_value
    if usage is None or usage.native != ["time_stamping"]:
        raise TimeStampError(_UNUSABLE.format("is signed by a certificate that is not made for time stamps"))
    _refuse_clock(_content(token)["gen_time"].native, moment)


def _refuse_clock(stamped: datetime, stated: datetime) -> None:
    if abs((stamped - stated).total_seconds()) > CLOCKS:
        raise TimeStampError(
            f"The time-stamp authority's clock says {stamped:%m/%d/%Y %H:%M} UTC and the signature would say "
            f"{stated:%m/%d/%Y %H:%M} UTC; set this computer's clock, then sign again."
        )


def _content(token: cms.ContentInfo) -> tsp.TSTInfo:
    return token["content"]["encap_content_info"]["content"].parsed
