"""Writes what lies in ``resources/notices``: the notices of third parties, PDFium's licence texts, the bill of materials.

Run by ``packaging/lock.sh`` in the environment of the tests, where the locked libraries are installed. The licence texts of
the others in ``resources/notices/licences`` are copies of the texts that their authors publish.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path
from textwrap import fill

from components import RESOURCES, ROOT, Component, libraries

from imr_desktop import __version__

FOLDER = ROOT / "resources/notices"
LICENCES = FOLDER / "licences"
RULE = "=" * 100
_NOT_IN_OUR_BUILD = ("v8_xfa/", "android/", "SHARED/")

# name, licence text, below it what it covers. Packages that bring their text along are not here.
TEXTS = (
    ("Qt, PySide6 and shiboken6: LGPL-3.0-only", "LGPL-3.0.txt"),
    ("The GNU General Public License 3, which the LGPL refers to", "GPL-3.0.txt"),
    ("Hunspell: MPL-1.1", "MPL-1.1.txt"),
    ("SQLCipher", "SQLCipher.txt"),
    ("PDFium and what it contains", "PDFium.txt"),
    ("OpenSSL, qpdf and others under the Apache License 2.0", "Apache-2.0.txt"),
)

# The main third-party code in the modules of Qt that the program loads.
IN_QT = {
    "Core": "BLAKE2 (CC0-1.0 OR Apache-2.0), double-conversion (BSD-3-Clause), easing equations (BSD-3-Clause), forkfd "
    "(MIT), ICU (Unicode-3.0), Keccak (CC0-1.0), MD4 and MD5 (public domain), PCRE2 (BSD-3-Clause), RFC 6234 "
    "(BSD-3-Clause), SipHash (CC0-1.0), TinyCBOR (MIT), Unicode data and CLDR (Unicode-3.0), zlib (Zlib)",
    "Gui": "Adobe Glyph List (BSD-3-Clause), FreeType (FTL), HarfBuzz (MIT), IAccessible2 (BSD-3-Clause), libjpeg-turbo "
    "(IJG AND BSD-3-Clause), libpng (libpng-2.0), MD4C (MIT), OpenGL and Vulkan headers (MIT), pixman (MIT), smooth "
    "rasterizer (FTL), memory allocators for Vulkan and D3D12 (MIT), WebGradients (MIT), X11 and xcb libraries (MIT)",
    "DBus": "headers of libdbus-1 (AFL-2.1)",
    "Svg": "XSVG (HPND)",
    "Wayland": "protocol descriptions (MIT, HPND)",
}


def write_all() -> None:
    """Write the three files."""
    found = libraries()
    LICENCES.mkdir(parents=True, exist_ok=True)
    (LICENCES / "PDFium.txt").write_text(_pdfium_texts(), encoding="utf-8")
    (FOLDER / "THIRD_PARTY_NOTICES.txt").write_text(_notices(found), encoding="utf-8")
    (FOLDER / "bill-of-materials.cdx.json").write_text(json.dumps(bill(found), indent=1) + "\n", encoding="utf-8")


def _notices(found: tuple[Component, ...]) -> str:
    lines = ["Third-party software and data in IMR Desktop", "", "Bundled with the program (license texts below):", ""]
    lines += [f"  {name:<24} {licence:<30} {place}" for name, licence, place, _ in RESOURCES]
    lines += [
        "",
        "Libraries installed beside it, unmodified, as published, in the versions of packaging/requirements.lock;",
        "under each the native code it contains. A package that brings no license text has it in the folder licences.",
        "Qt and PySide6 are used under the LGPL: linked dynamically, they may be replaced by another version.",
        "",
    ]
    for one in found:
        lines += [f"  {one.name:<24} {one.version:<16} {one.licence}"]
        lines += [f"    contains {part.name:<13} {part.version:<16} {part.licence}" for part in one.inside]
    lines += ["", "Qt contains, among others (its manual, chapter “Third-Party Code Used in Qt”, has the whole list):", ""]
    lines += [
        fill(parts, 110, initial_indent=f"  {module:<8} ", subsequent_indent=" " * 11) for module, parts in IN_QT.items()
    ]
    lines += ["", "License texts in the folder licences:", ""] + [f"  {file:<24} {name}" for name, file in TEXTS]
    for name, _, _, text in RESOURCES:
        lines += ["", *_headed(name, (ROOT / "resources" / text).read_text(encoding="utf-8"))]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def _headed(name: str, text: str) -> list[str]:
    return [RULE, name, RULE, "", text.strip()]


def _pdfium_texts() -> str:
    """The licence texts that pypdfium2 brings for PDFium and its third parties, one after the other."""
    package = metadata.distribution("pypdfium2")
    kept = {
        name: Path(str(file.locate()))
        for file in package.files or ()
        if "/BUILD_LICENSES/" in str(file)
        and not (name := str(file).partition("/BUILD_LICENSES/")[2]).startswith(_NOT_IN_OUR_BUILD)
    }
    lines = [line for name in sorted(kept) for line in ["", *_headed(name, _text(kept[name].read_bytes()))]]
    return "\n".join(line.rstrip() for line in "\n".join(lines).replace("\f", "").strip().splitlines()) + "\n"


def _text(data: bytes) -> str:
    """Licence texts are in UTF-8 or, the older ones, in Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def bill(found: tuple[Component, ...]) -> dict[str, object]:
    """The bill of materials, CycloneDX 1.6."""
    ours = {
        "type": "application",
        "bom-ref": "imr-desktop",
        "name": "imr-desktop",
        "version": __version__,
        "licenses": [{"expression": "Apache-2.0"}],
    }
    data = [
        {"type": "data", "bom-ref": name, "name": name, "licenses": [{"expression": licence}]}
        for name, licence, _, _ in RESOURCES
    ]
    direct = [one.name for one in found if one.direct]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours},
        "components": [*map(_entry, found), *data],
        "dependencies": [
            {"ref": "imr-desktop", "dependsOn": [*direct, *(name for name, *_ in RESOURCES)]},
            *({"ref": one.name, "dependsOn": list(one.needs)} for one in found),
        ],
    }


def _entry(one: Component, owner: str = "") -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "library",
        "bom-ref": f"{owner}{one.name}",
        "name": one.name,
        "version": one.version,
        "licenses": [{"expression": one.licence}],
    }
    if not owner:
        entry["purl"] = f"pkg:pypi/{one.name}@{one.version}"
    if one.inside:
        entry["components"] = [_entry(part, f"{one.name}/") for part in one.inside]
    return entry


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    write_all()
