"""Gives the program files made to harm it, by command line or dropped on the window, and prints what came of each.

``python packaging/hostile.py FOLDER [--seed 1] [--window] [--trace] [NAME…]``: the files are written to FOLDER/files
(``tests/record/hostile/hostile_files.py`` makes them), each is read by ``imr-desktop read`` in a home of its own, and with
``--window`` each is dropped on a window on the screen that DISPLAY names. ``--trace`` runs the commands under
``strace -f -e trace=file,network,process`` and counts what they wrote, asked of a network or started outside their home.

Ends with 1 where one of them takes longer than 45 seconds or more than a gigabyte, ends otherwise than with 0 or 1, gives no
pages and no sentence, or touches what it may not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/record/hostile")]

import hostile_files  # noqa: E402  the path has to be set before

SECONDS = 45.0
BYTES = 1_000_000_000
_WRITTEN = re.compile(r'\b(?:open|openat|creat)\([^"]*"([^"]+)"[^)]*O_(?:WRONLY|RDWR|CREAT)')
_CHANGED = re.compile(r'\b(?:mkdir|mkdirat|rename|renameat2?|unlink|unlinkat|symlink|symlinkat|link)\([^"]*"([^"]+)"')
_STARTED = re.compile(r'\bexecve\("([^"]+)"')
_NETWORK = re.compile(r"\b(?:connect|sendto|bind)\([^)]*(?:AF_INET|sin_addr)")
_OWN = ("/dev/", "/proc/", "pipe:")


@dataclass
class Came:
    """What came of one file: seconds, bytes of the largest process, its sentence or pages, what was wrong with that."""

    name: str
    seconds: float
    memory: int
    said: str
    wrong: str = ""


def read(path: Path, home: Path, trace: Path | None) -> Came:
    """One file through the command line."""
    words = [sys.executable, "-m", "imr_desktop", "--home", str(home), "read", "--json", str(path)]
    watched = [*(["strace", "-f", "-qq", "-e", "trace=file,network,process", "-o", str(trace)] if trace else []), *words]
    started = time.monotonic()
    with subprocess.Popen(
        watched, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        peak = _watch(process.pid)
        out, told = process.communicate()
        most = peak()
    seconds = time.monotonic() - started
    said, wrong = _said(out, told.decode(errors="replace"), process.returncode)
    if seconds > SECONDS and trace is None:
        wrong = wrong or "too slow"
    if most > BYTES:
        wrong = wrong or "too much memory"
    return Came(path.name, seconds, most, said, wrong or (_touched(trace, home) if trace else ""))


def _watch(pid: int) -> Callable[[], int]:
    """Follow a process and its children; what is called gives the most that one of them held."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            try:
                top = psutil.Process(pid)
                for one in (top, *top.children(recursive=True)):
                    most[0] = max(most[0], one.memory_info().rss)
            except psutil.Error:
                continue

    thread = threading.Thread(target=look)
    thread.start()

    def ended() -> int:
        done.set()
        thread.join()
        return most[0]

    return ended


def _said(out: bytes, told: str, code: int) -> tuple[str, str]:
    try:
        report = json.loads(out)
    except ValueError:
        return told[-200:], f"ended with {code} and no report"
    documents = report["documents"]
    pages = sum(row["pages"] for row in documents)
    sentences = [row["error"] for row in documents if row["error"]] + [line for line in told.splitlines() if line]
    if code not in (0, 1) or "Traceback" in told:
        return told[-200:], f"ended with {code}"
    if not pages and not sentences and not report.get("received"):
        return "", "neither pages nor a sentence"
    return f"{pages} pages" if pages and not sentences else (sentences or [report["received"][0]["became"]])[0], ""


def _touched(trace: Path, home: Path) -> str:
    """What a command wrote, started or asked of a network beyond its home, the interpreter and its own children."""
    text = trace.read_text(errors="replace")
    wrote = {found for pattern in (_WRITTEN, _CHANGED) for found in pattern.findall(text)}
    outside = sorted(found for found in wrote if found.startswith("/") and not found.startswith((str(home), *_OWN)))
    started = sorted({found for found in _STARTED.findall(text) if Path(found).resolve() != Path(sys.executable).resolve()})
    asked = _NETWORK.findall(text)
    return "; ".join(filter(None, (f"wrote {outside}" if outside else "", f"started {started}" if started else "",
                                   "asked a network" if asked else "")))  # fmt: skip


def dropped(paths: list[Path], home: Path) -> list[Came]:
    """Each file dropped on one window after the other; the window answers, or that is wrong."""
    from hostile_window import Window

    came = []
    with Window(home) as window:
        for path in paths:
            started = time.monotonic()
            said, memory = window.drop(path, SECONDS)
            seconds = time.monotonic() - started
            wrong = (
                "too slow" if seconds > SECONDS else "too much memory" if memory > BYTES else "" if said else "nothing said"
            )
            came.append(Came(path.name, seconds, memory, said, wrong))
            _tell(came[-1])
    return came


def _tell(came: Came) -> None:
    print(
        f"{came.name:36} {came.seconds:6.1f} s {came.memory / 1e6:6.0f} MB  {came.wrong or 'ok':8} {came.said[:150]}",
        flush=True,
    )


def main() -> int:
    """Run what was asked for and print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_intermixed_args()
    home = options.folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    paths = hostile_files.make(options.folder / "files", options.seed, names=options.names)
    if options.window:
        came = dropped(paths, home)
    else:
        came = []
        for path in paths:
            came.append(read(path, home, options.folder / "trace" if options.trace else None))
            _tell(came[-1])
    bad = [one for one in came if one.wrong]
    slowest, largest = max(came, key=lambda one: one.seconds), max(came, key=lambda one: one.memory)
    print(f"{len(came)} files, {len(bad)} wrong; slowest {slowest.seconds:.1f} s ({slowest.name}), most memory "
          f"{largest.memory / 1e6:.0f} MB ({largest.name})")  # fmt: skip
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
