"""Taking every power away from this process, by the means this system has.

One function, `confine`; each system has a module with a function of the same shape that gives its layers. A layer that
cannot be had is said with its reason, and the others are still taken.
"""

from __future__ import annotations

import sys

from imr_desktop.sandbox.status import ConfinementStatus


def confine(memory: int, parent: int) -> ConfinementStatus:
    """Confine this process for good: `memory` bytes at most, and no longer alive than the process `parent`."""
    if sys.platform == "linux":
        from imr_desktop.sandbox.confinement import linux

        return ConfinementStatus(linux.layers(memory, parent))
    if sys.platform == "darwin":
        from imr_desktop.sandbox.confinement import macos

        return ConfinementStatus(macos.layers(memory), tested=False)
    if sys.platform == "win32":
        from imr_desktop.sandbox.confinement import windows

        return ConfinementStatus(windows.layers(memory), tested=False)
    from imr_desktop.sandbox.confinement.limits import limited

    return ConfinementStatus((limited(memory),), tested=False)
