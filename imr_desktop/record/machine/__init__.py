"""Reading pages that have no usable text by machine: from a page's picture to words, each with how sure the machine is.

Nothing here is needed to run the program: without the libraries pages stay *not read*, and `readers` says what to install.
What a machine read stays doubtful until a person has read the page by eye, however sure the machine is.
"""

from imr_desktop.record.machine.asking import UNOPENED as UNOPENED
from imr_desktop.record.machine.asking import MachineReader as MachineReader
from imr_desktop.record.machine.asking import machine_sandbox as machine_sandbox
from imr_desktop.record.machine.asking import not_read as not_read
from imr_desktop.record.machine.readers import INSTALL as INSTALL
from imr_desktop.record.machine.readers import available as available
from imr_desktop.record.machine.readers import settings as settings
