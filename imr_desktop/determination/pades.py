"""The one place that speaks pyHanko's signing interface. Imported only when something is signed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.stamp import StaticStampStyle

from imr_desktop.determination.evidence import add_evidence
from imr_desktop.determination.finish import FIELD
from imr_desktop.determination.signing_key import SigningKey
from imr_desktop.determination.signing_marks import REASON
from imr_desktop.determination.stamp import stamp_page
from imr_desktop.determination.time_stamps import Authority
from imr_desktop.determination.tokens import TokenKey
from imr_desktop.errors import SigningError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from pyhanko.pdf_utils.layout import SimpleBoxLayoutRule
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

_MOST_TRIES = 200
_HASHES: Mapping[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def certify(pdf: bytes, key: SigningKey, at: datetime) -> bytes:
    """Fill the letter's empty signature field. Raises SigningError for a file without one, and pyHanko's own errors."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _refuse_other_file(writer.prev)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=REASON,
        tight_size_estimates=True,
    )
    stamp = _StampPage(stamp_page(key.subject, at, key.fingerprint))
    style = StaticStampStyle(border_width=0, background=stamp, background_layout=_filling())
    authority = Authority(key.long_term.authority, at) if key.long_term.authority else None
    signer = _TimedSigner(metadata, signer=_KeptKeySigner(key), stamp_style=style, timestamper=authority)
    signer.moment = at
    signed: bytes = signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    return signed if authority is None else add_evidence(signed, key, authority)


def _refuse_other_file(reader: PdfFileReader) -> None:
    fields = [(name, value) for name, value, _ in enumerate_sig_fields(reader)]
    if any(value is not None for _, value in fields):
        raise SigningError("The file is signed already and allows no change; sign a new version of the case.")
    if [name for name, _ in fields] != [FIELD]:
        raise SigningError(
            "The file has no place for the reviewer's signature, as a draft or a foreign file; render the "
            "final letter and sign that."
        )


class _TimedSigner(signers.PdfSigner):
    """States a given time in UTC instead of this computer's zone, which says where the reviewer sits."""

    moment: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.moment
        return session


class _KeptKeySigner(signers.Signer):
    """Signs with the private key as it was parsed once; pyHanko's own signer parses it twice for each signature.

    The signer's certificate travels alone, and each signature of a key is of the same size, so that the room made for the
    container is exactly what it takes; see `container`.
    """

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        super().__init__(signing_cert=asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER)))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature; of the right size for a dry run too."""
        size = _signature_size(self._key.certificate)
        if dry_run:
            return bytes(size)
        private, digest = self._key.private, _HASHES[digest_algorithm]()
        if isinstance(private, TokenKey):
            with private.signing() as sign:
                made = _of_size(size, partial(sign, data))
        else:
            made = _of_size(size, partial(_signed, private, data, digest))
        _refuse_other_key(self._key.certificate, made, data, digest)
        return made


def _signed(private: RSAPrivateKey | EllipticCurvePrivateKey, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private.sign(data, ec.ECDSA(digest))
    return private.sign(data, padding.PKCS1v15(), digest)


def _refuse_other_key(certificate: x509.Certificate, made: bytes, data: bytes, digest: hashes.HashAlgorithm) -> None:
    """Raise SigningError where the signature is not that of the certificate, as of a token that holds another's."""
    public = certificate.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(made, data, ec.ECDSA(digest))
        else:
            cast(rsa.RSAPublicKey, public).verify(made, data, padding.PKCS1v15(), digest)
    except InvalidSignature:
        raise SigningError("The certificate is not that of the key that signed; ask the office for a new key.") from None


def _signature_size(certificate: x509.Certificate) -> int:
    """What a signature takes: as many bytes as the modulus, or two numbers in DER, of which one begins with a zero byte."""
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        return 2 * (-(-public.key_size // 8) + 2) + 1 + 2
    return -(-cast(rsa.RSAPublicKey, public).key_size // 8)


def _of_size(size: int, sign: Callable[[], bytes]) -> bytes:
    """A signature of this size. ECDSA's vary by a byte or two and every second one fits, so that it is found at once."""
    return next(made for made in (sign() for _ in range(_MOST_TRIES)) if len(made) == size)


class _StampPage(PdfContent):
    """The first page of a PDF held in memory, as the stamp's picture."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Import the page into the letter and return the operator that draws it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


def _filling() -> SimpleBoxLayoutRule:
    from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule

    return SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_FILL,
    )
