"""What a locked window knows of the one before it: ids and places, nothing that a case says.

It goes through a pipe from the process that ends to the one that takes its place, and never touches a disk.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass

VARIABLE = "IMR_DESKTOP_RESUME"
"""Names the descriptor that the new process reads this from."""
_MOST_BYTES = 16_000


@dataclass(frozen=True)
class Resume:
    """The case to go back to by id, the pane and case page in view, and where the window stood (Qt's own bytes as hex)."""

    case: str = ""
    pane: str = ""
    page: int = 0
    signing: bool = False
    geometry: str = ""

    def encode(self) -> bytes:
        """As the other side reads it; shorter than what every pipe holds."""
        return json.dumps(asdict(self)).encode()[:_MOST_BYTES]


def decode(data: bytes) -> Resume:
    """What was sent; where that cannot be read, nowhere in particular."""
    with suppress(ValueError, TypeError):
        sent = Resume(**json.loads(data))
        if all(type(value) is type(getattr(Resume, name)) for name, value in asdict(sent).items()):
            return sent
    return Resume()


def take() -> Resume | None:
    """What the process before this one left; None where there was none. Can be taken once."""
    number = os.environ.pop(VARIABLE, "")
    if not number.isdecimal():
        return None
    try:
        with open(int(number), "rb") as pipe:
            return decode(pipe.read(_MOST_BYTES))
    except OSError:
        return Resume()
