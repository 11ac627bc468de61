"""A limited child process for parsing files of unknown origin."""

from imr_desktop.sandbox.failure import ProcessDied, SandboxFailure, StoppedAnswering, TookTooLong
from imr_desktop.sandbox.parent import Sandbox
from imr_desktop.sandbox.process import PART, Steps
from imr_desktop.sandbox.status import ConfinementStatus
