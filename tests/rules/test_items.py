"""Requests of every family and the service each asks for; none may be taken for another."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.rules.letter_scores import match_service

ITEMS = tomllib.loads((Path(__file__).parent / "data" / "items.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("service", ITEMS["services"])
def test_items_are_recognised(packs, service):
    assert service in packs.services
    assert {title: match_service(packs, title) for title in ITEMS["services"][service]} == dict.fromkeys(
        ITEMS["services"][service], service
    )


@pytest.mark.parametrize("title", ITEMS["unknown"]["titles"])
def test_what_names_no_service_is_not_guessed(packs, title):
    assert match_service(packs, title) is None


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
