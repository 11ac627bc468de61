"""What `resources/help.toml` says of each part of the window, with the keys that commands have now; as markdown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from PySide6.QtWidgets import QWidget

from imr_desktop.language import mark, tr
from imr_desktop.paths import resource
from imr_desktop.ui import shortcuts
from imr_desktop.ui.controllers.actions import MENUS, SEPARATOR

_HEAD = mark("| Key | Does |\n|---|---|")


@dataclass(frozen=True)
class Part:
    """One part of the window: the widgets it stands for, what it is for, commands of the menus, keys of its own."""

    of: tuple[str, ...]
    title: str
    what: str
    commands: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()


@cache
def parts() -> tuple[Part, ...]:
    """All parts, in the order of the work. Raises FileNotFoundError where the installation is incomplete."""
    told = tomllib.loads(resource("help.toml").read_text(encoding="utf-8"))
    return tuple(
        Part(
            tuple(one["of"]),
            tr(one["title"]),
            tr(one["what"]),
            tuple(one.get("commands", ())),
            tuple((key, tr(does)) for key, does in one.get("keys", ())),
        )
        for one in told["part"]
    )


def part_of(widget: QWidget | None) -> Part | None:
    """The part a widget stands in, None where there is nothing to say of it."""
    while widget is not None:
        name = type(widget).__name__
        found = next((part for part in parts() if name in part.of), None)
        if found is not None:
            return found
        widget = widget.parentWidget()
    return None


def part_page(part: Part) -> str:
    """What a part is for, and its keys, as markdown."""
    return f"# {part.title}\n\n{part.what}\n\n{_table(_rows(part))}"


def all_keys() -> str:
    """The keys of all commands, then those of each part, as markdown."""
    pages = [tr("# All keys")]
    for title, definitions in MENUS:
        named = [(shortcuts.current().keys(made.slot), shortcuts.name(made)) for made in definitions if made is not SEPARATOR]
        if rows := [(" or ".join(map(shortcuts.written, keys)), name) for keys, name in named if keys]:
            pages.append(f"## {tr(title).replace('&', '')}\n\n{_table(rows)}")
    pages += [f"## {part.title}\n\n{part.what}\n\n{_table(list(part.keys))}" for part in parts() if part.keys]
    return "\n\n".join(pages)


def _rows(part: Part) -> list[tuple[str, str]]:
    own = shortcuts.current()
    named = [(own.shown(slot), shortcuts.name(shortcuts.command(slot))) for slot in part.commands]
    return [*part.keys, *((key, name) for key, name in named if key)]


def _table(rows: list[tuple[str, str]]) -> str:
    return "\n".join([tr(_HEAD), *(f"| {_caps(key)} | {does} |" for key, does in rows)])


def _caps(key: str) -> str:
    """A key as a cap; one of the reviewer's own may hold a sign that tables or caps are written with."""
    if "|" in key:
        return key.replace("|", "\\|")
    return f"`` {key} ``" if "`" in key else f"`{key}`"
