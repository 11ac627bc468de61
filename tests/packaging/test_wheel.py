"""What is built installs and works: source archive, wheel from it, an empty environment outside the checkout, the job there.

The libraries are borrowed from the environment the tests run in, so that nothing is fetched; ours comes from the wheel alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from imr_desktop import __version__

INFO = f"imr_desktop-{__version__}.dist-info"
NAME = "CM16-9900417 Final determination.pdf"


def run(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program run where no checkout is in its way."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "IMR_", "VIRTUAL_ENV"))}
    return subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=500,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel made from it."""
    pytest.importorskip("hatchling", reason="hatchling is not installed; packaging/test.sh brings it")
    folder = tmp_path_factory.mktemp("built")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=root)
    assert done.returncode == 0, done.stderr
    [archive] = folder.glob("*.tar.gz")
    done = run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        archive,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the installed program, or the Python it is installed in, in an empty folder."""
    folder = tmp_path_factory.mktemp("installed")
    environment, work = folder / "environment", folder / "work"
    work.mkdir()
    assert run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=work).returncode == 0
    [wheel] = built.glob("*.whl")
    done = run(sys.executable, "-m", "pip", "--python", environment, "install", "--no-index", "--no-deps", wheel, cwd=work)
    assert done.returncode == 0, done.stderr
    [packages] = environment.glob("lib/python*/site-packages")
    # A path line brings the libraries and leaves out what their own .pth files name: the checkout.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n")

    def start(program: str, *words: object) -> subprocess.CompletedProcess[str]:
        return run(
            environment / "bin" / program,
            *words,
            cwd=work,
            QT_QPA_PLATFORM="offscreen",
            IMR_DESKTOP_HOME=str(folder / "home"),
        )

    return start


def test_the_archive_holds_what_is_tracked(built: Path, root: Path) -> None:
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("This is no git checkout, so what is tracked is not known.")
    listed = run("git", "-c", f"safe.directory={root}", "ls-files", "-z", cwd=root).stdout
    tracked = {name for name in listed.split("\0") if name and (root / name).is_file()}
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked - held == set()


def test_the_wheel_holds_every_resource_and_nothing_beside_the_program(built: Path, root: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    resources = {
        f"imr_desktop/resources/{path.relative_to(root / 'resources').as_posix()}"
        for path in (root / "resources").rglob("*")
        if path.is_file()
    }
    assert len(resources) > 100
    assert {name for name in names if name.startswith("imr_desktop/resources/")} == resources
    assert {name.partition("/")[0] for name in names} == {"imr_desktop", INFO}
    assert f"{INFO}/licenses/packaging/LICENSE" in names


def test_the_installed_program_is_the_wheels(installed: Callable[..., subprocess.CompletedProcess[str]], root: Path) -> None:
    told = installed("python", "-c", "import imr_desktop.paths as p; print(p.__file__); print(p.resource('samples'))")
    package, samples = map(Path, told.stdout.splitlines())
    assert not package.is_relative_to(root)
    assert samples.parents[1] == package.parent


def test_it_reads_checks_signs_and_verifies_the_sample(installed: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    sample = Path(installed("python", "-c", "import imr_desktop.paths as p; print(p.resource('samples'))").stdout.strip())

    def imr(*words: object) -> str:
        done = installed("imr-desktop", *words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    assert imr("--version") == f"IMR Desktop {__version__}\n"
    assert len(imr("rules", "list").splitlines()) > 130
    assert imr("guide", "limits").startswith("# Limits")
    assert "34" in imr("read", sample / "packet.pdf")
    assert imr("check", sample / "case.json", "--attest")
    imr("key", "new", "--out", "reviewer.p12", "--passphrase-file", _secret(sample))
    imr(
        "determine",
        sample / "case.json",
        "--out",
        "signed",
        "--key",
        "reviewer.p12",
        "--passphrase-file",
        _secret(sample),
        "--attest",
        "--office-signs",
    )
    verdict = imr("verify", f"signed/{NAME}", "--trust", "reviewer-root.pem", "--json")
    assert json.loads(verdict)["intact"] is True


def _secret(samples: Path) -> Path:
    """A file whose first line serves as passphrase."""
    return samples / "determination.txt"


def test_its_window_opens(installed: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = installed("imr-desktop", "--exit-after-first-paint")
    assert done.returncode == 0, done.stderr
