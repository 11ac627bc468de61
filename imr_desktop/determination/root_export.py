"""What an office hands out so that others can check its letters: its root, its revocation list, and how to trust them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.atomic import explained, write_atomically
from imr_desktop.case import dates
from imr_desktop.determination import certificates, revocation
from imr_desktop.errors import SigningError
from imr_desktop.paths import resource
from imr_desktop.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography import x509

_MOST = 16 * 1024 * 1024
PEM, CER, CRL, TEXT = "office-root.pem", "office-root.cer", "office.crl", "how-to-trust.txt"


def exported(root: Path, crl: Path | None) -> dict[str, bytes]:
    """The files by name: the root as PEM and DER, the list where there is one, and a text to print. Raises SigningError."""
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = _read_root(root)
    files = {PEM: certificate.public_bytes(Encoding.PEM), CER: certificate.public_bytes(Encoding.DER)}
    if crl is not None:
        files[CRL] = _read_list(crl, files[CER])
    return {**files, TEXT: _text(certificate, files.get(CRL)).encode()}


def write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files into a folder; those of an earlier export are replaced. Raises StoreError."""
    with explained():
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_atomically(folder / name, data)
    return [folder / name for name in files]


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, as it is read out."""
    return " ".join(fingerprint[place : place + 4].upper() for place in range(0, len(fingerprint), 4))


def _read_root(path: Path) -> x509.Certificate:
    try:
        return certificates.read_certificate(read_regular(path, _MOST))
    except OSError as error:
        raise SigningError(f"The root certificate {path} cannot be read ({error.strerror}); give another file.") from None
    except ValueError:
        raise SigningError(f"{path.name} is no certificate; give the office's root certificate (.pem).") from None


def _read_list(path: Path, root: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        data = revocation.read(read_regular(path, _MOST)).public_bytes(Encoding.DER)
    except OSError as error:
        raise SigningError(f"The revocation list {path} cannot be read ({error.strerror}); put it back.") from None
    except ValueError:
        raise SigningError(f"{path.name} is no revocation list; put a copy of it back.") from None
    if not revocation.issued_by(data, root):
        raise SigningError(f"{path.name} is not the revocation list of this root; put the office's own there.")
    return data


def _text(root: x509.Certificate, crl: bytes | None) -> str:
    from cryptography.hazmat.primitives import hashes

    of_list = "" if crl is None else f"Revocation list of {dates.written(revocation.read(crl).last_update_utc)}: {CRL}\n"
    return (
        resource("keys", "how-to-trust.txt")
        .read_text(encoding="utf-8")
        .format(
            organization=certificates.organization_of(root),
            name=certificates.common_name(root),
            until=dates.written(root.not_valid_after_utc),
            sha256=_in_lines(certificates.fingerprint_of(root)),
            sha1=grouped(root.fingerprint(hashes.SHA1()).hex()),  # noqa: S303  what older programs show
            pem=PEM,
            cer=CER,
            crl=CRL,
            of_list=of_list,
        )
    )


def _in_lines(fingerprint: str) -> str:
    return f"{grouped(fingerprint[:32])}\n    {grouped(fingerprint[32:])}"
