"""Web pages: what a browser would show as text; scripts, styles and what is hidden are not. Runs in the limited process."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from typing import IO

from imr_desktop import file_kinds as kinds
from imr_desktop.record.formats.encodings import decode
from imr_desktop.record.formats.flow import Flow
from imr_desktop.record.formats.plain import MOST_BYTES
from imr_desktop.record.model import Parsed

_CHARSET = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_UNSHOWN = frozenset(
    ("script", "style", "head", "template", "noscript", "noframes", "iframe", "object", "svg", "math", "datalist")
)
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table", "fieldset", "form")
)
_LINES = frozenset(
    ("div", "li", "dt", "dd", "tr", "section", "article", "header", "footer", "main", "nav", "address", "figure",
    "figcaption",
     "caption", "legend", "hr", "center", "aside", "thead", "tbody", "details", "summary", "body", "html", "option")
)  # fmt: skip
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr", "param")
)
_ENDS = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("tr", "td", "th"), "li": ("li",)}
"""What a beginning element ends, where nothing else did: within its table or list."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}@]{1,400})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"(?:[\w-]+)?([.#][\w-]+)|([a-z][\w-]*)", re.IGNORECASE)
_PAGE_BREAK = re.compile(r"(?:page-)?break-(before|after)\s*:\s*(?:always|page)", re.IGNORECASE)
_LARGE_DATA = 60_000
"""Characters of a picture inside the page from which on it is more than a logo or a signature."""
_DEEPEST = 4_000


def read(file: IO[bytes]) -> Parsed:
    """The pages of a web page: one, unless it is long or says where printing ends one."""
    if file.seek(0, os.SEEK_END) > MOST_BYTES:
        return Parsed(wrong="is a web page of more than 16 MB; print it to a PDF and drop that")
    file.seek(0)
    flow = Flow()
    if not flow_into(flow, file.read()):
        return Parsed(wrong=kinds.UNKNOWN.wrong)
    return flow.parsed(kinds.HTML.label.lower())


def flow_into(flow: Flow, data: bytes) -> bool:
    """Say what a page shows; false where its bytes are no text."""
    text = _decoded(data)
    if text is None:
        return False
    flow_text(flow, text)
    return True


def flow_text(flow: Flow, text: str) -> None:
    """Say what the text of a page, or of a part of one, shows."""
    page = _Page(flow)
    page.feed(text)
    page.close()
    page.end()


def _decoded(data: bytes) -> str | None:
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = (said[1] or said[2]).decode("ascii").lower()
        try:
            return data.decode({"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name))
        except (LookupError, UnicodeError, ValueError):
            pass  # it says something that is not so
    return decode(data)


class _Page(HTMLParser):
    def __init__(self, flow: Flow) -> None:
        super().__init__(convert_charrefs=True)
        self._flow = flow
        self._open: list[tuple[str, str, bool]] = []
        """Element, how its text is shown (seen, hidden, none), whether a page ends after it."""
        self._rules: frozenset[str] = frozenset()
        self._line: list[str] = []
        self._hidden: list[str] = []
        self._style: list[str] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: said or "" for name, said in attrs}
        self._end_open(tag)
        self._open_space(tag, named.get("style", ""))
        mode = self._mode(tag, named)
        if tag == "br":
            self._say("\n", mode)
        elif tag in ("input", "img"):
            self._void(tag, named, mode)
        elif tag == "option":
            mode = mode if "selected" in named else "none"
        if tag not in _VOID and len(self._open) < _DEEPEST:
            after = _PAGE_BREAK.search(named.get("style", ""))
            self._open.append((tag, mode, bool(after and after[1].lower() == "after")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self._open and self._open[-1][0] == tag:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at in range(len(self._open) - 1, -1, -1) if self._open[at][0] == tag), -1)
        if at < 0:
            return
        if tag == "style":
            self._rules |= _hiding("".join(self._style))
            self._style.clear()
        ended = any(after for _, _, after in self._open[at:])
        del self._open[at:]
        if tag in _PARAGRAPHS or tag in _LINES:
            self._break("\n\n" if tag in _PARAGRAPHS else "\n")
        if ended:
            self._end_page()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            self._style.append(data)
            return
        within = any(tag in ("pre", "textarea") for tag, _, _ in self._open[-4:])
        self._say(data if within else re.sub(r"[ \t\r\n\f]+", " ", data), self._open[-1][1] if self._open else "seen")

    def end(self) -> None:
        """The rest of what was gathered."""
        self._break("\n")

    def _end_open(self, tag: str) -> None:
        outermost = ""
        for open_tag, _, _ in reversed(self._open[-12:] if tag in _ENDS else ()):
            if open_tag in ("table", "ul", "ol"):
                break
            outermost = open_tag if open_tag in _ENDS[tag] else outermost
        if outermost:
            self.handle_endtag(outermost)

    def _mode(self, tag: str, named: dict[str, str]) -> str:
        above = self._open[-1][1] if self._open else "seen"
        if above == "none" or tag in _UNSHOWN:
            return "seen" if tag == "body" else "none"
        selectors = {tag, f"#{named.get('id', '')}", *(f".{one}" for one in named.get("class", "").split())}
        hides = "hidden" in named or _HIDING.search(named.get("style", "")) or selectors & self._rules
        return "hidden" if above == "hidden" or hides else "seen"

    def _open_space(self, tag: str, style: str) -> None:
        if tag in ("td", "th"):
            if self._cells:
                self._say("\t", "seen")
            self._cells += 1
        elif tag in _PARAGRAPHS or tag in _LINES:
            self._break("\n\n" if tag in _PARAGRAPHS else "\n")
        before = _PAGE_BREAK.search(style)
        if before and before[1].lower() == "before":
            self._end_page()

    def _void(self, tag: str, named: dict[str, str], mode: str) -> None:
        kind = named.get("type", "text").lower()
        if tag == "img":
            if named.get("src", "").startswith("data:") and len(named["src"]) > _LARGE_DATA and mode == "seen":
                self._flow.unread()
            self._say(f" [{named['alt']}] " if named.get("alt") else "", mode)
        elif kind in ("checkbox", "radio"):
            self._say("☒ " if "checked" in named else "☐ ", mode)
        elif kind not in ("hidden", "submit", "button", "image", "reset", "password", "file"):
            self._say(f" {named.get('value', '')} ", mode)

    def _say(self, text: str, mode: str) -> None:
        if mode == "seen":
            self._line.append(text)
        elif mode == "hidden":
            self._flow.hide(text)

    def _break(self, gap: str) -> None:
        """A block begins or ends: cells of a row stay on its line."""
        if any(tag in ("td", "th") for tag, _, _ in self._open[-6:]) and gap:
            self._say(" ", "seen")
            return
        self._cells = 0
        line = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(self._line))) if self._line else ""
        self._line.clear()
        if line.strip():
            self._flow.add(line.strip(" \n") + gap)
        elif gap == "\n\n":
            self._flow.add("\n")

    def _end_page(self) -> None:
        self._break("\n")
        self._flow.page()


def _hiding(style: str) -> frozenset[str]:
    """The plain selectors that a page's own style hides; rules for printing and small screens count for what they are."""
    found = set()
    for selectors, rule in _RULE.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
        if _HIDING.search(rule):
            for one in selectors.split(","):
                match = _SELECTOR.fullmatch(one.strip())
                if match:
                    found.add(match[1] or match[2].lower())
    return frozenset(found)
