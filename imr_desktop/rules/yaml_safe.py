"""YAML for data packs: the plain subset, read in one pass over the parser's events.

Refused, with the line: aliases and anchors (so nothing can expand), tags (so nothing can be constructed), duplicate keys,
keys that are not text, several documents, nesting deeper than `MAX_DEPTH`, files beyond `MAX_BYTES` or `MAX_VALUES` values.
Only ``true`` and ``false`` are booleans and dates stay text, so that no word changes its type behind the author's back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from imr_desktop.errors import PackInvalid

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
MAX_VALUES = 250_000

_INT = re.compile(r"-?(?:0|[1-9]\d{0,15})\Z")
_FLOAT = re.compile(r"-?\d{1,15}\.\d{1,15}\Z")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(data: bytes, where: str) -> Any:
    """The document as dict, list, str, int, float, bool and None. `where` names it in messages. Raises PackInvalid."""
    if len(data) > MAX_BYTES:
        raise PackInvalid(f"{where} is larger than 4 MB; split it into files by family.")
    try:
        return _Builder(yaml.parse(data, Loader=_LOADER), where).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise PackInvalid(f"{where} is not valid YAML{place}: {problem}.") from None
    except UnicodeDecodeError:
        raise PackInvalid(f"{where} is not UTF-8 text.") from None


class _Builder:
    """Turns parser events into plain values."""

    def __init__(self, events: Iterator[Any], where: str) -> None:
        self._events = events
        self._where = where
        self._values = 0

    def document(self) -> Any:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise PackInvalid(f"{self._where} is empty.")
        value = self._value(next(self._events), 0)
        next(self._events)
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise PackInvalid(f"{self._where} holds more than one document; keep one to a file.")
        return value

    def _value(self, event: Any, depth: int) -> Any:
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._refusal(event, f"goes beyond {MAX_VALUES:,} values, more than a guideline pack holds")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refusal(event, "uses an anchor or alias; write the value out")
        if event.tag is not None and event.tag != "!":
            raise self._refusal(event, f"uses the tag {event.tag}; only plain values are read")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth >= MAX_DEPTH:
            raise self._refusal(event, f"nests deeper than {MAX_DEPTH} levels")
        return self._mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self._sequence(depth)

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0] or event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.match(text):
            return int(text)
        return float(text) if _FLOAT.match(text) else text

    def _sequence(self, depth: int) -> list[Any]:
        values = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, depth + 1))
        return values

    def _mapping(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1) if not isinstance(event, yaml.ScalarEvent) else event.value
            if not isinstance(key, str) or getattr(event, "anchor", None) is not None:
                raise self._refusal(event, "has a key that is not plain text")
            if key in values:
                raise self._refusal(event, f"has the key “{key}” twice")
            values[key] = self._value(next(self._events), depth + 1)
        return values

    def _refusal(self, event: Any, what: str) -> PackInvalid:
        return PackInvalid(f"{self._where}, line {event.start_mark.line + 1}, {what}.")
