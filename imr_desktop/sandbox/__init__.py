"""A limited child process for parsing files of unknown origin."""

from imr_desktop.sandbox.parent import Sandbox, SandboxFailure

__all__ = ["Sandbox", "SandboxFailure"]
