"""The requests of real letters, against what was read from them by hand. Without the letters this is skipped."""

import subprocess
import sys

import pytest

from imr_desktop.case.model import DisputedItem
from imr_desktop.rules.request.parse import request_of
from tests.rules.letter_scores import asks_rightly, items_of, quantity_right, wrong_services


@pytest.fixture(scope="module")
def items(packs, letters):
    return items_of(letters, packs)


def test_services_are_recognised_and_none_is_wrong(items):
    assert len(items) >= 140
    assert [item.place for item in items if item.service is None] == []
    assert wrong_services(items) == []


def test_quantities_are_read_as_they_stand(items):
    assert sum(item.states_quantity for item in items) >= 59
    assert [item.place for item in items if not quantity_right(item)] == []


@pytest.mark.parametrize("name", ["side", "levels", "body", "original", "authorized", "retrospective", "service_dates"])
def test_places_parts_and_dates_are_read_as_they_stand(items, name):
    wanted = [item for item in items if name != "retrospective" or item.gold.get(name)]
    assert [item.place for item in wanted if not item.right(name)] == []


def test_questions_are_asked_where_the_words_leave_it_open_and_nowhere_else(items):
    assert [item.place for item in items if not asks_rightly(item)] == []
    assert any(item.gold.get("asks") for item in items)


def test_a_misread_number_shows(items):
    item = next(item for item in items if "total" in item.gold)
    item = type(item)(item.place, item.gold | {"total": item.gold["total"] + 1}, item.service, item.request)
    assert not quantity_right(item)


def test_the_script_prints_the_table(root, letters):
    ran = subprocess.run(
        [sys.executable, str(root / "packaging/measure_requests.py"), str(letters)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert "| service recognised | 1" in ran.stdout
    assert ran.stderr == ""


def test_the_script_refuses_a_folder_without_letters(root, tmp_path):
    ran = subprocess.run(
        [sys.executable, str(root / "packaging/measure_requests.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "expected.json" in ran.stderr


def test_an_item_divided_by_utilization_review_tells_all_three_parts():
    item = DisputedItem(
        id="i",
        title="Acupuncture",
        requested="Acupuncture 2x6",
        authorized="Acupuncture 4 visits",
        in_dispute="Acupuncture 8 visits",
        relation="remainder",
    )
    request = request_of(item)
    assert (request.original, request.authorized, request.total) == (12, 4, 8)
    assert request_of(DisputedItem(id="i", title="Acupuncture 2x6")).original is None
