"""Lines and branches that tests ran, room by room; fails below the floor that all outside the window stands on.

coverage json -o REPORT
python packaging/covered.py REPORT
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

LEAST_LINES, LEAST_BRANCHES = 95.0, 90.0


def by_room(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, Counter[str]]:
    """Counts of lines and branches, run and all, of each room of the package."""
    rooms: dict[str, Counter[str]] = {}
    for name, file in report["files"].items():
        parts = Path(name).parts
        room = parts[1] if len(parts) > 2 else "."
        rooms.setdefault(room, Counter()).update({key: file["summary"][key] for key in _KEYS})
    return rooms


_KEYS = ("covered_lines", "num_statements", "covered_branches", "num_branches")


def shares(counts: Counter[str]) -> tuple[float, float]:
    """Percent of the lines, percent of the branches."""
    lines, branches = counts["num_statements"], counts["num_branches"]
    return (
        100 * counts["covered_lines"] / lines if lines else 100.0,
        100 * counts["covered_branches"] / branches if branches else 100.0,
    )


def main(report: str) -> int:
    """Print the table; 1 where the floor is not reached."""
    rooms = by_room(json.loads(Path(report).read_text(encoding="utf-8")))
    due = sum((counts for room, counts in rooms.items() if room != "ui"), Counter[str]())
    for room, counts in (*sorted(rooms.items()), ("all but ui", due)):
        lines, branches = shares(counts)
        print(f"{room:14} {lines:6.1f} % of lines {branches:6.1f} % of branches")
    lines, branches = shares(due)
    if lines < LEAST_LINES or branches < LEAST_BRANCHES:
        print(
            f"Less than is due: {LEAST_LINES:.0f} % of the lines and {LEAST_BRANCHES:.0f} % of the branches.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    sys.exit(main(*sys.argv[1:]))
