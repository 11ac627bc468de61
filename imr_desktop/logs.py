"""The log: what the program did, never what a case says.

Messages may name events, counts and error classes. Case text, names, numbers and file names stay out, so that a log can be
handed to a stranger (45 CFR 164.502 keeps patient data out of such files).
"""

from __future__ import annotations

import logging
from contextlib import suppress

from imr_desktop.errors import ImrError
from imr_desktop.paths import PRIVATE_FILE, Home, private_dir

_LIMIT = 512 * 1024


def start(home: Home) -> None:
    """Send the program's log to the home folder, 0600; a log of more than 512 KB is put aside as ``….1`` first."""
    private_dir(home.root)
    with suppress(OSError):
        if home.log.stat().st_size > _LIMIT:
            home.log.replace(f"{home.log}.1")
    handler = logging.FileHandler(home.log, encoding="utf-8", delay=True)  # logging.handlers would load sockets
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    home.log.touch(mode=PRIVATE_FILE)
    logger = logging.getLogger("imr_desktop")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def failure(logger: logging.Logger, event: str, error: BaseException) -> None:
    """Log a failure by its class alone; its message may quote a case. What was said to the reviewer is noted, no failure."""
    logger.log(logging.INFO if isinstance(error, ImrError) else logging.ERROR, "%s: %s", event, type(error).__name__)
