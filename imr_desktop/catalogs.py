"""Gettext files (.po) as text: reading the sentences of a language, writing them for those who translate."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WIDTH = 100


@dataclass(frozen=True)
class Entry:
    """One sentence: its English, that of several where a number decides, its context, where it stands, what it is said as."""

    text: str
    many: str = ""
    context: str = ""
    places: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """What no other entry of the file has."""
        return self.context, self.text

    @property
    def done(self) -> bool:
        """Whether it is translated, for one and for several where a number decides."""
        return len(self.said) == (2 if self.many else 1) and all(self.said)


def entries(text: str) -> Iterator[Entry]:
    """The sentences of a .po file, its head left out. Raises ValueError where a line is none of such a file."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        parts, places = _parts(block)
        if parts.get("msgid"):
            said = [parts[key] for key in ("msgstr", "msgstr[0]", "msgstr[1]") if key in parts]
            yield Entry(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""), places, tuple(said))


def _parts(block: str) -> tuple[dict[str, str], tuple[str, ...]]:
    parts: dict[str, str] = {}
    places: list[str] = []
    key = ""
    for line in block.split("\n"):
        if line.startswith("#"):
            places += line[2:].split() if line.startswith("#:") else []
        elif line.startswith('"'):
            parts[key] += _unquoted(line)
        elif line.strip():
            key, _, quoted = line.partition(" ")
            parts[key] = _unquoted(quoted)
    return parts, tuple(places)


def _unquoted(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted.strip()[1:-1]
    try:
        return str(ast.literal_eval(quoted.strip()))
    except SyntaxError as error:
        raise ValueError("no text of a catalog") from error


def written(head: str, found: Iterable[Entry]) -> str:
    """The .po file of these sentences, in this order, with its head."""
    return "\n\n".join([head.strip(), *("\n".join(_lines(entry)) for entry in found)]) + "\n"


def _lines(entry: Entry) -> Iterator[str]:
    if entry.places:
        yield f"#: {' '.join(entry.places)}"
    if entry.context:
        yield from _said("msgctxt", entry.context)
    yield from _said("msgid", entry.text)
    if entry.many:
        yield from _said("msgid_plural", entry.many)
        for at in (0, 1):
            yield from _said(f"msgstr[{at}]", entry.said[at] if at < len(entry.said) else "")
    else:
        yield from _said("msgstr", entry.said[0] if entry.said else "")


def _said(key: str, text: str) -> Iterator[str]:
    if len(text) <= _WIDTH and "\n" not in text:
        yield f"{key} {_quoted(text)}"
        return
    yield f'{key} ""'
    yield from (_quoted(part) for part in _broken(text))


def _broken(text: str) -> Iterator[str]:
    line = ""
    for word in text.replace("\n", "\n\0").replace(" ", " \0").split("\0"):
        if line and (len(line) + len(word) > _WIDTH or line.endswith("\n")):
            yield line
            line = ""
        line += word
    if line:
        yield line


def _quoted(text: str) -> str:
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(marks.get(letter, letter) for letter in text) + '"'
