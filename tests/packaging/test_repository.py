"""What is tracked speaks of the product alone: no paths of one machine, no download hosts, nothing private."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

# Written in pieces, so that this file does not hold what it forbids.
MACHINE_PATHS = ["".join(parts) for parts in (("/wo", "rk/"), ("/ro", "ot/"), ("/tm", "p/bash_"), ("/ho", "me/"))]
DOWNLOAD_HOSTS = ["".join(parts) for parts in (("py", "pi.org"), ("python", "hosted"), ("npm", "js."), ("deb.", "debian"))]
FORBIDDEN = re.compile("|".join(map(re.escape, MACHINE_PATHS + DOWNLOAD_HOSTS)))
TEXT = {".py", ".sh", ".lock", ".md", ".toml", ".yaml", ".txt", ".json", ".qss", ".svg", ""}


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("This is no git checkout, so what is tracked is not known.")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={root}", "ls-files", "-z"], cwd=root, capture_output=True, check=True
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := root / name).is_file()]


def test_no_machine_paths_or_download_hosts(tracked: list[Path], root: Path) -> None:
    found = [
        f"{path.relative_to(root)}: {match.group()}"
        for path in tracked
        if path.suffix in TEXT
        if (match := FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def test_no_private_or_generated_files(tracked: list[Path], root: Path) -> None:
    unwanted = {".p12", ".pfx", ".key", ".pem", ".pyc", ".log"}
    assert [path.relative_to(root) for path in tracked if path.suffix in unwanted] == []


def test_no_source_file_holds_more_than_one_idea_can_need(tracked: list[Path], root: Path) -> None:
    sources = [path for path in tracked if path.suffix == ".py" and path.is_relative_to(root / "imr_desktop")]
    long = {
        str(path.relative_to(root)): lines
        for path in sources
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert long == {}, "Look for the second idea; the number is a hint."


def test_the_notices_name_every_library_and_font(root: Path) -> None:
    notices = (root / "resources/notices/THIRD_PARTY_NOTICES.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=\[; ]", text, maxsplit=1)[0].lower() for text in project["dependencies"]]
    assert [name for name in names if f"  {name} " not in notices] == []
    fonts = {path.name.partition("-")[0] for path in (root / "resources/fonts").glob("*.ttf")}
    assert [font for font in fonts if font.lower() not in notices] == []
