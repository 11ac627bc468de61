"""What proves a signature after its key's life, in revisions behind the signed one; the signed bytes stay as they are.

Each is an incremental update that holds these objects and no other:

- **B-LT**, one update: the catalog with the key ``/DSS`` added; the ``/DSS`` dictionary with ``/Certs`` and ``/CRLs``, arrays
  of references; one stream (DER) for each certificate (the office's root, the authority's) and each revocation list.
- **B-LTA**, one update more: the catalog with ``/Extensions`` (``/ESIC``) added; the form with a second field, its name
  `FIELD`; that field and widget in one (``/FT /Sig``, invisible, an empty rectangle); the page it lies on, with the widget
  added to ``/Annots``; its value, ``/Type /DocTimeStamp``, ``/SubFilter /ETSI.RFC3161``, whose ``/Contents`` is a token in
  the spelling of `container` with at most `MOST_ROOM` zero bytes behind it, over all bytes before.

DocMDP level 1 allows both (ISO 32000-2, 12.8.2.2.2).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

if TYPE_CHECKING:
    from imr_desktop.determination.signing_key import SigningKey
    from imr_desktop.determination.time_stamps import Authority

FIELD = "DocumentTimeStamp"


def add_evidence(signed: bytes, key: SigningKey, authority: Authority) -> bytes:
    """The signed file with what `key.long_term` asks for behind it. Raises TimeStampError, and pyHanko's own errors."""
    if not key.long_term.lists:
        return signed
    file = io.BytesIO(signed)
    DocumentSecurityStore.add_dss(
        file,
        None,
        certs=[*_chain(key), *authority.cert_registry],
        crls=[asn1_crl.CertificateList.load(data) for data in key.long_term.lists],
    )
    if key.long_term.level == "B-LTA":
        _stamp(file, authority)
    return file.getvalue()


def _chain(key: SigningKey) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in key.chain]


def _stamp(file: io.BytesIO, authority: Authority) -> None:
    stamper = PdfTimeStamper(authority, field_name=FIELD)
    stamper.timestamp_pdf(IncrementalPdfFileWriter(file), "sha256", in_place=True, tight_size_estimates=True)
