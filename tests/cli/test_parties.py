"""``imr-desktop parties``: what is entered is shown, kept in the vault alone, and what cannot be is said."""

import json

import pytest

from imr_desktop.paths import resource


@pytest.fixture
def case(imr):
    imr("vault", "import", resource("samples", "case.json"))
    return "CM16-9900417"


def test_parties_are_added_set_and_dropped(imr, case):
    imr(
        "parties",
        case,
        "add",
        "--role",
        "employee",
        "--name",
        "Lee Example",
        "--address",
        "Fresno, CA 93650",
        "--served",
        "mail",
    )
    imr("parties", case, "add", "--role", "employer", "--organization", "Example Works")
    imr("parties", case, "set", "--mailed", "12/04/2026", "--claim-number", "W-100", "--language", "Spanish")
    made = imr("parties", case, "show", "--json").json
    assert [party["role"] for party in made["parties"]] == ["employee", "employer"]
    assert (made["claim_number"], made["language"], made["service"]) == ("W-100", "Spanish", {"mailed": "2026-12-04"})
    assert "1. employee: Lee Example" in imr("parties", case, "drop", "2").out
    assert "Where the letters were mailed is not entered" in imr("parties", case, "show").out
    assert "service" not in imr("parties", case, "set", "--mailed", "", "--json").json


def test_a_file_takes_their_place(imr, case, tmp_path):
    (tmp_path / "p.json").write_text(json.dumps({"parties": [{"role": "employer", "organization": "Example Works"}]}))
    assert "employer: Example Works" in imr("parties", case, "import", tmp_path / "p.json").out
    (tmp_path / "p.json").write_text('{"parties": [{"role": "judge"}]}')
    refused = imr("parties", case, "import", tmp_path / "p.json")
    assert (refused.code, "does not list parties" in refused.err) == (3, True)


def test_what_cannot_be_done_is_a_sentence(imr, case):
    assert "not a date" in imr("parties", case, "set", "--born", "13/41/1970").err
    assert "needs --role" in imr("parties", case, "add", "--name", "x").err
    assert "no party 7" in imr("parties", case, "drop", "7").err
    assert "Say on what day" in imr("parties", case, "set", "--place", "Sacramento").err
    assert "no case CM26-1" in imr("parties", "CM26-1", "show").err
