"""Codes of diagnoses as a machine misreads them, held against the list: "$82.202K", "M2S.512", "148.0" beside its name."""

from __future__ import annotations

import re
from functools import lru_cache

from imr_desktop.extract.facts.icd import known

_LIKE = re.compile(r"(?<![\w.$#/:-])[A-Z$|!l\d][\dOoIlSsBZ$|i][\dA-ZoIlis$|]\.[\dA-Zoli$|]{1,4}(?![\w$%]|[.,]\d)")
_PARTED = re.compile(r"(?<![\w.])([A-TV-Z]\d)[ ](\d\.\d{1,3})(?![\w.])")
_FIRST = str.maketrans("1l|!$508", "IIIISSOB")
_DIGIT = str.maketrans("OoIl|iSs$BZ", "00111155582")
_HEAD = 3
_NEAR = 200
"""Letters before and behind a code, in which its name stands."""
_STEM = 5
_LONG = re.compile(r"[a-z]{5,}")
_LEAST_SURE = 5
"""Signs of a code that can be no sum of money and no other number: S82.202K."""


def codes_righted(text: str) -> str:
    """The text with misread codes put right that can be one code alone; every place stays."""
    return _LIKE.sub(_code, _PARTED.sub(_joined, text))


def _joined(found: re.Match[str]) -> str:
    """A code that was read in two beside its name: "M5 1.26"."""
    code = "".join(found.groups())
    return f" {code}" if known(code) and _is_named(code, found) else found[0]


def _code(found: re.Match[str]) -> str:
    read = found[0]
    if known(read) and read[0].isalpha():
        return read
    code = _stood(read)
    return code if code and (_is_sure(read) or _is_named(code, found)) else read


@lru_cache(maxsize=4096)
def _stood(read: str) -> str:
    """The one code that a misread one stands for; empty where there is none, or more than one."""
    head, tail = read[:1].translate(_FIRST) + read[1:_HEAD].translate(_DIGIT), read[_HEAD:]
    able = {head + tail, head + tail.translate(_DIGIT), head + tail[:-1].translate(_DIGIT) + tail[-1:]}
    codes = {one for one in able if known(one)}
    return codes.pop() if len(codes) == 1 else ""


def _is_sure(read: str) -> bool:
    """Whether it can be nothing but a code: with letters among figures, and long."""
    plain = read[1:].replace(".", "")
    return not plain.isdigit() and len(plain) > 1 and (read[0].isalpha() or len(plain) >= _LEAST_SURE)


def _is_named(code: str, found: re.Match[str]) -> bool:
    """Whether half of the longer words of a code's name stand near it."""
    line = known(code)
    near = found.string[max(0, found.start() - _NEAR) : found.end() + _NEAR].lower()
    here = {word[:_STEM] for word in _LONG.findall(near)}
    named = {word[:_STEM] for word in _LONG.findall(line.name.lower())} if line else set()
    return bool(named) and 2 * len(named & here) >= len(named)
