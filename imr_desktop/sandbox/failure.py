"""Why a call to the limited process gave nothing."""

from __future__ import annotations

from imr_desktop.errors import ImrError


class SandboxFailure(ImrError):
    """The limited process could not do the work; the message says whether it was time, memory or a crash."""


class TookTooLong(SandboxFailure):
    """It passed its limit of seconds."""


class ProcessDied(SandboxFailure):
    """The process ended before it answered: what it was given may have ended it, or the system did."""


def untrue() -> SandboxFailure:
    """What is said of an answer that cannot be: the process may have been taken over by the file it read."""
    return SandboxFailure("The process that reads files answered something that cannot be and was ended.")


class StoppedAnswering(SandboxFailure):
    """The process did nothing at all for a while, and was ended."""
