"""The command line: the same work as the window, without a screen.

Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 failed with a sentence on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from imr_desktop.errors import ImrError

EXIT_FAILED = 3
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named by `arguments` (default: the process's own) and return its exit code."""
    from imr_desktop.cli import parser
    from imr_desktop.cli.output import prepare_streams, printable
    from imr_desktop.hardening import harden

    harden()
    prepare_streams()
    try:
        command, options = parser.parse(list(sys.argv[1:] if arguments is None else arguments))
        return command.run(options)
    except ImrError as error:
        print(f"imr-desktop: {printable(error.sentence)}", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; there is nobody to tell
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
