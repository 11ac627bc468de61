"""A reviewer's own groups of words for the same thing, beside the shipped thesaurus: read, written, and as plain lines.

A group is a tuple of words or phrases, the first of which names it; ``*`` ends a stem. The file is TOML with one table of
lists, ``same = [["pt", "physical therapy"]]``; people edit lines such as ``PT = physical therapy = physiotherapy``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from imr_desktop.errors import UsageError

Groups = tuple[tuple[str, ...], ...]

MOST_GROUPS = 500
MOST_WORDS = 30
LONGEST_WORD = 80
LARGEST_FILE = 200_000
"""Letters of a file that is still read; no reviewer writes that many synonyms."""
_HEAD = "# Your own words for the same thing, one list per thing. They are looked for beside the shipped thesaurus.\n"


def from_lines(text: str) -> Groups:
    """The groups of lines such as ``PT = physical therapy``; empty lines are skipped.

    Raises UsageError that names the line which cannot be used.
    """
    groups = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        words = _clean(line.split("="))
        if len(words) < 2:
            raise UsageError(f"Line {number} has fewer than two different words: write “PT = physical therapy”.")
        groups.append(_bounded(words, f"Line {number}"))
    return _counted(groups)


def to_lines(groups: Groups) -> str:
    """The groups as lines to edit."""
    return "\n".join(" = ".join(group) for group in groups)


def from_toml(text: str) -> Groups:
    """The groups of a file's text. Raises UsageError with what is wrong in it."""
    if len(text) > LARGEST_FILE:
        raise UsageError("the file is far longer than a list of synonyms")
    try:
        rows = tomllib.loads(text).get("same", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"it is not TOML ({str(error)[:80]})") from error
    if not isinstance(rows, list):
        raise UsageError("“same” must be a list of lists of words")
    return _counted([_group(number, row) for number, row in enumerate(rows, start=1)])


def to_toml(groups: Groups) -> str:
    """The text of the file."""
    rows = "".join(f"  [{', '.join(map(_quoted, group))}],\n" for group in groups)
    return f"{_HEAD}same = [\n{rows}]\n"


def _group(number: int, row: object) -> tuple[str, ...]:
    if not isinstance(row, list) or not all(isinstance(word, str) for word in row):
        raise UsageError(f"group {number} is not a list of words")
    words = _clean(row)
    if len(words) < 2:
        raise UsageError(f"group {number} has fewer than two different words")
    return _bounded(words, f"group {number}")


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    found = (" ".join(word.split()) for word in words)
    return tuple({word.casefold(): word for word in found if any(map(str.isalnum, word))}.values())


def _bounded(words: tuple[str, ...], where: str) -> tuple[str, ...]:
    if len(words) > MOST_WORDS:
        raise UsageError(f"{where} has more than {MOST_WORDS} words for one thing: leave the rare ones out.")
    if any(len(word) > LONGEST_WORD for word in words):
        raise UsageError(f"{where} has a word of more than {LONGEST_WORD} letters: shorten it.")
    return words


def _counted(groups: list[tuple[str, ...]]) -> Groups:
    if len(groups) > MOST_GROUPS:
        raise UsageError(f"There are more than {MOST_GROUPS} groups: leave the rare ones out.")
    return tuple(groups)


def _quoted(word: str) -> str:
    escaped = "".join(f"\\u{ord(letter):04x}" if letter in '"\\' or not letter.isprintable() else letter for letter in word)
    return f'"{escaped}"'
