"""The words of the interface: which are marked to be translated, which are not, and the catalogs of `resources/language`.

    python packaging/strings.py            # bring es.po up to date: new sentences in, those that are gone out
    python packaging/strings.py missing    # what has no translation yet
    python packaging/strings.py unmarked   # what the window shows unmarked

What shows to a reviewer and what is data cannot be told from the text alone; what is data in spite of its looks stands in
`DATA`, by its words.
"""

from __future__ import annotations

import ast
import keyword
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from imr_desktop.catalogs import Entry, entries, written
from imr_desktop.language import MESSAGE

ROOT = Path(__file__).resolve().parent.parent
WINDOW = ROOT / "imr_desktop" / "ui"
CATALOG = ROOT / "resources" / "language" / "es.po"
HEAD = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

MARKS = {"tr", "trn", "trc", "mark", "markc", "counted"}
"""The functions whose literal texts are to be translated."""

QUIET = {
    "setObjectName", "setProperty", "set_property", "property", "icon", "color", "paint_icon", "pixmap", "getattr", "hasattr",
    "setattr", "QKeySequence", "in_force", "compile", "split", "rsplit", "partition", "rpartition", "strip", "lstrip",
    "rstrip", "removeprefix", "removesuffix", "startswith", "endswith", "find", "index", "encode", "decode", "strftime",
    "strptime", "failure", "TypeVar", "cast", "import_module", "glob", "match", "search", "sub", "fullmatch", "Signal",
    "Slot", "Path", "resource", "debug", "info", "warning", "exception", "setStyleSheet", "QFont", "setFamilies",
    "call", "interface", "connect", "QDBusMessage", "createMethodCall", "fromString", "getLogger", "setDesktopFileName",
    "setApplicationName", "token", "write_text", "read_text", "environ", "invokeMethod", "findChild", "findChildren", "is_a",
}  # fmt: skip
"""Functions whose texts nobody sees."""

QUIET_WORDS = {"merge", "kind", "icon", "icon_name", "key", "keys", "slot", "role", "bare", "when", "font", "object_name"}
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
        "IMR Desktop", "Upheld", "Overturned", "NFKD", "T", "Ts", "not read", "not met", "not documented", "not applicable",
        "SIGTERM", "SIGINT", "SIGHUP", "left out", "file received", "Ctrl+", "Ctrl ", "Alt+", "Escape", "DejaVu Serif",
        "MRI 01/02/2024",
    },
    "record/find_flow.py": {" OR *"},
    "record/find_panel.py": {" OR *"},
    "items/guidelines.py": {"Decision based on .", ", Section(s): "},
    "items/criterion_words.py": {"Guidelines", "Limit: "},
    "home/arranging.py": {"group "},
    "record/page_state.py": {"Only a machine read it"},
    "overview/timeline.py": {"work status"},
    "overview/controller.py": {" time line.pdf"},
    "checks/words.py": {"Made in part:"},
    "items/evidence_row.py": {"QLineEdit", "QComboBox"},
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
    "time_stamp_dialog.py": {"B-T", "B-LT", "B-LTA"},
    "shortcuts.py": {"Return", "Backtab", "Backspace", "PgDown", "Enter", "Tab", "Esc", "Space", "Del", "Ins", "Home", "End",
                     "Left", "Right", "Up", "Down", "PgUp", "Ctrl+Ins", "Shift+Ins", "Ctrl+Left", "Ctrl+Right",
                     "Ctrl+Backspace", "Ctrl+Del", "Ctrl+Home", "Ctrl+End", "Ctrl+Shift+Return", "Alt+Down", "Alt+Up"},
    "vault/controller.py": {"protection of the vault"},
    "vault/resume.py": {"IMR_DESKTOP_RESUME"},
    "shell/shares.py": {"wide record", "compact record", "work above checks", "texts beside items", "findings above summary"},
    "home/counts.py": {"Open | str"},
    "first_run/page.py": {"California"},
    "settings_dialog.py": {"California"},
    "office/dialog.py": {"letter data", "whole case"},
    "parties/party_form.py": {"in person"},
    "history/versions_list.py": {"case saved", "case reopened", "case restored", "case imported", "case merged",
                                 "determination signed"},
    "home/searching.py": {"waiting no due date", "due today", "due tomorrow", " this week"},
    "record/page_keys.py": {"keys of the page"},
    "signing/signed_note.py": {"cannot tell", "not valid"},
    "verifying/dialog.py": {"cannot tell"},
}  # fmt: skip
"""Texts with the looks of words that are keys, names of things in files, or kept as they are: everywhere, and by module."""

NOT_SHOWN = ("theme/", "privacy/sleep.py", "garbage.py", "shell/loading.py")
"""Where the window's modules hold no words for people."""


def read(path: Path) -> Reader:
    """What a module marks, and what it does not."""
    reader = Reader(path.relative_to(ROOT).as_posix())
    reader.visit(ast.parse(path.read_text(encoding="utf-8")))
    return reader


def window() -> Iterator[Path]:
    """The window's own modules, where every text that shows is marked."""
    for path in sorted(WINDOW.rglob("*.py")):
        if not path.relative_to(WINDOW).as_posix().startswith(NOT_SHOWN):
            yield path


def modules() -> Iterator[Path]:
    """The modules whose marked texts are in the catalog."""
    yield from sorted(WINDOW.rglob("*.py"))


def marked(paths: Iterable[Path]) -> list[Entry]:
    """The marked sentences, each once, in order of where they first stand."""
    places: dict[Entry, list[str]] = defaultdict(list)
    for path in paths:
        for entry in read(path).found:
            if (where := path.relative_to(ROOT).as_posix()) not in places[entry]:
                places[entry].append(where)
    for entry in (*of_help(), *of_categories(), *of_packets(), *of_lower_floors()):
        bare = Entry(entry.text, context=entry.context)
        places[bare] += [place for place in entry.places if place not in places[bare]]
    return [Entry(entry.text, entry.many, entry.context, tuple(where)) for entry, where in places.items()]


def of_help() -> Iterator[Entry]:
    """What the program's own help says of each part of the window."""
    place = ("resources/help.toml",)
    for part in tomllib.loads((ROOT / place[0]).read_text(encoding="utf-8"))["part"]:
        for text in (part["title"], part["what"], *(does for _, does in part.get("keys", ()))):
            yield Entry(text, places=place)


def of_categories() -> Iterator[Entry]:
    """The names of the categories of findings."""
    place = ("resources/ui/finding_categories.toml",)
    rows = tomllib.loads((ROOT / place[0]).read_text(encoding="utf-8"))
    yield from (Entry(row["label"], places=place) for listed in rows.values() if isinstance(listed, list) for row in listed)


def of_packets() -> Iterator[Entry]:
    """What a packet is owed, as the record at a glance names it."""
    place = ("resources/letter/packet.toml",)
    rows = tomllib.loads((ROOT / place[0]).read_text(encoding="utf-8"))
    yield from (Entry(row["what"], context=MESSAGE, places=place) for row in (*rows["needed"], rows["reports"]))
    yield from (Entry(row["name"], context=MESSAGE, places=place) for row in rows["record"])
    asked = next(row["what"] for row in rows["needed"] if "rfa" in row["types"])
    reports = rows["reports"]["what"]
    for text in (f"{asked} of {{day}}", f"{asked}; one of {{day}} is named", f"{reports}, {{since}} to {{until}}"):
        yield Entry(text, context=MESSAGE, places=place)
    for text in ("page {pages} of {count} of {document}", "pages {pages} of {count} of {document}"):
        yield Entry(text, context=MESSAGE, places=("imr_desktop/extract/packet/missing.py",))
    yield Entry("report by {by}", context=MESSAGE, places=("imr_desktop/extract/packet/reports.py",))
    states = ("resources/facts/told.toml",)
    told = tomllib.loads((ROOT / states[0]).read_text(encoding="utf-8"))
    yield from (Entry(name, context=MESSAGE, places=states) for name, _words in told["work"]["states"])


LOWER = (
    "case/bound_sources", "case/citation", "case/comments", "case/dates", "case/differences", "case/findings",
    "case/incoming", "case/labels", "case/merge", "case/office", "case/parties", "case/splitting", "preflight/attached",
    "preflight/checks/", "preflight/cited/", "preflight/places", "preflight/runner", "preflight/needs", "review/",
    "rules/editions", "determination/verdict", "extract/facts/agreeing",
)  # fmt: skip
"""Modules of lower floors whose sentences the window shows; of others it shows what their errors say."""

NOT_TOLD = (
    "review/drafts", "review/phrasing", "review/sending", "review/publishing", "review/trail", "review/outgoing",
    "review/lacking", "preflight/checks/record_facts_words", "review/criteria_told",
)  # fmt: skip
"""Those of them that write for letters, copies and the audit trail, or by data."""

_PATTERN = re.compile(r"\(\?|\[\\^|\\\\|\.\*|[A-Za-z]\|[a-z]")


def of_lower_floors() -> Iterator[Entry]:
    """What lower floors say that the window shows: patterns with fields without a form, for `language.told`."""
    for path in sorted((ROOT / "imr_desktop").rglob("*.py")):
        place = path.relative_to(ROOT / "imr_desktop").as_posix()
        if place.startswith(("ui/", "cli/", *NOT_TOLD)):
            continue
        nodes = read(path).bare if place.startswith(LOWER) else _raised(path)
        for text in _patterns(nodes):
            yield Entry(text, context=MESSAGE, places=(f"imr_desktop/{place}",))
    for place in ("imr_desktop/case/model.py", "imr_desktop/case/issuing.py"):
        for text in _titles(ROOT / place):
            yield Entry(text, context=MESSAGE, places=(place,))


_SENTENCE = re.compile(r"f?['\"][A-Z“{].* .*[.}]['\"]", re.DOTALL)


def _raised(path: Path) -> Iterator[ast.Constant | ast.JoinedStr]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for text in node.exc.args[:1]:
                if isinstance(text, ast.JoinedStr | ast.Constant) and _SENTENCE.fullmatch(ast.unparse(text)):
                    yield text


def _patterns(nodes: Iterable[ast.Constant | ast.JoinedStr]) -> Iterator[str]:
    for node in nodes:
        made = (
            template(node) if isinstance(node, ast.JoinedStr) else (str(node.value).replace("{", "{{").replace("}", "}}"), [])
        )
        text = re.sub(r"(?<!\{)\{(\w+)[!:][^{}]*\}", r"{\1}", made[0]) if made else ""
        if text and not _PATTERN.search(text):
            yield text


def _titles(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "field":
            texts = (*node.args[1:2], *(word.value for word in node.keywords if word.arg == "line"))
            yield from (str(one.value) for one in texts if isinstance(one, ast.Constant))


def brought_up(found: Iterable[Entry], stored: Iterable[Entry]) -> list[Entry]:
    """The sentences that are found, with what they are said as where that is known."""
    said = {entry.name: entry.said for entry in stored}
    return [Entry(one.text, one.many, one.context, one.places, said.get(one.name, ())) for one in found]


def stored() -> list[Entry]:
    """The catalog as it lies there."""
    return list(entries(CATALOG.read_text(encoding="utf-8"))) if CATALOG.exists() else []


def main(words: list[str]) -> int:
    """What the command does."""
    if words == ["unmarked"]:
        for path in window():
            for node in read(path).bare:
                print(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:110]}")
        return 0
    found = brought_up(marked(modules()), stored())
    missing = [entry for entry in found if not entry.done]
    if words == ["missing"]:
        print("\n".join(entry.text for entry in missing))
    else:
        CATALOG.write_text(written(HEAD, found), encoding="utf-8")
    print(f"{len(found)} sentences, {len(missing)} not translated yet", file=sys.stderr)
    return 0


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    sys.exit(main(sys.argv[1:]))
