"""Taking every power away from this process, by the means this system has.

One function, `confine`; each system has a module with a function of the same shape that gives its layers. A layer that
cannot be had is said with its reason, and the others are still taken.
"""

from __future__ import annotations

import sys

from imr_desktop.sandbox.status import Status


def confine(memory: int, parent: int) -> Status:
    """Confine this process for good: `memory` bytes at most, and no longer alive than the process `parent`."""
    if sys.platform == "linux":
        from imr_desktop.sandbox.confinement import linux

        return Status(linux.layers(memory, parent))
    if sys.platform == "darwin":
        from imr_desktop.sandbox.confinement import macos

        return Status(macos.layers(memory), tested=False)
    if sys.platform == "win32":
        from imr_desktop.sandbox.confinement import windows

        return Status(windows.layers(memory), tested=False)
    from imr_desktop.sandbox.confinement.limits import limited

    return Status((limited(memory),), tested=False)
