"""Reads a module of the program for the words that it shows: which are marked to be translated, which are not.

What shows to a reviewer and what is data cannot be told from the text alone; what is data in spite of its looks stands in
`DATA`.
"""

from __future__ import annotations

import ast
import keyword
import re
from pathlib import Path

from imr_desktop.catalogs import Entry

ROOT = Path(__file__).resolve().parent.parent

MARKS = {"tr", "trn", "trc", "mark", "markc", "counted"}
"""The functions whose literal texts are to be translated."""

QUIET = {
    "setObjectName", "setProperty", "set_property", "property", "icon", "color", "pixmap", "getattr", "hasattr",
    "QKeySequence", "in_force", "compile", "split", "rsplit", "partition", "rpartition", "strip", "lstrip",
    "rstrip", "removeprefix", "removesuffix", "startswith", "endswith", "find", "index", "encode", "decode", "strftime",
    "failure", "TypeVar", "cast", "import_module", "glob", "match", "search", "sub", "fullmatch", "Signal",
    "Slot", "Path", "resource", "info", "warning", "exception", "QFont",
    "call", "interface", "connect", "fromString", "getLogger", "setDesktopFileName",
    "setApplicationName", "token", "read_text", "environ", "findChild", "findChildren",
}  # fmt: skip
"""Functions whose texts nobody sees."""

QUIET_WORDS = {"merge", "kind", "icon", "icon_name", "key", "keys", "slot", "role", "bare", "when", "font"}
"""Arguments by name, and fields, that hold no words."""

_KEY = re.compile(
    r"((Ctrl|Alt|Shift|Meta)\+)*(F\d+|[A-Z]|Enter|Return|Esc|Tab|Space|Home|End|Left|Right|Up|Down|Return|Backspace|Delete|Del|PgUp|PgDown|\S)"
)

_WORDS = re.compile(r"[A-Za-z]{2}")


def shows(text: str) -> bool:
    """Whether a text looks like words for people: a sentence, a title, a label."""
    if not _WORDS.search(text) or _KEY.fullmatch(text) or ":!focus" in text:
        return False
    return text.lstrip("&“(").lstrip()[:1].isupper() or " " in text.strip() or "…" in text


def template(node: ast.JoinedStr) -> tuple[str, list[tuple[str, ast.expr]]] | None:
    """An f-string as a sentence with named fields, and what fills each; None where a field's form is itself computed."""
    text, fields = "", list[tuple[str, ast.expr]]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            form = _form(part)
            if form is None:
                return None
            name = _own_name(part.value, fields)
            text += f"{{{name}{form}}}"
    return text, fields


def _form(part: ast.FormattedValue) -> str | None:
    change = f"!{chr(part.conversion)}" if part.conversion > 0 else ""
    if part.format_spec is None:
        return change
    assert isinstance(part.format_spec, ast.JoinedStr)
    spec = part.format_spec.values
    if not all(isinstance(one, ast.Constant) for one in spec):
        return None
    return f"{change}:{''.join(str(one.value) for one in spec if isinstance(one, ast.Constant))}"


def _own_name(value: ast.expr, fields: list[tuple[str, ast.expr]]) -> str:
    wanted = _name(value)
    wanted = "what" if not wanted or keyword.iskeyword(wanted) else wanted
    shown = ast.unparse(value)
    for name, other in fields:
        if ast.unparse(other) == shown:
            return name
    taken = {name for name, _ in fields}
    name, at = wanted, 1
    while name in taken:
        at += 1
        name = f"{wanted}{at}"
    fields.append((name, value))
    return name


def _name(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=ast.Name(id="len"), args=[counted]):
            return f"{_name(counted)}_count"
        case ast.Call(func=ast.Name(id="counted"), args=[first, *_]):
            return _name(first).removesuffix("_count")
        case ast.Call(func=ast.Name(id="str" | "sorted" | "written" | "runs" | "sentence"), args=[first, *_]):
            return _name(first)
        case ast.Call(func=ast.Attribute(attr="join"), args=[parts]):
            return _name(parts)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="dates"), attr="written"), args=[first, *_]):
            return _name(first)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name.strip("_").lower()
        case ast.Subscript(value=inner) | ast.UnaryOp(operand=inner) | ast.BinOp(left=inner):
            return _name(inner)
        case ast.IfExp(body=inner) | ast.GeneratorExp(elt=inner):
            return _name(inner)
    return ""


class Reader(ast.NodeVisitor):
    """Walks a module: `found` are the marked sentences, `bare` the texts that look shown and are not marked."""

    def __init__(self, place: str) -> None:
        self._data = DATA["*"] | DATA.get(place.removeprefix("imr_desktop/ui/"), set())
        self.found: list[Entry] = []
        self.bare: list[ast.Constant | ast.JoinedStr] = []
        self.depths: dict[int, int] = {}
        self._depth, self._in_table = 0, False

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)):
            self.visit(default)
        self._depth += 1
        for part in node.body:
            self.visit(part)
        self._depth -= 1

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in MARKS and (isinstance(node.func, ast.Name) or name == "counted"):
            self._take(name, node)
            return
        if isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
        quiet = name in QUIET or (isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "_log")
        self._in_table = name == "Status"
        for at, part in enumerate(node.args):
            if not (quiet or (name in {"get", "pop"} and at == 0)) or not isinstance(part, ast.Constant | ast.JoinedStr):
                self.visit(part)
        self._in_table = False
        for word in node.keywords:
            if word.arg not in QUIET_WORDS and not quiet:
                self.visit(word.value)

    def _take(self, name: str, node: ast.Call) -> None:
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        match name, texts:
            case "trn", [one, many, *_]:
                self.found.append(Entry(one, many))
            case "trc" | "markc", [context, text, *_]:
                self.found.append(Entry(text, context=context))
            case "counted", [one, *many]:
                self.found.append(Entry(f"{{count:,}} {one}", f"{{count:,}} {many[0] if many else one + 's'}"))
            case "tr" | "mark", [text, *_]:
                self.found.append(Entry(text))
        for part in (*node.args[2 if name == "trn" else 0 :], *(word.value for word in node.keywords)):
            if not isinstance(part, ast.Constant):
                self.visit(part)

    def visit_Compare(self, node: ast.Compare) -> None:
        for part in (node.left, *node.comparators):
            if not isinstance(part, ast.Constant | ast.Tuple | ast.Set | ast.List):
                self.visit(part)

    def visit_Dict(self, node: ast.Dict) -> None:
        for part in node.values:
            self.visit(part)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.visit(node.slice)

    def visit_match_case(self, node: ast.match_case) -> None:
        for part in node.body:
            self.visit(part)

    def visit_Assert(self, node: ast.Assert) -> None:
        """What an assertion says is for those who build the program."""

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and shows(node.value) and node.value not in self._data:
            self._bare(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        words = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        plain = words.replace("\0", "")
        if (
            _WORDS.search(plain)
            and (" " in words.strip() or plain[:1].isupper())
            and plain not in self._data
            and "://" not in plain
        ):
            self._bare(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _bare(self, node: ast.Constant | ast.JoinedStr) -> None:
        self.bare.append(node)
        self.depths[id(node)] = 0 if self._in_table else self._depth


DATA: dict[str, set[str]] = {
    "*": {
        "IMR Desktop", "Upheld", "Overturned", "NFKD", "Ts", "not read", "not met", "not documented", "not applicable",
        "SIGTERM", "SIGINT", "SIGHUP", "left out", "file received", "Ctrl+", "Ctrl ", "Alt+", "Escape", "DejaVu Serif",
        "MRI 01/02/2024",
    },
    "record/find_flow.py": {" OR *"},
    "items/guidelines.py": {"Decision based on .", ", Section(s): "},
    "items/criterion_words.py": {"Guidelines"},
    "home/arranging.py": {"group "},
    "record/page_state.py": {"Only a machine read it"},
    "overview/timeline.py": {"work status"},
    "overview/controller.py": {" time line.pdf"},
    "checks/words.py": {"Made in part:"},
    "shell/workspace.py": {"compact record", " record"},
    "exchange/forget_dialog.py": {"FORGET"},
    "record/caret.py": {"line start", "line end", "page up", "page down", "page start", "page end", "tuple[PlacedWord, ...]"},
    "record/hand.py": {"line start", "line end", "page up", "page down", "page start", "page end"},
    "record/left_off.py": {"record place"},
    "signing/print_server.py": {"Raw Printer"},
    "signing/token_dialog.py": {"/usr/lib/…/opensc-pkcs11.so"},
    "signing/view.py": {"verify signed", "Final determination.pdf", " Final determination.pdf", "Case"},
    "signing/print_plan.py": {"Letter"},
    "signing/printing.py": {"IMR determination"},
    "search/hits_list.py": {"by eye"},
    "comments/panel.py": {"first reviewer", "second reviewer"},
    "time_stamp_dialog.py": {"B-LT", "B-LTA"},
    "shortcuts.py": {"Backtab", "Ins", "Ctrl+Ins", "Shift+Ins"},
    "vault/controller.py": {"protection of the vault"},
    "vault/resume.py": {"IMR_DESKTOP_RESUME"},
    "home/counts.py": {"Open | str"},
    "first_run/page.py": {"California"},
    "settings_dialog.py": {"California"},
    "office/dialog.py": {"letter data", "whole case"},
    "parties/party_form.py": {"in person"},
    "home/searching.py": {"waiting no due date", "due today", "due tomorrow", " this week"},
    "record/page_keys.py": {"keys of the page"},
    "signing/signed_note.py": {"cannot tell"},
    "verifying/dialog.py": {"cannot tell"},
}  # fmt: skip
"""Texts with the looks of words that are keys, names of things in files, or kept as they are: everywhere, and by module."""


def read(path: Path) -> Reader:
    """What a module marks, and what it does not."""
    reader = Reader(path.relative_to(ROOT).as_posix())
    reader.visit(ast.parse(path.read_text(encoding="utf-8")))
    return reader
