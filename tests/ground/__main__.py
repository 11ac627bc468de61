"""`python -m tests.ground OUT.pdf [--unseen] [--only TYPE] [--pages N] [--scan]`: a packet, its truth beside it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .odd import ODD
from .packet import packet
from .scan import scanned


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--only", default="", help="a type: eight of its templates in one packet")
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--scan", action="store_true")
    parser.add_argument("--odd", choices=ODD, help="a packet that tries the reader")
    given = parser.parse_args()
    made = ODD[given.odd](given.seed) if given.odd else packet(given.seed, given.unseen, given.only, given.pages)
    data = made.pdf()
    if given.scan:
        made.truth["scans"] = list(range(1, len(made.pages) + 1))
        data = scanned(data, given.seed)
    given.out.write_bytes(data)
    given.out.with_suffix(".json").write_text(json.dumps(made.truth, indent=1, default=str))


if __name__ == "__main__":
    main()
