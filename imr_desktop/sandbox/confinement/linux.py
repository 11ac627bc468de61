"""Linux: limits, no network, no rights, no files (Landlock), a short list of system calls (seccomp).

Whoever takes over the process keeps what it has in memory and two pipes to the program. Sources: the kernel's headers
``linux/{landlock,seccomp,prctl,capability,sched}.h`` and their manual pages.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct

from imr_desktop.sandbox.confinement import landlock, seccomp
from imr_desktop.sandbox.confinement.calls import libc, reason
from imr_desktop.sandbox.confinement.limits import MOST_THREADS, limited, to_threads
from imr_desktop.sandbox.status import Layer

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION = 0x20080522
_MOST_CAPABILITIES = 64
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_NOBODY = 65534

_NETWORK = "a network of its own, with nothing in it"
_RIGHTS = "no rights over the system or other programs"


def layers(memory: int, parent: int) -> tuple[Layer, ...]:
    """Take everything away, in an order in which each step is still allowed."""
    bounded = limited(memory, processes=None)
    network, alone = _without_network()
    to_threads(MOST_THREADS if alone else 0)
    rights = _without_rights()
    _end_with(parent)
    files, calls = landlock.layer(), seccomp.layer()
    if not calls.holds:
        to_threads(0)  # nothing else tells a thread from a process
    return files, network, rights, bounded, calls


def _without_network() -> tuple[Layer, bool]:
    """Whether it has a network of its own, and whether its threads are counted apart from those of the account.

    The kernel counts threads in each user namespace (since 5.14), so that a process alone in one can be held to a few.
    """
    if libc().unshare(_CLONE_NEWNET | _CLONE_NEWIPC) == 0:  # as root
        _become_nobody()
        return Layer(_NETWORK, True), _alone()
    _become_nobody()
    if libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        return Layer(_NETWORK, True), True
    why = reason()
    return Layer(_NETWORK, False, f"programs may not make one here ({why})"), _alone()


def _alone() -> bool:
    return bool(libc().unshare(_CLONE_NEWUSER) == 0)


def _become_nobody() -> None:
    """Root has rights over files that no capability stands for."""
    if os.geteuid() == 0:
        for capability in range(_MOST_CAPABILITIES):
            libc().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
        try:
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        except OSError:
            return  # `_without_rights` finds out


def _without_rights() -> Layer:
    kernel = libc()
    failed = kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(_MOST_CAPABILITIES):  # only where there is the right to; without rights there is none to drop
        kernel.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    kernel.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITY_VERSION, 0))
    failed = kernel.capset(header, ctypes.create_string_buffer(24)) or failed
    if failed:
        return Layer(_RIGHTS, False, reason())
    if os.geteuid() == 0:
        return Layer(_RIGHTS, False, "the program runs as root and could not become another account; start it as yourself")
    return Layer(_RIGHTS, True)


def _end_with(parent: int) -> None:
    """Die with the parent, and let no other program of the account look in. Changing accounts would undo both."""
    libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
