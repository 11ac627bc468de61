"""Runs in the limited process before it confines itself: the machine's data is read, everything it may need is loaded."""

from __future__ import annotations

import os

THREADS = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""No library may start threads: the confined process can make none, and each core has a process of its own."""


def prepare() -> None:
    """Load drawing and the machine. Both machines read a picture: what they load late could not be loaded later."""
    for name in THREADS:
        os.environ[name] = "1"
    from imr_desktop.record import preparing

    preparing.prepare()
    from imr_desktop.record.machine import reading, tesseract

    tesseract.load()
    reading.warm()
