"""Limits that POSIX systems have: memory, files, processes, core dumps."""

from __future__ import annotations

from imr_desktop.sandbox.status import Layer

_NAME = "bounded memory; writes no file, starts no program"
_OPEN_FILES = 16


def limited(memory: int) -> Layer:
    """Bound this process; the limits cannot be raised again."""
    try:
        import resource

        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_AS, memory),
        ):
            resource.setrlimit(kind, (most, most))
    except (ImportError, ValueError, OSError) as error:
        return Layer(_NAME, False, f"the limits could not be set ({type(error).__name__})")
    return Layer(_NAME, True)
