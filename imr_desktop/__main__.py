"""``python -m imr_desktop`` is the same as ``imr-desktop``."""

import sys

from imr_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
