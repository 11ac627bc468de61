"""What a parser that was taken over can do: nothing where every layer holds; and what is missing is said."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from imr_desktop.record import reading_sandbox
from imr_desktop.sandbox.confinement import landlock, seccomp

HOSTILE = Path(__file__).parent / "hostile"
ORDINARY = 20001
REPO = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")


def run(*words, missing=()):
    """A program's output, with some system calls failing as on kernels that lack them."""
    before = [sys.executable, str(HOSTILE / "without.py"), *missing, "--"] if missing else []
    path = os.pathsep.join(filter(None, (str(REPO), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*before, sys.executable, *map(str, words)], check=True, capture_output=True, text=True, timeout=110, env=environment
    ).stdout


def status():
    with reading_sandbox() as sandbox:
        return sandbox.status()


def whole(missing=""):
    """Skip where this computer itself lacks a layer that a test is about."""
    lacking = [layer.name for layer in status().missing if missing not in layer.name or not missing]
    if lacking:
        pytest.skip(f"this computer lacks {lacking}")


def may_be_run_by_others():
    wanted = [Path(sys.executable).resolve(), Path(sys.executable).absolute(), REPO / "imr_desktop"]
    return all(folder.stat().st_mode & 1 for path in wanted for folder in (path, *path.parents))


def succeeded(folder, *account, missing=()):
    outcome = json.loads(run(HOSTILE / "probing.py", folder, *account, missing=missing))
    done = [probe for probe, said in outcome.items() if said == "succeeded"]
    sys.stdout.write("\n  ".join((f"{len(done)} of {len(outcome)} probes succeeded", *done)) + "\n")
    assert len(outcome) == 58
    return done


def test_no_probe_succeeds(tmp_path):
    whole()
    assert succeeded(tmp_path / "world") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account; the other test ran as this one")
def test_no_probe_succeeds_as_an_ordinary_account():
    whole()
    if not may_be_run_by_others():
        pytest.skip("this Python lies where other accounts may not look")
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, ORDINARY, ORDINARY)
        assert succeeded(Path(folder) / "world", ORDINARY) == []


@pytest.mark.parametrize("missing", [("unshare:ENOSPC",), ("landlock_create_ruleset:ENOSYS",)])
def test_either_of_two_layers_is_enough_for_every_probe(tmp_path, missing):
    whole()
    assert succeeded(tmp_path / "world", missing=missing) == []


READ = (
    "from pathlib import Path; import sys; from imr_desktop.record import Reader\n"
    "with Reader() as reader: read = reader.read(Path(sys.argv[1])); print(len(read.pages), read.error)\n"
    "print(reader.sandbox.warning)"
)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (
            ("unshare:ENOSPC",),
            ["a network of its own, with nothing in it: programs may not make one here (it is switched off)"],
        ),
        (("landlock_create_ruleset:ENOSYS",), ["(Landlock): the kernel does not have it"]),
        (("prctl:seccomp:EINVAL",), ["(seccomp): the kernel refused it"]),
        (
            ("unshare:EPERM", "landlock_create_ruleset:EOPNOTSUPP", "prctl:seccomp:EINVAL"),
            ["(Landlock): it is switched off", "a network of its own", "(seccomp): the kernel refused it"],
        ),
    ],
)
def test_what_is_missing_is_said_and_reading_goes_on(tmp_path, missing, said):
    (tmp_path / "a.txt").write_text("A note.")
    lines = run("-c", READ, tmp_path / "a.txt", missing=missing).splitlines()
    assert lines[0].strip() == "1"
    assert lines[1].startswith("The process that reads files is less confined on this computer than it could be. Missing: ")
    assert [words for words in said if words not in lines[1]] == []


def test_where_every_layer_holds_nothing_is_said():
    whole()
    made = status()
    assert made.warning == ""
    assert made.text.splitlines()[0] == "The process that reads files is confined by 5 of 5 layers:"


def test_nothing_about_the_process_names_the_case(tmp_path, monkeypatch, pdf):
    monkeypatch.setenv("PATIENT", "Doe Jane")
    monkeypatch.chdir(tmp_path)
    path = pdf(tmp_path / "Doe Jane chart.pdf")
    from imr_desktop.record import Reader

    with Reader() as reader:
        assert reader.read(path).error == ""
        child = psutil.Process(reader.sandbox._child.pid)
        assert child.cwd() == "/"
        assert "Doe" not in repr((child.cmdline(), child.environ()))
        assert set(child.environ()) <= {"LC_ALL", "LC_CTYPE"}
        assert str(path) not in repr(child.open_files())


@pytest.fixture
def pdf():
    from reportlab.pdfgen.canvas import Canvas

    def make(path):
        canvas = Canvas(str(path))
        canvas.drawString(72, 700, "Words")
        canvas.save()
        return path

    return make


# ----- the filter, run as the kernel's small machine would, for both kinds of processor


def verdict(machine, number, arguments=(0, 0, 0), name=None):
    data = {0: number, 4: name if name is not None else seccomp.MACHINES[machine][1]}
    for index, value in enumerate(arguments):
        data[16 + 8 * index], data[20 + 8 * index] = value & 0xFFFFFFFF, value >> 32
    steps, at, held = seccomp.program(machine, 4711), 0, 0
    while True:
        operation, if_true, if_false, value = steps[at]
        if operation == 0x06:
            return {0x7FFF0000: "let", 0x80000000: "kill", 0x00050000 | 38: "absent"}.get(value, "refuse")
        if operation == 0x20:
            held = data[value]
            at += 1
            continue
        true = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[operation]
        at += 1 + (if_true if true else if_false)


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_lets_through_what_is_listed_alone(machine):
    which = seccomp.MACHINES[machine][0]
    listed = {numbers[which] for numbers in seccomp.ALLOWED.values()}
    special = {
        numbers[which]
        for numbers in (seccomp.MAP, seccomp.PROTECT, seccomp.SIGNAL, seccomp.LIMITS, seccomp.CLONE, seccomp.CLONE3)
    }
    assert {number for number in range(600) if number not in special and verdict(machine, number) == "let"} == listed
    assert {verdict(machine, number) for number in range(600) if number not in special | listed} == {"refuse"}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_looks_at_arguments(machine):
    which = seccomp.MACHINES[machine][0]
    for number in (seccomp.MAP[which], seccomp.PROTECT[which]):
        assert verdict(machine, number, (0, 4096, 3)) == "let"
        assert verdict(machine, number, (0, 4096, 7)) == "refuse"
    assert verdict(machine, seccomp.SIGNAL[which], (4711, 4711, 6)) == "let"
    assert verdict(machine, seccomp.SIGNAL[which], (1, 1, 6)) == "refuse"
    assert verdict(machine, seccomp.LIMITS[which], (0, 7, 0)) == "let"
    for pid, new in ((0, 1), (0, 1 << 32), (1, 0)):
        assert verdict(machine, seccomp.LIMITS[which], (pid, 7, new)) == "refuse"
    assert verdict(machine, seccomp.CLONE[which], (seccomp.THREAD, 0, 0)) == "let"
    for flags in (0, 17, 0x4111, seccomp.THREAD & ~0x10000, seccomp.THREAD | 1 << 30, seccomp.THREAD | 1 << 32):
        assert verdict(machine, seccomp.CLONE[which], (flags, 0, 0)) == "refuse"
    assert verdict(machine, seccomp.CLONE3[which], (seccomp.THREAD, 88, 0)) == "absent"
    assert verdict(machine, 0x40000000) == "kill"
    assert verdict(machine, 0, name=0x40000003) == "kill"


HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_numbers_are_the_kernels(machine):
    import re

    if not Path(HEADERS[machine]).exists():
        pytest.skip("the kernel's headers are not installed")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", Path(HEADERS[machine]).read_text()))
    which = seccomp.MACHINES[machine][0]
    named = {
        **seccomp.ALLOWED,
        "mmap": seccomp.MAP,
        "mprotect": seccomp.PROTECT,
        "tgkill": seccomp.SIGNAL,
        "prlimit64": seccomp.LIMITS,
        "clone": seccomp.CLONE,
        "clone3": seccomp.CLONE3,
    }
    assert {name: int(found[name]) for name in named} == {name: numbers[which] for name, numbers in named.items()}


@pytest.mark.parametrize(("version", "size"), [(1, 8), (3, 8), (4, 16), (5, 16), (6, 24), (7, 24), (99, 24)])
def test_landlock_is_asked_for_all_a_version_has(version, size):
    assert len(landlock.attributes(version)) == size
    assert int.from_bytes(landlock.attributes(version)[:8], "little").bit_count() == {1: 13, 3: 15, 4: 15}.get(version, 16)
