"""Landlock with no rule: no path may be opened, made, changed or run; no TCP; no signal or abstract socket leads out.

The rights grew with the kernel's interface (``linux/landlock.h``): 13 for files in version 1, then *refer* (2), *truncate*
(3), device controls (5); TCP since 4, abstract sockets and signals since 6. Each version is asked for all it has.
"""

from __future__ import annotations

import ctypes
import os
import struct

from imr_desktop.sandbox.confinement.calls import libc, reason
from imr_desktop.sandbox.status import Layer

_CREATE_RULESET = 444
_RESTRICT_SELF = 446
_VERSION = 1
_PR_SET_NO_NEW_PRIVS = 38
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_FILE_RIGHTS = 16
_TCP = 3
_SCOPES = 3
_ATTRIBUTE_BYTES = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}
_ALL_ATTRIBUTE_BYTES = 24

_NAME = "no file, folder or program (Landlock)"


def layer() -> Layer:
    """Put this process under Landlock, for good; the layer says whether the kernel did."""
    version = libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return Layer(_NAME, False, reason())
    return Layer(_NAME, True) if _taken(version) else Layer(_NAME, False, reason())


def attributes(version: int) -> bytes:
    """``struct landlock_ruleset_attr``: what the ruleset governs, and allows none of."""
    files = (1 << _FILE_RIGHTS.get(version, _ALL_FILE_RIGHTS)) - 1
    packed = struct.pack("QQQ", files, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    return packed[: _ATTRIBUTE_BYTES.get(version, _ALL_ATTRIBUTE_BYTES)]


def _taken(version: int) -> bool:
    attribute = attributes(version)
    ruleset = libc().syscall(
        _CREATE_RULESET, ctypes.create_string_buffer(attribute, len(attribute)), ctypes.c_size_t(len(attribute)), 0
    )
    if ruleset < 0:
        return False
    libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    refused: int = libc().syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return refused == 0
