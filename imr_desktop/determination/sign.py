"""Signing: a PAdES baseline-B certification that allows no later change, made without any network."""

from __future__ import annotations

from datetime import UTC, datetime

from imr_desktop.determination.signing_key import SigningKey
from imr_desktop.errors import SigningError


def sign(pdf: bytes, key: SigningKey, at: datetime | None = None) -> bytes:
    """Certify a letter made by `render`: ``ETSI.CAdES.detached``, DocMDP level 1, visible stamp with the pseudonym and time.

    `at` (with a zone; now where None) is the time the signature states. The returned bytes begin with `pdf` unchanged.
    Raises SigningError for a draft, a foreign or signed file, or a certificate that is not valid at `at`; TimeStampError
    where `key.long_term` asks for a time stamp and there is none to be had.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    key.refuse_outside_validity(moment)
    key.long_term.refuse(key.certificate, moment)
    from imr_desktop.determination.pades import certify

    try:
        return certify(pdf, key, moment)
    except SigningError:
        raise
    except Exception as error:  # pyHanko raises many kinds; none of them may leave half a file or a bare traceback
        raise SigningError(
            f"The letter could not be signed ({type(error).__name__}); render it again and sign that."
        ) from error
