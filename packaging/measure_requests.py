"""Prints how well requests are understood: ``python packaging/measure_requests.py [FOLDER]``.

FOLDER holds published determinations and their list ``expected.json`` (default: what the environment variable IMR_LETTERS
names). A Markdown table for the user guide, against what was read by hand from the same items (tests/rules/data); the places
of the items read otherwise follow. With ``--later`` instead: what the packs say of the letters' items when their dates are
moved to later years, in which other texts govern.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from imr_desktop.rules import load_packs  # noqa: E402
from tests.preflight.letters import cases_of  # noqa: E402
from tests.rules import letter_days  # noqa: E402
from tests.rules.letter_scores import PARTS, PLACES, QUANTITY, Item, asks_rightly, items_of, table, wrong_services  # noqa: E402


def main(folder: Path, later: bool = False) -> int:
    """Print the table for a folder; 2 where it holds no list of letters, or `later` no letter."""
    if later:
        return _later(folder)
    if not (folder / "expected.json").is_file():
        print(f"{folder} holds no expected.json with the letters' items.", file=sys.stderr)
        return 2
    items = items_of(folder, load_packs())
    print("\n".join(table(items)))
    for line in _misread(items):
        print(line)
    return 0


def _later(folder: Path) -> int:
    cases = cases_of(folder)
    if not cases:
        print(f"There is no PDF in {folder}; name a folder of letters, or set IMR_LETTERS.", file=sys.stderr)
        return 2
    print("\n".join(letter_days.table(cases, load_packs())))
    return 0


def _misread(items: list[Item]) -> list[str]:
    lines = [f"another service: {place}" for place in wrong_services(items)]
    for item in items:
        wrong = [name for name in (*QUANTITY, *PARTS, *PLACES, "service_dates") if not item.right(name)]
        wrong += [] if asks_rightly(item) else ["question"]
        lines += [f"{item.place}: {', '.join(wrong)}"] if wrong else []
    return lines


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    words = [word for word in sys.argv[1:] if word != "--later"]
    given = words[0] if words else os.environ.get("IMR_LETTERS", "")
    sys.exit(main(Path(given or HERE.parent.parent / "shared" / "letters"), "--later" in sys.argv))
