"""The words of the interface: which are marked to be translated, which are not, and the catalogs of `resources/language`.

    python packaging/strings.py            # bring es.po up to date: new sentences in, those that are gone out
    python packaging/strings.py missing    # what has no translation yet
    python packaging/strings.py unmarked   # what the window shows unmarked

How a module is read stands in `marked_words`, with the texts that only look like words.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from marked_words import ROOT, read, template

from imr_desktop.catalogs import Entry, entries, written
from imr_desktop.language import MESSAGE

WINDOW = ROOT / "imr_desktop" / "ui"
CATALOG = ROOT / "resources" / "language" / "es.po"
HEAD = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


NOT_SHOWN = ("theme/", "privacy/sleep.py", "garbage.py", "shell/loading.py")
"""Where the window's modules hold no words for people."""


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
    reports = f"{rows['reports']['what']}, {{since}} to {{until}}"
    for text in (f"{asked} of {{day}}", f"{asked}; one of {{day}} is named", reports):
        yield Entry(text, context=MESSAGE, places=place)
    counted = ("page {pages} of {count} of {document}", "pages {pages} of {count} of {document}")
    for text in (*counted, *(f"at least {{least}} of {one}" for one in counted[1:])):
        yield Entry(text, context=MESSAGE, places=("imr_desktop/extract/packet/absent_pages.py",))
    yield Entry("report by {by}", context=MESSAGE, places=("imr_desktop/extract/packet/reports.py",))
    states = ("resources/facts/told.toml",)
    told = tomllib.loads((ROOT / states[0]).read_text(encoding="utf-8"))
    yield from (Entry(name, context=MESSAGE, places=states) for name, _words in told["work"]["states"])


LOWER = (
    "case/bound_sources", "case/citation", "case/comments", "case/dates", "case/differences", "case/findings",
    "case/incoming", "case/labels", "case/merge", "case/office", "case/parties", "case/splitting", "preflight/attached",
    "preflight/checks/", "preflight/cited/", "preflight/places", "preflight/runner", "preflight/needs", "review/",
    "rules/editions", "determination/verdict", "extract/facts/agreeing", "extract/gaps", "extract/requests/gaps",
    "extract/requests/proposing",
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
