"""PDF values as this program's writers spell them, read without any library and without mercy.

Another spelling of the same value (a comment, a doubled key, a generation number) raises `Foreign`: readers differ about such
files, so what one shows another does not.
"""

from __future__ import annotations

import re
from typing import TypeAlias

MOST_NESTED = 60
_SPACE = re.compile(rb"[ \n]*")
_TOKEN = re.compile(
    rb"(?P<ref>(\d{1,9}) 0 R(?![A-Za-z]))|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<open><<)|(?P<close>>>)"
    rb"|(?P<hex><[0-9A-Fa-f]*>)"
    rb"|(?P<array>\[)|(?P<end>\])|(?P<text>\()|/(?P<name>[^\x00-\x20()<>\[\]{}/%\x7f-\xff]*)|(?P<word>true|false|null)"
)
_TEXT = re.compile(rb"[^\\()\r]+|[()]|\\([nrtbf()\\]|[0-7]{1,3})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEX = re.compile(r"#([0-9A-Fa-f]{2})")
_WORDS = {b"true": True, b"false": False, b"null": None}


class Foreign(Exception):
    """The file is not written as this program writes; `what` says how, as the end of a sentence."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Name(str):
    """A PDF name without its slash."""

    __slots__ = ()


class Ref(int):
    """A reference to an object's number."""

    __slots__ = ()


class Stream(dict[str, "Value"]):
    """A stream: its dictionary, and its bytes as they stand in the file."""

    raw = b""


Value: TypeAlias = "bool | int | float | bytes | Name | Ref | list[Value] | dict[str, Value] | Stream | None"


class Reader:
    """Reads values from `data` at `place`, which moves on."""

    def __init__(self, data: bytes, place: int, end: int) -> None:
        self.data, self.place, self.end = data, place, end

    def skip(self) -> None:
        """Move over spaces and line ends."""
        found = _SPACE.match(self.data, self.place, self.end)
        self.place = found.end() if found else self.place

    def take(self, word: bytes) -> bool:
        """Move over `word` where it is next, and say so."""
        self.skip()
        if not self.data.startswith(word, self.place, self.end):
            return False
        self.place += len(word)
        return True

    def need(self, word: bytes) -> None:
        """Move over `word`; raises Foreign where something else is next."""
        if not self.take(word):
            raise Foreign(f"lacks the word {word.decode()!r} at byte {self.place}")

    def number(self) -> int:
        """The whole number that is next."""
        value = self.value()
        if type(value) is not int or value < 0:
            raise Foreign(f"lacks a number at byte {self.place}")
        return value

    def value(self, nested: int = 0) -> Value:
        """The value that is next."""
        self.skip()
        found = _TOKEN.match(self.data, self.place, self.end)
        if found is None or nested > MOST_NESTED:
            raise Foreign(f"cannot be read at byte {self.place}")
        self.place, kind, token = found.end(), found.lastgroup, found[0]
        if kind == "open":
            return self._dictionary(nested)
        if kind == "array":
            return self._array(nested)
        if kind == "text":
            return self._text()
        return _simple(kind, token)

    def _dictionary(self, nested: int) -> dict[str, Value]:
        made: dict[str, Value] = {}
        while not self.take(b">>"):
            key = self.value(nested + 1)
            if type(key) is not Name:
                raise Foreign(f"has a dictionary without names at byte {self.place}")
            if key in made:
                raise Foreign(f"says “{key[:30]}” twice in one place")
            made[str(key)] = self.value(nested + 1)
        return made

    def _array(self, nested: int) -> list[Value]:
        made: list[Value] = []
        while not self.take(b"]"):
            made.append(self.value(nested + 1))
        return made

    def _text(self) -> bytes:
        parts: list[bytes] = []
        depth = 1
        while True:
            found = _TEXT.match(self.data, self.place, self.end)
            if found is None:
                raise Foreign(f"has a text that does not end at byte {self.place}")
            self.place = found.end()
            depth += (found[0] == b"(") - (found[0] == b")")
            if not depth:
                return b"".join(parts)
            parts.append(_unescaped(found[1]) if found[1] else found[0])


def _unescaped(code: bytes) -> bytes:
    return bytes([int(code, 8) & 0xFF]) if code[:1].isdigit() else _ESCAPED.get(code, code)


def _simple(kind: str | None, token: bytes) -> Value:
    if kind == "ref":
        return Ref(token.split()[0])
    if kind == "number":
        return float(token) if b"." in token else int(token)
    if kind == "hex":
        return bytes.fromhex(token[1:-1].decode().ljust((len(token) - 1) // 2 * 2, "0"))
    if kind == "name":
        return Name(_HEX.sub(lambda code: chr(int(code[1], 16)), token[1:].decode("latin-1")))
    if kind == "word":
        return _WORDS[token]
    raise Foreign(f"has “{token.decode('latin-1')}” in a wrong place")


def mapping(value: Value) -> dict[str, Value]:
    """The value as a dictionary; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def sequence(value: Value) -> list[Value]:
    """The value as an array; an empty one where it is none."""
    return value if isinstance(value, list) else []
