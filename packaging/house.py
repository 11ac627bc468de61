"""Draws the house: rooms by floor, with an arrow for each room that imports another; a thicker one for more imports.

    python packaging/house.py

Floors are read from the import contract in pyproject.toml, rooms and arrows from the imports, a room's purpose from its
docstring. Writes .github/architecture.svg; needs grimp, which comes with import-linter.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from textwrap import wrap

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / ".github" / "architecture.svg"
PACKAGE = "imr_desktop"

WIDTH, MARGIN, LABEL = 1200, 28, 56
ROOM_HEIGHT, FLOOR_GAP, TOP = 110, 84, 96
HUES = {  # of a floor's arrows, counted from the top: for a light and for a dark ground
    0: ("#1B5BB8", "#7FB0FF"),
    1: ("#6A3AA2", "#C3A1F0"),
    2: ("#A8410A", "#F0A070"),
    3: ("#00695C", "#5CCFBF"),
    4: ("#7A6A00", "#D8C552"),
    5: ("#5B6573", "#A9B4C2"),
}
DARK = {"card": "#14171C", "room": "#1F242D", "line": "#4A5463", "name": "#EEF1F5", "words": "#B4BDC9", "floor": "#1A1E25"}
LIGHT = {"card": "#FBFCFD", "room": "#FFFFFF", "line": "#C4CCD6", "name": "#171C24", "words": "#434C5A", "floor": "#F1F4F8"}


@dataclass
class Room:
    """A package of the program, or one module that stands for itself."""

    name: str
    floor: int
    purpose: str
    files: int
    lines: int
    x: float = 0
    width: float = 0
    y: float = 0
    starts: list[Arrow] = field(default_factory=list)
    ends: list[Arrow] = field(default_factory=list)


@dataclass
class Arrow:
    """One room imports another, in so many places."""

    source: Room
    target: Room
    imports: int
    start: float = 0
    end: float = 0
    through: list[float] = field(default_factory=list)


def floors() -> list[list[str]]:
    """The rooms' names, floor by floor from the top, as the contract says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[word.strip().rpartition(".")[2] for word in re.split("[|:]", layer)] for layer in layers]


def imports() -> Counter[tuple[str, str]]:
    """How many modules of one room import a module of another, by the two rooms' names."""
    graph, counted = grimp.build_graph(PACKAGE, cache_dir=None), Counter[tuple[str, str]]()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = _room(module), _room(imported)
            if pair[0] != pair[1] and "" not in pair and "__main__" not in pair:
                counted[pair] += 1
    return counted


def _room(module: str) -> str:
    return (module + "..").split(".")[1]


def drawn(floor_names: list[list[str]], counted: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows of the picture: all but those to the lowest floor, which everything imports."""
    return {pair for pair in counted if pair[1] not in floor_names[-1] and pair[0] not in floor_names[-1]}


def house() -> str:
    """The picture as SVG."""
    names, counted = floors(), imports()
    rooms = {name: read_room(name, floor) for floor, row in enumerate(names[:-1]) for name in row}
    arrows = [Arrow(rooms[a], rooms[b], counted[a, b]) for a, b in sorted(drawn(names, counted))]
    _place(rooms, names)
    _route(rooms, arrows, len(names))
    return _svg(rooms, arrows, names)


def read_room(name: str, floor: int = 0) -> Room:
    """A room with its purpose and its size."""
    place = ROOT / PACKAGE / name
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    head = place / "__init__.py" if place.is_dir() else files[0]
    words = (ast.get_docstring(ast.parse(head.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    return Room(name, floor, " ".join(words.split()), len(files), lines)


# --- where everything stands


def _place(rooms: dict[str, Room], names: list[list[str]]) -> None:
    """Rooms of a floor side by side, with room for arrows between them."""
    left, right = MARGIN + LABEL, WIDTH - MARGIN
    for floor, row in enumerate(names[:-1]):
        width = min(300.0, (right - left) / len(row) - 78)
        gap = (right - left - width * len(row)) / (len(row) + 1)
        for at, name in enumerate(row):
            room = rooms[name]
            room.x, room.width = left + gap + at * (width + gap), width
            room.y = TOP + floor * (ROOM_HEIGHT + FLOOR_GAP)


def _route(rooms: dict[str, Room], arrows: list[Arrow], floor_count: int) -> None:
    """Where each arrow leaves, passes between the rooms of the floors it crosses, and arrives."""
    for arrow in arrows:
        if arrow.source.floor != arrow.target.floor:
            arrow.source.starts.append(arrow)
            arrow.target.ends.append(arrow)
    for room in rooms.values():
        _spread(room, sorted(room.starts, key=lambda arrow: _middle(arrow.target)), "start")
        _spread(room, sorted(room.ends, key=lambda arrow: _middle(arrow.source)), "end")
    waiting: dict[tuple[int, float, float], list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        for floor in range(arrow.source.floor + 1, arrow.target.floor):
            share = (floor - arrow.source.floor) / (arrow.target.floor - arrow.source.floor)
            ideal = arrow.start + share * (arrow.end - arrow.start)
            waiting[floor, *_gap(rooms, floor, ideal)].append(arrow)
    for (_floor, left, right), passing in sorted(waiting.items(), key=lambda entry: entry[0]):
        for at, arrow in enumerate(sorted(passing, key=lambda arrow: (arrow.start + arrow.end, arrow.end))):
            arrow.through.append(left + (right - left) * (at + 1) / (len(passing) + 1))


def _middle(room: Room) -> float:
    return room.x + room.width / 2


def _spread(room: Room, arrows: list[Arrow], side: str) -> None:
    for at, arrow in enumerate(arrows):
        setattr(arrow, side, room.x + room.width * (at + 1) / (len(arrows) + 1))


def _gap(rooms: dict[str, Room], floor: int, ideal: float) -> tuple[float, float]:
    """The free stretch of a floor that lies nearest to where an arrow would cross it."""
    row = sorted((room for room in rooms.values() if room.floor == floor), key=lambda room: room.x)
    ends = [MARGIN + LABEL, *(edge for room in row for edge in (room.x, room.x + room.width)), WIDTH - MARGIN]
    gaps = list(zip(ends[::2], ends[1::2], strict=True))
    return min(gaps, key=lambda gap: max(gap[0] - ideal, ideal - gap[1], 0))


# --- the drawing


def _svg(rooms: dict[str, Room], arrows: list[Arrow], names: list[list[str]]) -> str:
    height = TOP + (len(names) - 1) * (ROOM_HEIGHT + FLOOR_GAP) + 64 + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"',
        '     font-family="Inter, Segoe UI, Helvetica, Arial, sans-serif">',
        "  <title>IMR Desktop: rooms by floor, and what they import</title>",
        f"  <style>@media (prefers-color-scheme: dark) {{\n{_dark_rules()}\n  }}</style>",
        f"  <defs>{''.join(_head(floor) for floor in HUES)}</defs>",
        f'  <rect class="card" width="{WIDTH}" height="{height}" rx="16" fill="{LIGHT["card"]}"/>',
        _text(MARGIN, 40, "The house", 24, "name", 700),
        _text(
            MARGIN,
            64,
            "A room imports only from lower floors. At each arrow: how many pairs of modules it stands for.",
            14,
            "words",
        ),
    ]
    parts += [_band(floor, len(names), y) for floor, y in enumerate(_tops(names))]
    parts += [_arrow(arrow) for arrow in sorted(arrows, key=lambda arrow: -arrow.imports)]
    parts += [_box(room) for room in rooms.values()]
    parts += [_figure(arrow) for arrow in arrows]
    parts.append(_ground(names[-1], _tops(names)[-1]))
    return "\n".join([*parts, "</svg>", ""])


def _tops(names: list[list[str]]) -> list[int]:
    return [TOP + floor * (ROOM_HEIGHT + FLOOR_GAP) for floor in range(len(names))]


def _dark_rules() -> str:
    rules = [f"    .{name} {{ {'stroke' if name == 'line' else 'fill'}: {value} }}" for name, value in DARK.items()]
    for floor, (_light, dark) in HUES.items():
        rules += [f"    .s{floor} {{ stroke: {dark} }} .f{floor} {{ fill: {dark} }}"]
    return "\n".join(rules)


def _head(floor: int) -> str:
    return (
        f'<marker id="head{floor}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
        f'markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="f{floor}" d="M0 0 10 5 0 10z" fill="{HUES[floor][0]}"/></marker>'
    )


def _text(x: float, y: float, words: str, size: int, kind: str, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'  <text class="{kind}" x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{LIGHT[kind]}">{escape(words)}</text>'
    )


def _band(floor: int, count: int, y: int) -> str:
    tall = ROOM_HEIGHT if floor < count - 1 else 64
    ground = (
        f'  <rect class="floor" x="{MARGIN}" y="{y - 8}" width="{WIDTH - 2 * MARGIN}" height="{tall + 16}" rx="10" '
        f'fill="{LIGHT["floor"]}"/>'
    )
    return ground + "\n" + _text(MARGIN + 22, y + tall / 2 + 9, str(count - 1 - floor), 26, "words", 700, "middle")


def _box(room: Room) -> str:
    lines = wrap(room.purpose.split(". ")[0].rstrip("."), int(room.width / 6.7), max_lines=3, placeholder=" …")
    files = f"{room.files} files" if room.files > 1 else "1 file"
    parts = [
        f'  <g class="house-room" data-room="{room.name}" data-lines="{room.lines}"><title>{escape(room.purpose)}</title>',
        f'  <rect class="room line" x="{room.x:.0f}" y="{room.y}" width="{room.width:.0f}" height="{ROOM_HEIGHT}" rx="8" '
        f'fill="{LIGHT["room"]}" stroke="{LIGHT["line"]}" stroke-width="1.5"/>',
        _text(room.x + 12, room.y + 25, room.name, 18, "name", 700),
        *(_text(room.x + 12, room.y + 45 + 16 * at, line, 12, "words") for at, line in enumerate(lines)),
        _text(room.x + 12, room.y + ROOM_HEIGHT - 9, f"{files}, {round(room.lines, -2):,} lines", 11, "words", 600),
        "  </g>",
    ]
    return "\n".join(parts)


def _arrow(arrow: Arrow) -> str:
    source, target, floor = arrow.source.name, arrow.target.name, arrow.source.floor
    told = f"{source} imports {target}: {arrow.imports}"
    return (
        f'  <path class="s{floor} arrow" data-from="{source}" data-to="{target}" data-imports="{arrow.imports}" '
        f'd="{_way(arrow)}" fill="none" stroke="{HUES[floor][0]}" stroke-width="{1 + arrow.imports**0.5 * 0.4:.1f}" '
        f'stroke-opacity="0.75" marker-end="url(#head{floor})"><title>{told}</title></path>'
    )


def _way(arrow: Arrow) -> str:
    """Down from floor to floor, straight through the gaps between rooms; level where both stand on one floor."""
    source, target = arrow.source, arrow.target
    if source.floor == target.floor:
        right = source.x < target.x
        start, end = (source.x + source.width, target.x - 2) if right else (source.x, target.x + target.width + 2)
        y = source.y + ROOM_HEIGHT / 2
        return f"M{start:.0f} {y:.0f}H{end:.0f}"
    x, y = arrow.start, source.y + ROOM_HEIGHT
    way = f"M{x:.0f} {y:.0f}"
    for at, to in enumerate([*arrow.through, arrow.end], start=1):
        top = TOP + (source.floor + at) * (ROOM_HEIGHT + FLOOR_GAP) - (1 if at > len(arrow.through) else 8)
        bend = (y + top) / 2
        way += f"C{x:.0f} {bend:.0f} {to:.0f} {bend:.0f} {to:.0f} {top:.0f}"
        x, y = to, top
        if at <= len(arrow.through):
            y = top + ROOM_HEIGHT + 16
            way += f"V{y:.0f}"
    return way


def _figure(arrow: Arrow) -> str:
    """How many imports, where the arrow leaves its room."""
    if arrow.source.floor == arrow.target.floor:
        x = (arrow.source.x + arrow.source.width / 2 + arrow.target.x + arrow.target.width / 2) / 2
        return _text(x, arrow.source.y + ROOM_HEIGHT / 2 - 8, str(arrow.imports), 12, "name", 600, "middle")
    return _text(arrow.start + 5, arrow.source.y + ROOM_HEIGHT + 15, str(arrow.imports), 12, "name", 600)


def _ground(names: list[str], y: int) -> str:
    words = "Every room may import these: " + ", ".join(sorted(names))
    lines = wrap(words, 150)
    return "\n".join(_text(MARGIN + LABEL, y + 28 + 20 * at, line, 14, "name") for at, line in enumerate(lines))


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        raise SystemExit
    PICTURE.write_text(house(), encoding="utf-8")
    print(PICTURE)
