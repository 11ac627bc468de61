"""Words for people and JSON for programs.

Text out of case files is untrusted: control characters, which a terminal would obey, are shown as escapes.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

if TYPE_CHECKING:
    import argparse

_T = TypeVar("_T")

# What a line says something of: one name, or two, in columns of their own.
_NAMES = tuple(re.compile(rf"\s*(?:\S+(?: \S+)*\s{{2,}}){{{number}}}") for number in (1, 2))
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
_DIRECTION = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def prepare_streams() -> None:
    """Let any text be printed: what the terminal's encoding lacks is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    """The text without characters that steer a terminal or turn the direction of reading."""
    return text.translate(_CONTROL | _DIRECTION)


def say(text: str = "", file: TextIO | None = None) -> None:
    """Print one piece of text for people."""
    print(printable(text), file=file or sys.stdout)


def say_folded(text: str = "") -> None:
    """Print text for people; in a terminal a line that is longer than it is wide goes on below where its words begin."""
    say(folded(text, shutil.get_terminal_size().columns) if sys.stdout.isatty() else text)


def folded(text: str, columns: int) -> str:
    """The text in lines of at most so many columns; a word that is longer stands in a line of its own."""
    return "\n".join(line if len(line) <= columns else _folded_line(line, columns) for line in text.split("\n"))


def _folded_line(line: str, columns: int) -> str:
    begins = [found.end() for pattern in _NAMES if (found := pattern.match(line)) and found.end() < columns * 0.45]
    indent = max(begins, default=len(line) - len(line.lstrip()) + 2)
    parts = textwrap.wrap(
        line,
        columns,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(parts)


def say_json(value: Any) -> None:
    """Print one JSON value; structs become objects, dates YYYY-MM-DD."""
    print(json.dumps(_builtins(value), indent=2))


def told(options: argparse.Namespace, plain: Any, say_it: Callable[[_T], None], what: _T) -> int:
    """Print what came out: as JSON for programs where that was asked for, else in words; exit code 0."""
    if options.json:
        say_json(plain)
    else:
        say_it(what)
    return 0


def say_json_line(value: Any) -> None:
    """Print one JSON value on a line of its own, at once."""
    print(json.dumps(_builtins(value)), flush=True)


def _builtins(value: Any) -> Any:
    import msgspec  # the window starts without it

    return msgspec.to_builtins(value)


def sentence(text: str) -> None:
    """Tell people on standard error, so that JSON on standard output stays clean."""
    say(f"imr-desktop: {text}", sys.stderr)
