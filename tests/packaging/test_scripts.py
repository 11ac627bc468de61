"""The two commands, tried in a made-up checkout with stand-ins for apt, sudo and Python: nothing is installed here."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = ["packaging/run.sh", "packaging/test.sh", "packaging/coverage.sh", "packaging/lock.sh", ".ci/run"]
SOURCE = "packaging/prepare.sh"
PROGRAMS = Path(__file__).resolve().parents[2] / "packaging"
LIBRARIES = [
    "libglib-2.0.so.0",
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
    "libcups.so.2",
    "libwayland-cursor.so.0",
]


class Checkout:
    """A checkout whose .venv holds stand-ins that write down how they were called."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.tools = folder / "tools"
        shutil.copytree(root / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "pyproject.toml").write_text("[project]\n")
        self.stand_in(folder / ".venv/bin/python", 'echo "python $*" >> "$CALLS"')
        self.stand_in(folder / ".venv/bin/imr-desktop", 'printf "<%s>" "$@"')
        self.stand_in(self.tools / "apt-get", 'echo "apt-get $*" >> "$CALLS"')
        self.stand_in(self.tools / "sudo", "exit 1")
        self.stand_in(self.tools / "id", "echo 1000")
        self.libraries(*LIBRARIES)

    def stand_in(self, path: Path, body: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def libraries(self, *names: str) -> None:
        lines = "".join(f"\t{name} (libc6,x86-64) => /lib/{name}\n" for name in names)
        self.stand_in(self.tools / "ldconfig", f"cat <<'END'\n{lines}END")

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        kept |= {"PATH": f"{self.tools}:{os.environ['PATH']}", "CALLS": str(self.calls)} | environment
        return subprocess.run(
            ["bash", self.folder / "packaging/run.sh", *words],
            env=kept,
            cwd="/",
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )

    def sourced(self, words: str) -> subprocess.CompletedProcess[str]:
        """What a piece of Bash says that has read prepare.sh."""
        kept = dict(os.environ) | {"PATH": f"{self.tools}:{os.environ['PATH']}", "CALLS": str(self.calls)}
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"source '{SOURCE}'; {words}"],
            env=kept,
            check=True,
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Checkout:
    return Checkout(root, tmp_path / "a check'out with spaces")


@pytest.mark.parametrize("name", [*SCRIPTS, "packaging/prepare.sh"])
def test_scripts_parse(root: Path, name: str) -> None:
    subprocess.run(["bash", "-n", root / name], check=True)


@pytest.mark.parametrize("name", SCRIPTS)
def test_commands_are_executable(root: Path, name: str) -> None:
    assert os.access(root / name, os.X_OK)


def test_arguments_go_to_the_program(checkout: Checkout) -> None:
    result = checkout.run("read", "two words.pdf", "")
    assert result.stdout == "<read><two words.pdf><>"
    assert result.returncode == 0


def test_without_arguments_it_does_the_main_job(checkout: Checkout) -> None:
    assert checkout.run().stdout == "<demo>"


def test_the_programs_exit_code_is_kept(checkout: Checkout) -> None:
    checkout.stand_in(checkout.folder / ".venv/bin/imr-desktop", "exit 3")
    assert checkout.run("check", "x").returncode == 3


def test_a_second_start_installs_nothing(checkout: Checkout) -> None:
    checkout.run()
    assert any("pip install" in call for call in checkout.called())
    checkout.calls.unlink()
    result = checkout.run()
    assert checkout.called() == []
    assert result.stderr == ""


def test_changed_requirements_are_installed_again(checkout: Checkout) -> None:
    checkout.run()
    checkout.calls.unlink()
    (checkout.folder / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    checkout.run()
    assert any("pip install" in call for call in checkout.called())


def test_changed_locks_are_installed_again(checkout: Checkout) -> None:
    checkout.run()
    checkout.calls.unlink()
    lock = checkout.folder / "packaging/requirements.lock"
    lock.write_text(lock.read_text() + "other==1\n")
    checkout.run()
    assert any("pip install" in call for call in checkout.called())


def test_libraries_come_by_their_hashes_and_nothing_else_is_fetched(checkout: Checkout) -> None:
    checkout.run()
    libraries, program = [call.split() for call in checkout.called() if "pip install" in call]
    assert "--require-hashes" in libraries
    assert [word for word in libraries if word.startswith("--requirement=")] == [
        "--requirement=packaging/requirements.lock",
        "--requirement=packaging/requirements-build.lock",
    ]
    assert {"--no-deps", "--no-build-isolation", "--editable", "."} <= set(program)


def test_the_tests_get_their_own_lock(checkout: Checkout) -> None:
    checkout.sourced("prepare test")
    assert any("--requirement=packaging/requirements-test.lock" in call for call in checkout.called())


def test_tools_that_are_missing_are_named_by_their_packages(checkout: Checkout) -> None:
    tools = "test_tools=(bin/env=coreutils bin/no-such-tool=some-package); "
    assert checkout.sourced(tools + "missing_tools").stdout == "some-package\n"
    asked = checkout.sourced(tools + "prepare test")
    assert "apt-get install -y --no-install-recommends some-package" in asked.stderr
    assert "some-package" not in checkout.sourced(tools + "prepare run").stderr


def test_a_failed_installation_is_tried_again(checkout: Checkout) -> None:
    checkout.stand_in(checkout.folder / ".venv/bin/python", 'echo "python $*" >> "$CALLS"; [[ "$*" != *install* ]]')
    assert checkout.run().returncode != 0
    checkout.stand_in(checkout.folder / ".venv/bin/python", 'echo "python $*" >> "$CALLS"')
    assert checkout.run().stdout == "<demo>"


def test_missing_packages_without_rights_are_named_on_one_line_and_it_goes_on(checkout: Checkout) -> None:
    checkout.libraries(*(name for name in LIBRARIES if name not in {"libEGL.so.1", "libdbus-1.so.3"}))
    result = checkout.run()
    assert "apt-get install -y --no-install-recommends libegl1 libdbus-1-3" in result.stderr.splitlines()[2]
    assert not any(call.startswith("apt-get") for call in checkout.called())
    assert result.stdout == "<demo>"


def test_missing_packages_are_installed_by_root(checkout: Checkout) -> None:
    checkout.libraries()
    checkout.stand_in(checkout.tools / "id", "echo 0")
    checkout.run()
    [call] = [call for call in checkout.called() if call.startswith("apt-get")]
    assert call.endswith("install libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1")


def test_missing_packages_are_installed_through_sudo(checkout: Checkout) -> None:
    checkout.libraries()
    checkout.stand_in(checkout.tools / "sudo", '[[ "$1" == -n ]] && exit 0; echo "sudo $*" >> "$CALLS"; exec "$@"')
    checkout.run()
    assert any(call.startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get") for call in checkout.called())


def test_a_display_asks_for_its_libraries(checkout: Checkout) -> None:
    checkout.libraries(*(name for name in LIBRARIES if "xcb" not in name))
    assert "libxcb" not in checkout.run().stderr
    assert "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0" in checkout.run(DISPLAY=":0").stderr


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_programs_say_what_they_do_and_do_nothing_else(path: Path, tmp_path: Path) -> None:
    if '__name__ == "__main__"' not in path.read_text(encoding="utf-8"):
        pytest.skip("This one is imported by others.")
    told = subprocess.run(
        [sys.executable, path, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=300
    ).stdout
    (first, *_) = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    assert " ".join(first.split()[:5]) in " ".join(told.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing(root: Path) -> None:
    result = subprocess.run(["shellcheck", "-x", *SCRIPTS], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
