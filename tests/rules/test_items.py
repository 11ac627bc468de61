"""Requests of every family and the service each asks for; none may be taken for another."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.rules.letter_scores import match_service

ITEMS = tomllib.loads((Path(__file__).parent / "data" / "items.toml").read_text(encoding="utf-8"))


def test_items_are_recognised(packs):
    assert set(ITEMS["services"]) <= set(packs.services)
    asked = [(service, title) for service, titles in ITEMS["services"].items() for title in titles]
    found = [(service, title, match_service(packs, title)) for service, title in asked]
    assert [one for one in found if one[2] != one[0]] == []


def test_what_names_no_service_is_not_guessed(packs):
    titles = ITEMS["unknown"]["titles"]
    assert {title: match_service(packs, title) for title in titles} == dict.fromkeys(titles)


def test_there_are_enough_of_them_and_each_family_is_there(packs):
    assert sum(map(len, ITEMS["services"].values())) > 600
    assert {packs.services[name].family for name in ITEMS["services"]} == {
        service.family for service in packs.services.values()
    }


def test_every_real_title_is_recognised(packs, letters):
    titles = [item["title"] for case in json.loads((letters / "expected.json").read_text()) for item in case["items"]]
    assert [title for title in titles if match_service(packs, title) is None] == []


@pytest.mark.parametrize("filling", ["word ", "physical therapy ", "L4-5 ", "flurbiprofen 20% ", "é", "\x00", "x" * 50])
def test_a_million_characters_are_answered(packs, filling):
    match_service(packs, filling * (1_000_000 // len(filling)))
