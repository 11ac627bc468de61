"""Limits that POSIX systems have: memory, files, processes and threads, core dumps."""

from __future__ import annotations

from imr_desktop.sandbox.status import Layer

_NAME = "bounded memory; writes no file, starts no program"
_OPEN_FILES = 16
MOST_THREADS = 8
"""Threads of a process whose own are counted: HEIC pictures take a second one."""


def limited(memory: int, *, processes: int | None = 0) -> Layer:
    """Bound this process; the limits cannot be raised again. Without `processes`, `to_threads` bounds those."""
    try:
        import resource

        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_AS, memory),
        ):
            resource.setrlimit(kind, (most, most))
        if processes is not None:
            to_threads(processes)
    except (ImportError, ValueError, OSError) as error:
        return Layer(_NAME, False, f"the limits could not be set ({type(error).__name__})")
    return Layer(_NAME, True)


def to_threads(most: int) -> None:
    """Bound processes and threads together, as the system counts them: those of the account. Raises ValueError, OSError."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (bound, bound))
