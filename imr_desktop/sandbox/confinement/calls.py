"""The C library, called directly."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache

_PLAIN = {
    errno.EPERM: "it is not allowed",
    errno.EACCES: "it is not allowed",
    errno.ENOSYS: "the kernel does not have it",
    errno.ENOSPC: "it is switched off",
    errno.EOPNOTSUPP: "it is switched off",
    errno.EINVAL: "the kernel refused it",
}


@cache
def libc() -> ctypes.CDLL:
    """The C library with `errno` kept."""
    return ctypes.CDLL(None, use_errno=True)


def reason() -> str:
    """Why the last call failed, as half a sentence."""
    number = ctypes.get_errno()
    return _PLAIN.get(number, os.strerror(number).lower())
