"""What the program ships and installs: the libraries of the lock file, the native code inside them, fonts and icons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging/requirements.lock"
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)

# Packages whose metadata name no licence that can be read by a machine: what their licence texts say.
_LICENCES = {
    "aiosignal": "Apache-2.0",
    "backports-tarfile": "MIT",
    "chunspell": "MIT AND MPL-1.1",  # Hunspell is offered under MPL 1.1, GPL 2 or LGPL 2.1: taken under the first
    "defusedxml": "PSF-2.0",
    "diff-match-patch": "Apache-2.0",
    "jaraco-classes": "MIT",
    "olefile": "BSD-2-Clause",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-only",
    "pycryptodomex": "BSD-2-Clause AND Unlicense",
    "pywin32-ctypes": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0 AND CC-BY-4.0",
    "pyrage": "MIT",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "tzdata": "Apache-2.0",
}


@dataclass(frozen=True)
class Component:
    """Something third parties made: `licence` is an SPDX expression, `inside` the native code a library brings,
    `needs` the libraries it asks for, `direct` whether the program asks for it.
    """

    name: str
    version: str
    licence: str
    inside: tuple[Component, ...] = ()
    needs: tuple[str, ...] = ()
    direct: bool = False


# name, licence, where it lies, its licence text below resources/
RESOURCES = (
    ("Inter", "OFL-1.1", "resources/fonts/Inter-*.ttf", "fonts/Inter-OFL.txt"),
    ("Source Serif 4", "OFL-1.1", "resources/fonts/SourceSerif4-*.ttf, Stamp.ttf", "fonts/OFL.txt"),
    ("Liberation Serif 2.1.5", "OFL-1.1", "resources/fonts/LiberationSerif-*.ttf", "fonts/Liberation-OFL.txt"),
    ("DejaVu Serif and Sans", "Bitstream-Vera", "resources/fonts/DejaVuS*.ttf", "fonts/DejaVu-LICENSE.txt"),
    ("Droid Sans Fallback", "Apache-2.0", "resources/fonts/DroidSansFallback-*.ttf", "fonts/DroidSansFallback-NOTICE.txt"),
    ("Hangul Square", "OFL-1.1", "resources/fonts/HangulSquare-*.ttf", "fonts/HangulSquare-OFL.txt"),
    ("Unicode confusables", "Unicode-3.0", "resources/identity/confusables.toml", "identity/LICENSE-UNICODE"),
    ("ICD-10-CM, April 2026", "LicenseRef-Public-Domain", "resources/facts/icd10cm.z", "facts/icd10cm.txt"),
    ("Lucide icons", "ISC AND MIT", "resources/icons/lucide/*.svg", "icons/lucide/LICENSE"),
)


def locked(lock: Path = LOCK) -> dict[str, str]:
    """The version of each library in a lock file."""
    return {name: version for name, version, _ in _PIN.findall(lock.read_text(encoding="utf-8"))}


def libraries() -> tuple[Component, ...]:
    """The libraries of the lock file, by name. Raises RuntimeError where what is installed here is something else."""
    pins, ours = locked(), {_plain(text) for text in _project()["dependencies"]}
    return tuple(
        Component(name, version, _licence(name, version), _inside(name), _needs(name, pins), name in ours)
        for name, version in sorted(pins.items())
    )


def _installed(name: str) -> metadata.Distribution | None:
    """A library as installed here; one for another system is not."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _licence(name: str, version: str) -> str:
    package = _installed(name)
    if package is not None and package.version != version:
        raise RuntimeError(f"{name} {package.version} is installed and {version} is locked; run packaging/test.sh first.")
    if name in _LICENCES:
        return _LICENCES[name]
    if package is None:
        raise RuntimeError(f"{name} is not installed here, so that its licence is not known; name it in {__file__}.")
    fields = cast(Message, package.metadata)
    told = fields.get("License-Expression") or fields.get("License") or ""
    try:
        return canonicalize_license_expression(told)
    except InvalidLicenseExpression:
        raise RuntimeError(f"{name} tells its licence as “{told}”; name it as an SPDX expression in {__file__}.") from None


def _needs(name: str, pins: dict[str, str]) -> tuple[str, ...]:
    package = _installed(name)
    wanted = [Requirement(text) for text in (package.requires if package else None) or ()]
    names = {canonicalize_name(one.name) for one in wanted if not one.marker or "extra" not in str(one.marker)}
    return tuple(sorted(names & set(pins)))


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _plain(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def _inside(name: str) -> tuple[Component, ...]:
    return _NATIVE[name]() if name in _NATIVE else ()


def _qt() -> tuple[Component, ...]:
    from PySide6.QtCore import qVersion

    return (Component("Qt", qVersion(), "LGPL-3.0-only"),)


def _pdfium() -> tuple[Component, ...]:
    import pypdfium2

    return (Component("PDFium", str(pypdfium2.PDFIUM_INFO).partition("@")[0], "BSD-3-Clause AND Apache-2.0"),)


def _hunspell() -> tuple[Component, ...]:
    words = Component("en_US words of SCOWL", "2020.12.07", "LicenseRef-SCOWL")
    return (Component("Hunspell", "1.7", "MPL-1.1"), words)


def _sqlcipher() -> tuple[Component, ...]:
    from sqlcipher3 import dbapi2

    base = dbapi2.connect(":memory:")
    try:
        base.execute("PRAGMA key = 'asks for the cipher to be loaded'")
        asked = [base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cipher_version", "cipher_provider_version")]
    finally:
        base.close()
    return (
        Component("SQLCipher", asked[0].split()[0], "BSD-3-Clause"),
        Component("SQLite", dbapi2.sqlite_version, "blessing"),
        _openssl(asked[1]),
    )


def _openssl(told: str) -> Component:
    return Component("OpenSSL", told.split()[1], "Apache-2.0")


def _cryptography() -> tuple[Component, ...]:
    from cryptography.hazmat.backends.openssl.backend import backend

    return (_openssl(backend.openssl_version_text()),)


def _lxml() -> tuple[Component, ...]:
    from lxml import etree

    versions = (("libxml2", etree.LIBXML_COMPILED_VERSION), ("libxslt", etree.LIBXSLT_COMPILED_VERSION))
    return tuple(Component(name, ".".join(map(str, version)), "MIT") for name, version in versions)


def _pikepdf() -> tuple[Component, ...]:
    import pikepdf

    return (Component("qpdf", pikepdf.__libqpdf_version__, "Apache-2.0"),)


_NATIVE: dict[str, Callable[[], tuple[Component, ...]]] = {
    "chunspell": _hunspell,
    "cryptography": _cryptography,
    "lxml": _lxml,
    "pikepdf": _pikepdf,
    "pypdfium2": _pdfium,
    "pyside6-essentials": _qt,
    "sqlcipher3": _sqlcipher,
}
