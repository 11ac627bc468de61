"""Which encoding bytes are text in, by evidence; what cannot be told is marked, never guessed. In the limited process."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

UNTOLD = "\ufffd"
"""Stands for a character whose encoding could not be told."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "latin-1", "mac-roman", "cp437", "cp850")
_COMMON = frozenset("áéíóúñüàèìòùâêîôûäëïöçãõåæøßœÁÉÍÓÚÑÜÀÈÌÒÙÂÊÎÔÛÄËÏÖÇÃÕÅÆØŒ")
_BOXES = frozenset(chr(code) for code in range(0x2500, 0x25A0))
_APART = frozenset("–—…•°±½¼¾§©®™µ²³¹·«»€£×÷≤≥º\u00a0")
_BEFORE_A_WORD = frozenset("¿¡“‘«")
_STRANGE_SHARE = 0.02
_LOOKED_AT = 200_000
_ENOUGH = 0.3
"""What the mean sign of a character must at least be worth; a right reading gives some 0.8, a wrong one less than nothing."""
_ENOUGH_OF_OTHERS = 0.55
_FEW_PAIRS = 4
_UNTOLD_SHARE = 0.08

_HIGH = re.compile(rb"[\x80-\xff]")
_GB = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_BIG5 = re.compile(rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]")
_BIG5_LEVEL_1 = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_SJIS_KANA = re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")
_VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def decode(data: bytes) -> str | None:
    """The text of bytes; None for bytes that are no text, or of which too much cannot be told (`UNTOLD` marks a little)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        text = _wide(data)
        return text if text and _is_text(text) else None
    text = _narrow(data)
    return text if text is not None and _is_text(text) else None


def _narrow(data: bytes) -> str | None:
    text = _strictly(data, "utf-8")
    if text is not None:
        return _strictly(data, "iso2022_jp") or text if b"\x1b$" in data else text
    return _mostly_utf_8(data) or _eastern(data) or _vietnamese(data) or _western(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zeros stand."""
    for encoding, zeros in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if len(data) % 4 == 0 and all(data[at::4].count(0) > len(data) // 4 * 0.9 for at in zeros):
            text = _strictly(data, encoding)
            if text and "\0" not in text:
                return text
    even, odd = data[0::2].count(0), data[1::2].count(0)
    text = _strictly(data[: len(data) // 2 * 2], "utf-16-le" if odd > even else "utf-16-be")
    return text if text and "\0" not in text else None


def _mostly_utf_8(data: bytes) -> str | None:
    """UTF-8 with a few broken characters: cut off, or with bytes of something else between."""
    text = data.decode("utf-8", "replace")
    broken = text.count(UNTOLD)
    whole = sum(1 for character in text[:_LOOKED_AT] if character > "\x7f") - min(broken, _LOOKED_AT)
    return text if whole > 3 * broken else None


def _eastern(data: bytes) -> str | None:
    """Chinese, Japanese and Korean where nearly every character is a common one; a few characters are no evidence."""
    sample = data[:_LOOKED_AT]
    high = len(_HIGH.findall(sample))
    kana = len(_SJIS_KANA.findall(sample))
    if kana >= _FEW_PAIRS and kana * 2 > high * 0.3:
        text = _strictly(data, "cp932")
        if text is not None and any("\u3040" <= one <= "\u30ff" for one in text):
            return text
    for encoding in _by_pairs(sample, high):
        text = _strictly(data, encoding)
        if text is not None:
            return text
    return None


def _by_pairs(sample: bytes, high: int) -> Iterator[str]:
    pairs = _GB.findall(sample)
    if len(pairs) >= _FEW_PAIRS and len(pairs) * 2 >= high * 0.98:  # both bytes of every pair are high
        leads = [pair[0] for pair in pairs if pair[0] > 0xA3]
        kana = sum(pair[0] in (0xA4, 0xA5) for pair in pairs)
        if kana > len(pairs) * 0.2:
            yield "euc_jp"
        elif len(leads) >= 20 and all(lead <= 0xC8 for lead in leads):
            yield "euc_kr"
        elif sum(0xB0 <= lead <= 0xD7 for lead in leads) > len(leads) * 0.85:
            yield "gb18030"
    double = _BIG5.findall(sample)
    common = _BIG5_LEVEL_1.findall(sample)
    inside = sum(pair[1] < 0x80 for pair in double)
    signs = sum(pair[0] < 0xA4 for pair in double)
    seen = len(double) * 2 - inside
    if len(double) >= _FEW_PAIRS and inside and seen >= high * 0.98 and len(common) >= (len(double) - signs) * 0.9:
        yield "big5"


def _vietnamese(data: bytes) -> str | None:
    """Windows' Vietnamese writes tones as characters of their own, which stand after vowels only."""
    text = _strictly(data, "cp1258")
    tones = [at for at, one in enumerate(text or "") if one in _TONES]
    if text is None or len(tones) < _FEW_PAIRS or not all(at and text[at - 1] in _VOWELS for at in tones):
        return None
    return unicodedata.normalize("NFC", text)


def _western(data: bytes) -> str | None:
    """The encoding in which the characters stand as such characters do; else what cannot be told is marked."""
    best, worth = "", _ENOUGH
    for encoding in _WESTERN:
        text = _strictly(data, encoding)
        needed = worth + 0.01 if best or encoding == "cp1252" else _ENOUGH_OF_OTHERS
        if text is not None and (found := _likelihood(text[:_LOOKED_AT])) > needed:
            best, worth = text, found
    if best:
        return best
    marked = data.decode("ascii", "replace")
    return marked if marked.count(UNTOLD) <= len(marked) * _UNTOLD_SHARE else None


def _likelihood(text: str) -> float:
    """What the characters beyond ASCII are worth on average, between -1 and 1, by where they stand."""
    worth = [
        _worth(one, text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " ")
        for at, one in enumerate(text)
        if one > "\x7f"
    ]
    return sum(worth) / len(worth) if worth else 1.0


def _worth(one: str, before: str, after: str) -> float:
    inside = before.isalpha() and after.isalpha()
    if one.isalpha() and one not in "ºª":
        if one not in _COMMON:
            return -0.7
        if one.isupper():
            return -1.0 if before.islower() or (before.isupper() is False and after.islower() is False and inside) else 0.7
        return (1.0 if after.islower() or before.islower() else 0.3) if before.isalpha() or after.isalpha() else 0.2
    if one == "’":
        return 1.0 if before.isalnum() or after.isalpha() or after.isdigit() else -0.3
    if one in _BEFORE_A_WORD:
        return 1.0 if after.isascii() and after.isalnum() and not before.isalnum() else -0.7
    if one == "”":
        return 0.8 if not before.isspace() and not after.isalnum() else -0.7
    if one in _BOXES:
        return 0.3 if not before.isalpha() and not after.isalpha() else -0.8
    if one in _APART:
        return -0.6 if inside else 0.6
    return -0.8


def _is_text(text: str) -> bool:
    looked = text[:20_000]
    strange = sum(
        1
        for one in looked
        if not one.isprintable() and not one.isspace() and one not in "\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff"
    )
    return strange <= len(looked) * _STRANGE_SHARE
