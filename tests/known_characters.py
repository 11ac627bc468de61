"""The table of what UTF-8 can write, laid where Hypothesis looks for it: else each process tries a million characters."""

from __future__ import annotations

import gzip
import json
import os

BEFORE_SURROGATES, AFTER_SURROGATES, LAST = 0xD7FF, 0xE000, 0x10FFFF
TABLE = [[[0, BEFORE_SURROGATES], [AFTER_SURROGATES, LAST]], []]
"""Every character but the surrogates; none that is read back as another."""


def lay() -> None:
    """Write the table where there is none. A Hypothesis that keeps it elsewhere, or in another form, makes its own."""
    from hypothesis.internal.charmap import charmap_file

    file = charmap_file("codec-v2-utf-8")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        own = file.with_name(f"{file.name}.{os.getpid()}")
        own.write_bytes(gzip.compress(json.dumps(TABLE).encode(), mtime=1))
        own.replace(file)
