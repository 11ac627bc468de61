"""A list of the system calls that reading a file takes; every other fails, and no memory becomes executable any more.

Numbers are those of the kernel's ``asm/unistd_64.h`` (x86_64) and ``asm-generic/unistd.h`` (aarch64). What is missing on
purpose: everything that opens, looks at or makes a file, a socket or a process. A thread may be made, as the C library makes
one and in no other way: HEIC pictures cannot be unpacked without; `limits` says how many.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable

from imr_desktop.sandbox.confinement.calls import libc, reason
from imr_desktop.sandbox.status import Layer

ALLOWED: dict[str, tuple[int, int]] = {
    "brk": (12, 214),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "futex": (202, 98),
    "getcpu": (309, 168),
    "getpid": (39, 172),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "lseek": (8, 62),
    "madvise": (28, 233),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "read": (0, 63),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "sigaltstack": (131, 132),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "uname": (63, 160),
    "write": (1, 64),
}
"""Calls that are let through whatever their arguments, as (x86_64, aarch64)."""
MAP, PROTECT = (9, 222), (10, 226)
SIGNAL = (234, 131)
LIMITS = (302, 261)
CLONE = (56, 220)
CLONE3 = (435, 435)
"""Its flags stand in memory, where no filter can look: the C library is told that there is none, and takes the older one."""
THREAD = 0x3D0F00
"""``CLONE_…`` VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, PARENT_SETTID, CHILD_CLEARTID: a thread of this process."""
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Machine: which number of each pair, and the kernel's name of it (``AUDIT_ARCH_…``)."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_LET, _KILL, _REFUSE, _ABSENT = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
_X32 = 0x40000000
_PROT_EXEC = 4
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_MODE_FILTER = 2

_NAME = "no system call beyond those that computing takes (seccomp)"

Step = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def layer() -> Layer:
    """Take it for this process; the last step, since taking the others needs calls it refuses."""
    machine = platform.machine()
    if machine not in MACHINES:
        return Layer(_NAME, False, f"there is no list for {machine or 'this'} processors")
    code = b"".join(struct.pack("HBBI", *step) for step in program(machine, os.getpid()))
    steps = ctypes.create_string_buffer(code, len(code))
    libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    whole = _Program(len(code) // 8, ctypes.addressof(steps))
    if libc().prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(whole), 0, 0):
        return Layer(_NAME, False, reason())
    return Layer(_NAME, True)


def program(machine: str, process: int) -> list[Step]:
    """The filter as the kernel's small machine runs it: (operation, steps over if true, if false, value)."""
    which, name = MACHINES[machine]
    return [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, name),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
        *_when(MAP[which], _unless_any(2, _PROT_EXEC)),
        *_when(PROTECT[which], _unless_any(2, _PROT_EXEC)),
        *_when(SIGNAL[which], _if_equal(0, process)),
        *_when(LIMITS[which], _reading_own_limits()),
        *_when(CLONE[which], _a_thread()),
        *_when(CLONE3[which], [(_RETURN, 0, 0, _ABSENT)]),
        *_each(number[which] for number in ALLOWED.values()),
        (_RETURN, 0, 0, _REFUSE),
    ]


def _when(number: int, steps: list[Step]) -> list[Step]:
    """Steps that end the program, for one call."""
    return [(_EQUAL, 0, len(steps), number), *steps]


def _each(numbers: Iterable[int]) -> list[Step]:
    return [step for number in numbers for step in _when(number, [(_RETURN, 0, 0, _LET)])]


def _unless_any(argument: int, bits: int) -> list[Step]:
    return [(_LOAD, 0, 0, _low(argument)), (_ANY_BIT, 1, 0, bits), (_RETURN, 0, 0, _LET), (_RETURN, 0, 0, _REFUSE)]


def _if_equal(argument: int, value: int) -> list[Step]:
    return [(_LOAD, 0, 0, _low(argument)), (_EQUAL, 0, 1, value), (_RETURN, 0, 0, _LET), (_RETURN, 0, 0, _REFUSE)]


def _reading_own_limits() -> list[Step]:
    """``prlimit64`` of this process (0) with no new limit given (a null pointer, both halves)."""
    return [
        (_LOAD, 0, 0, _low(0)),
        (_EQUAL, 0, 5, 0),
        (_LOAD, 0, 0, _low(2)),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _low(2) + 4),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _LET),
        (_RETURN, 0, 0, _REFUSE),
    ]


def _a_thread() -> list[Step]:
    """``clone`` with the flags of a thread, all of them and no other, in both halves."""
    return [(_LOAD, 0, 0, _low(0) + 4), (_EQUAL, 0, 3, 0), *_if_equal(0, THREAD)]


def _low(argument: int) -> int:
    """Where the lower half of an argument stands; both machines put it first."""
    return _ARGUMENTS + 8 * argument
