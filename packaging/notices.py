"""Writes ``packaging/THIRD_PARTY_NOTICES.txt``: what the program ships or installs, and under which licences.

Run where the program is installed: ``python packaging/notices.py``. Names, versions and licences of libraries come from the
installed packages' own metadata; what lies in resources/ is named here, with its licence text.
"""

from __future__ import annotations

import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
OUT = HERE / "THIRD_PARTY_NOTICES.txt"
RULE = "=" * 100

# name, licence, where it lies, its licence text below resources/
RESOURCES = (
    ("Inter", "OFL-1.1", "resources/fonts/Inter-*.ttf", "fonts/Inter-OFL.txt"),
    ("Source Serif 4", "OFL-1.1", "resources/fonts/SourceSerif4-*.ttf, Stamp.ttf", "fonts/OFL.txt"),
    ("Lucide icons", "ISC, in part MIT (Feather)", "resources/icons/lucide/*.svg", "icons/lucide/LICENSE"),
)


def write_notices(out: Path = OUT) -> None:
    """Write the notices of the bundled resources and of every library the program runs with, direct or not."""
    packages = sorted(_closure(), key=lambda package: package.name.lower())
    lines = ["Third-party software and data in IMR Desktop", "", "Bundled with the program (licence texts below):", ""]
    lines += [f"  {name:<24} {licence:<30} {place}" for name, licence, place, _ in RESOURCES]
    lines += ["", "Libraries installed beside it, unmodified, as published; each brings its licence text.",
              "The versions are those of the last run of packaging/notices.py.", ""]
    lines += [f"  {package.name:<24} {package.version:<12} {_licence(package)}" for package in packages]
    for name, _, _, text in RESOURCES:
        lines += ["", RULE, name, RULE, "", (HERE.parent / "resources" / text).read_text(encoding="utf-8").strip()]
    out.write_text("\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n", encoding="utf-8")


def _closure() -> list[metadata.Distribution]:
    """The program's dependencies and theirs, as installed here."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [(Requirement(text), "") for text in project["dependencies"]]
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *requirement.extras):
            if (requirement.name, wanted) in seen:
                continue
            seen.add((requirement.name, wanted))
            package = found.setdefault(requirement.name, metadata.distribution(requirement.name))
            waiting += [(Requirement(text), wanted) for text in package.requires or ()]
    return list({package.name: package for package in found.values()}.values())


def _licence(package: metadata.Distribution) -> str:
    fields = cast(Message, package.metadata)
    short = [fields.get("License-Expression"), fields.get("License")]
    classifiers = [text.rpartition(" :: ")[2] for text in fields.get_all("Classifier", []) if text.startswith("License")]
    for licence in (*short, ", ".join(classifiers)):
        if licence and "\n" not in licence and len(licence) < 80:
            return licence
    return "see its licence text"


if __name__ == "__main__":
    write_notices()
