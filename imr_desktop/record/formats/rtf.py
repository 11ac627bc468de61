"""RTF documents: what stands on their pages, in their own encodings. Runs in the limited process.

Rich Text Format 1.9.1. Headers and footers stand once, notes and comments where they belong; deleted words are no text,
hidden ones are set apart, and neither control words nor pictures ever become words.
"""

from __future__ import annotations

import os
import re
from typing import IO, NamedTuple

from imr_desktop.file_kinds import RTF
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.model import Parsed

MOST_BYTES = 128_000_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([\r\n\0]+)|([^\\{}\r\n\0]+)", re.DOTALL
)
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 78: "shift_jis", 79: "big5", 80: "euc_kr", 81: "cp1256", 82: "cp1255",
    83: "mac-greek", 84: "mac-cyrillic",
    85: "gb2312", 88: "cp874", 89: "mac-latin2", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_PAGES = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850", b"ansi": "cp1252"}
_CODEPAGES = {708: "iso8859-6", 10000: "mac-roman", 65001: "utf-8", 936: "gbk", 54936: "gb18030", 1361: "johab"}
_CLOSED = frozenset(
    b"fonttbl colortbl stylesheet info pict object fldinst datafield themedata colorschememapping datastore "
    b"latentstyles listtable "
    b"listoverridetable rsidtbl generator xmlnstbl revtbl filetbl bkmkstart bkmkend atnid atnauthor atndate atnref "
    b"atnparent atnicn "
    b"atntime atrfstart atrfend nonshppict shprslt pnseclvl formfield ffname ftnsep ftnsepc ftncn aftnsep aftnsepc "
    b"aftncn panose falt "
    b"background template passwordhash userprops docvar fchars lchars xe tc rxe txe mmath objdata objclass objname sp pgptbl "
    b"protusertbl wgrffmtfilter htmltag mhtmltag private".split()
)
_OPEN = frozenset(b"shptxt result dptxbxtext".split())
"""Destinations in closed ones that are seen all the same: text boxes, and what an embedded thing shows."""
_KNOWN = frozenset(b"annotation footnote shpinst shppict do shp".split())
_EDGES = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
_WORDS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"nestrow": "\n", b"tab": "\t", b"cell": "\t", b"nestcell": "\t",
    b"emdash": "—", b"endash": "–",
    b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"page": "\f", b"zwj": "", b"zwnj": "", b"zwbo": "", b"softpage": "",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_DEEPEST = 10_000
_LARGE = 12.0
"""Square inches from which on a picture is more than a logo or a signature."""
_TWIPS = 1440
_UNREAD, _HIDDEN, _SEEN = "\x0e", "\x1e", "\x1f"
"""Marks in what was gathered: a picture that nobody read; words that no eye sees begin and end."""
_BETWEEN = re.compile(f"{_HIDDEN}([^{_SEEN}]*){_SEEN}")
_NO_MARKS = dict.fromkeys(map(ord, (_UNREAD, _HIDDEN, _SEEN)))


class _State(NamedTuple):
    """What holds in a group: where its words go ("" nowhere), the font's encoding, what to skip after a Unicode character."""

    goes: str = "body"
    encoding: str = ""
    skips: int = 1
    hidden: bool = False
    deleted: bool = False


def read(file: IO[bytes]) -> Parsed:
    """The pages of an RTF document, as it breaks them."""
    if file.seek(0, os.SEEK_END) > MOST_BYTES:
        return Parsed(wrong="is an RTF document of more than 128 MB; print it to a PDF and drop that")
    file.seek(0)
    try:
        return _Document(file.read()).parsed()
    except ValueError:
        return Parsed(wrong="is a damaged RTF document; ask for it again, as PDF")


class _Document:
    def __init__(self, data: bytes) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._default = -1
        self._bytes = bytearray()
        self._to_skip = 0
        self._said: dict[str, list[str]] = {"body": [], "head": [], "foot": []}
        self._starred = False
        self._sides: dict[bytes, float] = {}
        self._flow = Flow()
        self._tokens(data)

    def parsed(self) -> Parsed:
        self._flush()
        heads, body, feet = ("".join(self._said[name]) for name in ("head", "body", "foot"))
        for line in dict.fromkeys(filter(None, map(str.strip, re.split(r"[\n\f]", heads)))):
            self._flow.line(line)
        for at, page in enumerate(body.split("\f")):
            if at:
                self._flow.page()
            if _UNREAD in page:
                self._flow.unread()
            for words in _BETWEEN.findall(page):
                self._flow.hide(words)
            for line in _BETWEEN.sub("", page).replace(_UNREAD, "").split("\n"):
                self._flow.line(line.rstrip("\t ").strip(" "))
        for line in dict.fromkeys(filter(None, map(str.strip, re.split(r"[\n\f]", feet)))):
            self._flow.line(line)
        return self._flow.parsed(RTF.label.lower())

    def _tokens(self, data: bytes) -> None:
        at, depth = 0, 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, _, text = match.groups()
            if brace == b"{":
                self._flush()
                self._stack.append(self._state)
                self._starred, self._to_skip, depth = False, 0, depth + 1
                if depth > _DEEPEST:
                    raise ValueError("nested too deeply")
            elif brace:
                self._flush()
                self._close()
                depth -= 1
                if depth <= 0:
                    return
            elif word:
                if word == b"bin":
                    at += max(0, int(number or 0))
                else:
                    self._word(word.lower() if word.isupper() else word, int(number) if number else None)
            elif code:
                self._byte(bytes.fromhex(code.decode()))
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._text(text)

    def _close(self) -> None:
        before = self._state
        self._state = self._stack.pop() if self._stack else self._state
        if before.goes != self._state.goes and before.goes.startswith(("note", "comment")):
            self._put("]", "body")

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._flush()
            self._say(chr(number % 0x10000))
            self._to_skip = self._state.skips
            return
        if word == b"uc":
            self._state = self._state._replace(skips=min(number or 0, 100))
            return
        self._flush()
        self._to_skip = 0
        starred, self._starred = self._starred, False
        if word in _WORDS:
            self._say(_WORDS[word])
        elif word == b"sect":
            self._say("\f")
        elif word in _EDGES:
            self._go("head" if word.startswith(b"header") else "foot")
        elif word == b"footnote":
            self._open_note("note", " [Note: ")
        elif word == b"annotation":
            self._open_note("comment", " [Comment: ")
        elif word in _OPEN:
            self._state = self._state._replace(goes="body")
            self._say("\n")
        elif word in _CLOSED or word == b"shpinst" or (starred and word not in _KNOWN):
            self._go("")
            if word == b"fonttbl":
                self._state = self._state._replace(goes="fonts")
        else:
            self._property(word, number)

    def _open_note(self, goes: str, mark: str) -> None:
        if self._state.goes:
            self._put(mark, "body")
            self._state = self._state._replace(goes=goes)

    def _go(self, where: str) -> None:
        if self._state.goes:
            self._state = self._state._replace(goes=where)

    def _property(self, word: bytes, number: int | None) -> None:
        on = number != 0
        if word in (b"v", b"webhidden"):
            self._state = self._state._replace(hidden=on)
        elif word == b"deleted":
            self._state = self._state._replace(deleted=on)
        elif word == b"plain":
            self._state = self._state._replace(hidden=False, deleted=False, encoding=self._fonts.get(self._default, ""))
        elif word == b"f" and number is not None:
            self._font = number
            self._state = self._state._replace(encoding=self._fonts.get(number, ""))
        elif word == b"fcharset" and self._state.goes == "fonts" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number] if number else ""
        elif word == b"deff" and number is not None:
            self._default = number
        elif word in _PAGES:
            self._page = _PAGES[word]
        elif word == b"ansicpg" and number:
            self._page = _CODEPAGES.get(number, f"cp{number}")
        elif word == b"pagebb" and on:
            self._say("\f")
        elif word in (b"picwgoal", b"pichgoal") and number:
            self._weigh(word, number / _TWIPS)

    def _weigh(self, word: bytes, inches: float) -> None:
        """Large pictures hold words that nobody has read."""
        self._sides[word] = inches
        if len(self._sides) == 2:
            if self._sides[b"picwgoal"] * self._sides[b"pichgoal"] >= _LARGE:
                self._put(_UNREAD, "body")
            self._sides.clear()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
            return
        self._flush()
        self._to_skip = 0
        self._say(_SYMBOLS.get(symbol, ""))

    def _byte(self, one: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes += one

    def _text(self, text: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._bytes += text

    def _flush(self) -> None:
        if self._bytes:
            data, encoding = bytes(self._bytes), self._state.encoding or self._page
            self._bytes.clear()
            try:
                text = data.decode(encoding, "replace")
            except LookupError:
                text = data.decode("cp1252", "replace")
            self._say(text.translate(_NO_MARKS))

    def _say(self, text: str) -> None:
        goes = self._state.goes
        if not goes or goes == "fonts" or self._state.deleted:
            return
        if self._state.hidden and text.strip():
            self._put(f"{_HIDDEN}{text}{_SEEN}", "body")
            return
        self._put(text.replace("\n", " ").replace("\f", " ") if goes in ("note", "comment") else text, goes)

    def _put(self, text: str, goes: str) -> None:
        self._said[goes if goes in self._said else "body"].append(text)
