"""The limited process does the work, survives what it is given, and takes nothing down with it."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from imr_desktop.sandbox import Sandbox, SandboxFailure, StoppedAnswering, parent

ECHO = "helpers:echo"


@pytest.fixture(scope="module")
def helpers(tmp_path_factory) -> Path:
    """A folder with a module of hostile functions that the child may import."""
    folder = tmp_path_factory.mktemp("helpers")
    (folder / "helpers.py").write_text(
        textwrap.dedent("""
        import os, socket, sys, time

        def echo(data): return data
        def loud(data):
            print("on standard output", flush=True)
            os.write(1, b"straight to the descriptor")
            return data
        def forever(data): time.sleep(600)
        def hungry(data): return bytes(4_000_000_000)
        def crash(data): os.abort()
        def fail(data): raise ValueError("patient text")
        def deep(data):
            def down(n): return down(n + 1)
            return down(0)
        def write_file(data):
            with open(data.decode(), "wb") as file:
                file.write(b"x" * 10)
        def connect(data):
            with socket.socket() as one:
                one.settimeout(2)
                one.connect(("127.0.0.1", int(data)))
        def pid(data): return str(os.getpid()).encode()
    """)
    )
    return folder


@pytest.fixture
def sandbox(helpers):
    with Sandbox(allow=("helpers:", "imr_desktop.record."), folders=(helpers,)) as made:
        yield made


def test_bytes_come_back(sandbox):
    big = os.urandom(1 << 20) * 50
    assert sandbox.call(ECHO, big) == big


def test_a_library_that_prints_does_not_disturb(sandbox):
    assert sandbox.call("helpers:loud", b"x") == b"x"
    assert sandbox.call(ECHO, b"y") == b"y"


@pytest.mark.parametrize(
    ("function", "says"),
    [
        ("helpers:crash", "ended unexpectedly"),
        ("helpers:hungry", "more memory"),
        ("helpers:deep", "nested too deeply"),
        ("helpers:fail", "could not be read"),
        ("helpers:missing", "could not be read"),
    ],
)
def test_what_goes_wrong_becomes_a_sentence_and_the_next_call_works(sandbox, function, says):
    with pytest.raises(SandboxFailure, match=says) as caught:
        sandbox.call(function, b"")
    assert "patient" not in caught.value.sentence
    assert sandbox.call(ECHO, b"still here") == b"still here"


def test_an_endless_call_is_stopped(sandbox):
    sandbox.call(ECHO, b"")
    with pytest.raises(SandboxFailure, match="longer than 1 second"):
        sandbox.call("helpers:forever", b"", timeout=0.6)
    assert sandbox.call(ECHO, b"x") == b"x"


@pytest.mark.parametrize("function", ["os:getcwd", "subprocess:run", "imr_desktop.atomic:write_atomically"])
def test_only_named_modules_may_be_called(sandbox, function):
    with pytest.raises(SandboxFailure, match="may not run"):
        sandbox.call(function, b"")


def test_it_survives_kill_9_between_calls_and_during_one(sandbox):
    child = int(sandbox.call("helpers:pid", b""))
    os.kill(child, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(child)] if psutil.pid_exists(child) else [], timeout=5)
    assert int(sandbox.call("helpers:pid", b"")) != child
    child = int(sandbox.call("helpers:pid", b""))
    threading.Timer(0.3, os.kill, (child, signal.SIGKILL)).start()
    with pytest.raises(SandboxFailure, match="ended unexpectedly"):
        sandbox.call("helpers:forever", b"", timeout=20)
    assert sandbox.call(ECHO, b"x") == b"x"


def test_threads_take_turns(sandbox):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: sandbox.call(ECHO, str(n).encode() * 1000), range(64)))
    assert answers == [str(n).encode() * 1000 for n in range(64)]


def test_it_can_write_no_file(sandbox, tmp_path):
    target = tmp_path / "written"
    with pytest.raises(SandboxFailure):
        sandbox.call("helpers:write_file", bytes(target))
    assert not target.exists() or target.stat().st_size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the layers that refuse it are Linux's")
def test_it_has_no_network(sandbox):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(SandboxFailure, match="PermissionError"):
        sandbox.call("helpers:connect", str(server.getsockname()[1]).encode())


def test_nothing_is_left_after_many_restarts(helpers):
    me = psutil.Process()
    before = me.num_fds()
    for _ in range(10):
        with Sandbox(allow=("helpers:",), folders=(helpers,)) as made:
            with pytest.raises(SandboxFailure):
                made.call("helpers:crash", b"")
            made.call(ECHO, b"")
    assert me.num_fds() <= before + 1
    assert [child for child in me.children() if child.status() == psutil.STATUS_ZOMBIE] == []


def test_it_can_be_closed_twice(helpers):
    made = Sandbox(allow=("helpers:",), folders=(helpers,))
    made.call(ECHO, b"")
    made.close()
    made.close()


def test_the_child_ends_with_its_parent(helpers):
    program = (
        f"from imr_desktop.sandbox import Sandbox; from pathlib import Path; import time\n"
        f"s = Sandbox(allow=('helpers:',), folders=(Path({str(helpers)!r}),))\n"
        "print(s.call('helpers:pid', b'').decode(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone, alive = psutil.wait_procs([child], timeout=10)
    assert alive == []


def test_a_process_that_does_nothing_at_all_is_ended_and_the_next_call_finds_a_fresh_one(sandbox, monkeypatch):
    monkeypatch.setattr(parent, "HUNG_AFTER", 0.5)
    with pytest.raises(StoppedAnswering, match="stopped answering and was ended"):
        sandbox.call("helpers:forever", b"", timeout=600)
    assert sandbox.call(ECHO, b"again") == b"again"


def test_a_program_that_ends_waits_for_no_call_and_starts_none(sandbox):
    sandbox.call(ECHO, b"warm")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(sandbox.call, "helpers:forever", b"", timeout=600)
        while not sandbox._calling.locked():
            pass
        sandbox.give_up()
        with pytest.raises(SandboxFailure):
            running.result(30)
    with pytest.raises(SandboxFailure, match="is ending"):
        sandbox.call(ECHO, b"more")
