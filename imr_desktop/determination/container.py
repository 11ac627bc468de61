"""The signature's container (CMS) in the one spelling this program writes, so that no bit of it can be changed unseen.

A signature covers the file around its container, and within it the signed attributes; the rest of the container, and the room
behind it, may be rewritten by anybody without breaking the signature. So the rest follows from what is checked. In
``/Contents``: one DER value in capital hexadecimal digits, then nothing; with a time stamp, at most `MOST_ROOM` zero bytes
(an authority's answers differ by a few bytes, and room is made before it answers). In the value, a ``ContentInfo``:

- one digest algorithm, without parameters; content ``data``, detached;
- one certificate, the signer's, which the signed attribute ``signingCertificateV2`` holds a digest of: no root, no chain
  (who verifies has the office's root), no revocation lists;
- one signer, named by issuer and serial number of that certificate, with the algorithm of its key;
- unsigned attributes: none, or one alone, a ``signature-time-stamp-token`` of one value;
- in that token: likewise one digest algorithm, one signer, no unsigned attribute; of the authority's certificates those that
  do not sign themselves.

`canonical` writes that form out of a container's checked parts; a container that differs from it was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import algos, cms, core

if TYPE_CHECKING:
    from asn1crypto import x509

MOST_ROOM = 64
"""Zero bytes that may follow a container which carries a time stamp."""
_TIME_STAMP = "signature_time_stamp_token"
_SIGNATURE_KINDS = {"ec": "ecdsa", "rsa": "rsa"}


def canonical(container: bytes) -> bytes:
    """The container as this program writes one with the same certificate, signed attributes, signature and time stamp.

    Raises ValueError where it is no container of one signer with the signer's certificate.
    """
    try:
        return bytes(_detached(cms.ContentInfo.load(container, strict=True)["content"]).dump())
    except (TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError("no signature container of this program") from error


def room(container: bytes, reserved: int) -> bool:
    """Whether so many bytes hold the container and no more room behind it than may be."""
    behind = reserved - len(container)
    return behind == 0 or (0 < behind <= MOST_ROOM and stamped(container))


def stamped(container: bytes) -> bool:
    """Whether the container carries a time stamp. Raises ValueError."""
    info = cms.ContentInfo.load(container, strict=True)["content"]["signer_infos"][0]
    return not isinstance(info["unsigned_attrs"], core.Void)


def canonical_token(token: cms.ContentInfo) -> cms.ContentInfo:
    """A time stamp's token in the same manner: what the authority signed is kept as it is, the rest follows from it."""
    signed = token["content"]
    info = _only(signed["signer_infos"])
    chain = [one.chosen for one in signed["certificates"] if one.chosen.self_signed == "no"]
    signer = stamp_signer(token)
    content = signed["encap_content_info"]
    made = _signed_data("v3", {"content_type": "tst_info", "content": content["content"]}, chain, info, signer)
    return cms.ContentInfo({"content_type": "signed_data", "content": made})


def stamp_signer(token: cms.ContentInfo) -> x509.Certificate:
    """The certificate, of those in a token, that signed it. Raises ValueError where it is not there."""
    info = _only(token["content"]["signer_infos"])
    for one in token["content"]["certificates"]:
        if one.name == "certificate" and _names(info, one.chosen):
            return one.chosen
    raise ValueError("a time stamp without its certificate")


def _detached(signed: cms.SignedData) -> cms.ContentInfo:
    info, certificate = _only(signed["signer_infos"]), _only(signed["certificates"]).chosen
    made = _signed_data("v1", {"content_type": "data"}, [certificate], info, certificate)
    if not isinstance(info["unsigned_attrs"], core.Void):
        made["signer_infos"][0]["unsigned_attrs"] = [_stamp(_only(info["unsigned_attrs"]))]
    return cms.ContentInfo({"content_type": "signed_data", "content": made})


def _signed_data(
    version: str,
    content: dict[str, object],
    certificates: list[x509.Certificate],
    info: cms.SignerInfo,
    signer: x509.Certificate,
) -> cms.SignedData:
    digest = algos.DigestAlgorithm({"algorithm": info["digest_algorithm"]["algorithm"].native})
    return cms.SignedData(
        {
            "version": version,
            "digest_algorithms": [digest],
            "encap_content_info": content,
            "certificates": [cms.CertificateChoices("certificate", one) for one in certificates],
            "signer_infos": [_signer_info(digest, info, signer)],
        }
    )


def _signer_info(digest: algos.DigestAlgorithm, info: cms.SignerInfo, signer: x509.Certificate) -> cms.SignerInfo:
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number", {"issuer": signer.issuer, "serial_number": signer.serial_number}
            ),
            "digest_algorithm": digest.copy(),
            "signed_attrs": cms.CMSAttributes(list(info["signed_attrs"])),
            "signature_algorithm": _algorithm(digest["algorithm"].native, info["signature_algorithm"], signer),
            "signature": info["signature"].native,
        }
    )


def _algorithm(digest: str, stated: algos.SignedDigestAlgorithm, signer: x509.Certificate) -> algos.SignedDigestAlgorithm:
    """What follows from digest and key; an authority may also sign with another digest than it states, or with PSS."""
    kind = _SIGNATURE_KINDS.get(signer.public_key.algorithm)
    if kind == "ecdsa" and stated["algorithm"].native != f"{digest}_ecdsa":
        return algos.SignedDigestAlgorithm({"algorithm": stated["algorithm"].native})
    if kind is None or stated["algorithm"].native == "rsassa_pss":
        return stated.copy()
    return algos.SignedDigestAlgorithm({"algorithm": f"{digest}_{kind}"})


def _stamp(attribute: cms.CMSAttribute) -> cms.CMSAttribute:
    if attribute["type"].native != _TIME_STAMP:
        raise ValueError("an unsigned attribute that is no time stamp")
    return cms.CMSAttribute({"type": _TIME_STAMP, "values": [canonical_token(_only(attribute["values"]))]})


def _names(info: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    sid = info["sid"].chosen
    if isinstance(sid, cms.IssuerAndSerialNumber):
        return bool(sid["issuer"] == certificate.issuer and sid["serial_number"].native == certificate.serial_number)
    return bool(certificate.key_identifier == sid.native)


def _only(values: core.SequenceOf | core.SetOf) -> core.Asn1Value:
    if len(values) != 1:
        raise ValueError("not exactly one")
    return values[0]
