"""The drawing of the house shows the rooms and arrows that there are; `python packaging/house.py` draws it anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

AGAIN = "run: python packaging/house.py"


@pytest.fixture(scope="module")
def house(root: Path) -> ModuleType:
    sys.path.insert(0, str(root / "packaging"))
    try:
        import house
    finally:
        sys.path.remove(str(root / "packaging"))
    return house


@pytest.fixture(scope="module")
def picture(house: ModuleType) -> str:
    return house.PICTURE.read_text(encoding="utf-8")


def test_rooms_and_floors_are_those_of_the_contract(house: ModuleType, picture: str) -> None:
    *rooms, ground = house.floors()
    assert set(re.findall(r'data-room="(\w+)"', picture)) == {name for row in rooms for name in row}, AGAIN
    assert ", ".join(sorted(ground)) in re.sub(r"</text>\s*<text[^>]*>", " ", picture), AGAIN


def test_arrows_are_the_imports_and_about_as_thick(house: ModuleType, picture: str) -> None:
    counted = house.imports()
    shown = {
        (source, target): int(count)
        for source, target, count in re.findall(r'data-from="(\w+)" data-to="(\w+)" data-imports="(\d+)"', picture)
    }
    assert set(shown) == house.drawn(house.floors(), counted), AGAIN
    assert {pair for pair, count in shown.items() if abs(count - counted[pair]) > 4 + counted[pair] / 4} == set(), AGAIN


def test_sizes_are_about_right(house: ModuleType, picture: str) -> None:
    for name, lines in re.findall(r'data-room="(\w+)" data-lines="(\d+)"', picture):
        assert abs(house.read_room(name).lines - int(lines)) <= 100 + int(lines) / 4, f"{name}: {AGAIN}"


def test_it_is_a_picture_of_its_own(picture: str) -> None:
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
    assert tags == {"svg", "title", "style", "defs", "marker", "rect", "text", "path", "g"}
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
