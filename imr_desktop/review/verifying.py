"""Verifying determinations that come from elsewhere, against the office's root certificate that was chosen once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_desktop.atomic import replaced
from imr_desktop.errors import UsageError
from imr_desktop.paths import private_dir
from imr_desktop.regular_files import FileTooLarge, read_regular
from imr_desktop.review.letters import VerifyReport, attached_data, carries_signature, verify, verify_data

if TYPE_CHECKING:
    from pathlib import Path

    from imr_desktop.paths import Home

_MAX_ROOT = 1024 * 1024
_DAMAGED = "The office's root certificate that was chosen earlier cannot be read any more; choose it again."


class VerifyService:
    """Signed determinations of any origin. Needs no vault; safe to call from worker threads."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def is_signed(self, path: Path) -> bool:
        """Whether a file is a signed PDF. Raises FileUnreadable."""
        return carries_signature(path)

    def verify(self, path: Path) -> VerifyReport:
        """The report on a file. Raises FileUnreadable, or UsageError where the chosen root cannot be read."""
        return verify(path, self._root())

    def verify_data(self, pdf: bytes) -> VerifyReport:
        """The report on a letter that the vault keeps. Raises UsageError where the chosen root cannot be read."""
        return verify_data(pdf, self._root())

    def attached(self, path: Path) -> bytes:
        """The data attached to a determination of this program. Raises FileUnreadable or SandboxFailure."""
        return attached_data(path)

    @property
    def office(self) -> str:
        """Whose root was chosen: the name on it; empty where none was. Raises UsageError where its file is damaged."""
        try:
            return _named(read_regular(self._home.trusted_root, _MAX_ROOT))
        except FileNotFoundError:
            return ""
        except (OSError, ValueError):
            raise UsageError(_DAMAGED) from None

    def _root(self) -> Path | None:
        return self._home.trusted_root if self.office else None

    def trust(self, path: Path) -> str:
        """Choose the office's root for this and later files; whose it is. Raises UsageError for what is no certificate."""
        try:
            data = read_regular(path, _MAX_ROOT)
            name = _named(data)
        except OSError as error:
            raise UsageError(f"The root certificate {path} cannot be read ({error.strerror}); choose another file.") from None
        except (ValueError, FileTooLarge):
            raise UsageError(f"{path.name} is no certificate; choose the office's root certificate (.pem).") from None
        private_dir(self._home.root)
        with replaced(self._home.trusted_root) as file:
            file.write(data)
        return name


def _named(data: bytes) -> str:
    from cryptography import x509

    load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
    country = x509.NameOID.COUNTRY_NAME
    text = ", ".join(str(part.value) for part in load(data).subject if part.oid != country)
    return "".join(char for char in text if char.isprintable())[:200] or "an office without a name"
