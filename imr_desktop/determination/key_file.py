"""PKCS#12 key files: opened with clear sentences, and written so that a passphrase is slow to try."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imr_desktop.atomic import written
from imr_desktop.errors import SigningError
from imr_desktop.regular_files import FileTooLarge, read_regular

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_MAX_BYTES = 4 * 1024 * 1024


def open_key_file(
    path: Path, passphrase: str, whose: str = "reviewer"
) -> tuple[PrivateKeyTypes, x509.Certificate, tuple[x509.Certificate, ...]]:
    """The key, its certificate and the others of a file; `whose` it should be is said of another. Raises SigningError."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    choose = f"choose the {whose}'s .p12 file"
    data = _read(path, choose)
    _refuse_other_file(data, path, choose)
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.encode())
    except ValueError:
        raise SigningError(f"The passphrase does not open {path.name}; type it again.") from None
    if bundle.key is None or bundle.cert is None:
        raise SigningError(f"{path.name} holds no key with its certificate; {choose}.")
    return bundle.key, bundle.cert.certificate, tuple(extra.certificate for extra in bundle.additional_certs)


def write_all(contents: dict[Path, bytes]) -> None:
    """Write every file anew (0600), or leave none: half a pair is of no use. Raises SigningError."""
    for path in contents:
        refuse_taken(path)
    made: list[Path] = []
    try:
        for path, content in contents.items():
            _write_private(path, content)
            made.append(path)
    except SigningError:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def refuse_taken(path: Path) -> None:
    """Raise SigningError where something of that name is there."""
    if path.exists() or path.is_symlink():
        raise _taken(path)


def _read(path: Path, choose: str) -> bytes:
    try:
        return read_regular(path, _MAX_BYTES)
    except FileTooLarge:
        raise SigningError(f"{path.name} is too large to be a key; {choose}.") from None
    except OSError as error:
        raise SigningError(f"The key file {path} cannot be read ({error.strerror}); choose another.") from None


def _refuse_other_file(data: bytes, path: Path, choose: str) -> None:
    from asn1crypto import pkcs12

    try:
        version = pkcs12.Pfx.load(data, strict=True)["version"].native
    except (ValueError, TypeError, KeyError):
        version = None
    if version != "v3":
        raise SigningError(f"{path.name} is not a PKCS#12 key file; {choose}.")


def _write_private(path: Path, content: bytes) -> None:
    try:
        with written(path) as file:
            file.write(content)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise SigningError(f"The key file {path} cannot be written ({error.strerror}); choose another folder.") from None


def _taken(path: Path) -> SigningError:
    return SigningError(f"{path} exists already and a key is never overwritten; choose another name.")
