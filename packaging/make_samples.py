"""Writes the sample case: ``python packaging/make_samples.py [FOLDER]`` (default: resources/samples).

``packet.pdf`` is drawn from sample_case/packet.txt and ``case.json`` is its finished review from sample_case/review.yaml.
The same words and library versions give the same bytes; a quote that does not stand on its page is an error.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from sample_case import pages, review, story  # noqa: E402

from imr_desktop.case import codec  # noqa: E402


def make(folder: Path) -> None:
    """Write ``packet.pdf`` and ``case.json`` into `folder`."""
    sources = story.read_story(HERE / "sample_case" / "packet.txt")
    packet = folder / "packet.pdf"
    pages.draw(sources, HERE.parent / "resources" / "fonts", packet)
    case = review.build_case(review.Packet(packet, sources), HERE / "sample_case" / "review.yaml")
    (folder / "case.json").write_bytes(codec.encode_pretty(case))


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "resources" / "samples")
