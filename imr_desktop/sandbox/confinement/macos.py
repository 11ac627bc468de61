"""macOS: limits, and a sandbox profile that denies everything. Written from Apple's headers; never tried on a Mac.

``sandbox_init`` is marked deprecated since 10.8 and is what browsers still use. Memory is also watched by the parent, since
this system does not enforce the limit.
"""

from __future__ import annotations

import ctypes

from imr_desktop.sandbox.confinement.limits import limited
from imr_desktop.sandbox.status import Layer

_PROFILE = b"(version 1) (deny default) (allow process-info* (target self)) (allow sysctl-read)"
_NAME = "no file, network, program or signal (sandbox profile)"


def layers(memory: int) -> tuple[Layer, ...]:
    """Take files, network and programs from this process, for good; the layers say what holds."""
    return limited(memory), _profile()


def _profile() -> Layer:
    message = ctypes.c_char_p()
    try:
        failed = ctypes.CDLL("/usr/lib/libSystem.dylib").sandbox_init(_PROFILE, ctypes.c_uint64(0), ctypes.byref(message))
    except (OSError, AttributeError):
        return Layer(_NAME, False, "the system does not have it")
    return Layer(_NAME, not failed, "the system refused it" if failed else "")
