"""`python -m tests.ground.score`: how well `imr-desktop read --json` understands packets with a known truth."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .judge import score
from .markup import templates
from .packet import packet
from .scan import scanned
from .tally import Table

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path, scan: bool, tree: Path = ROOT) -> dict:
    """What the program says of a file; run as a user runs it."""
    with tempfile.TemporaryDirectory() as home:
        command = [
            sys.executable,
            "-m",
            "imr_desktop",
            "--home",
            home,
            "read",
            "--json",
            "--ocr",
            "yes" if scan else "no",
            str(path),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tree)}, cwd=tree, check=False
        )
    if not done.stdout:
        raise SystemExit(f"no answer for {path}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def report(table: Table, details: bool) -> None:
    for name, count in ((name, count) for name, count in table.counts.items() if count.given or count.true):
        say(f"  {name:<48} {count}")
    if details:
        for name, text in sorted(table.misses):
            say(f"  - {name}: {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--unseen", action="store_true", help="packets of the third of templates that nobody tunes on: totals only"
    )
    parser.add_argument(
        "--seen", action="store_true", help="packets of the other templates (what is done if nothing is said)"
    )
    parser.add_argument(
        "--scan", action="store_true", help="pages as fax-grade pictures, read by machine (about 1.5 s of processor a page)"
    )
    parser.add_argument("--packets", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="packets of eight documents of one type")
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--most", type=int, default=0, help="so many documents a packet at most: for scans")
    parser.add_argument("--details", action="store_true", help="each miss with page and template; not of unseen ones")
    parser.add_argument("--keep", type=Path, help="a folder for the packets, with truth and answer")
    parser.add_argument("--tree", type=Path, default=ROOT, help="another checkout whose reader is scored")
    given = parser.parse_args()
    if given.unseen and (given.details or given.keep):
        parser.error("unseen templates are scored in totals only")
    for unseen in (False, True) if given.seen and given.unseen else (given.unseen,):
        table = run(given, unseen)
        pool = [each for each in templates() if each.unseen == unseen]
        word = "unseen" if unseen else "seen"
        kind = "fax-grade scans" if given.scan else "text"
        say(f"{word} templates ({len(pool)}), {kind}, {given.packets} packets from seed {given.seed}")
        report(table, given.details)


def run(given: argparse.Namespace, unseen: bool) -> Table:
    table = Table()
    folder = Path(tempfile.mkdtemp()) if given.keep is None else given.keep
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(given.seed, given.seed + given.packets):
        made = packet(seed, unseen, given.only, given.pages, given.most)
        path = folder / f"packet-{seed}.pdf"
        path.write_bytes(scanned(made.pdf(), seed) if given.scan else made.pdf())
        said = read(path, given.scan, given.tree)
        score(made.truth, said, table, f"#{seed}")
        if given.keep:
            path.with_suffix(".json").write_text(json.dumps(made.truth, indent=1, default=str))
            path.with_suffix(".said.json").write_text(json.dumps(said, indent=1))
        else:
            path.unlink()
    return table


if __name__ == "__main__":
    main()
