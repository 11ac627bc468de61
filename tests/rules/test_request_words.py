"""Several hundred requests as they are worded, and what is read from each."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from imr_desktop.rules import parse_request

TABLE = tomllib.loads((Path(__file__).parent / "data" / "requests.toml").read_text(encoding="utf-8"))
SILENT = ("per_week", "weeks", "total", "pack", "refills", "per_session", "sessions", "original", "authorized")
ANY, NONE = "*", "*null"


def differences(words, said):
    """What was read otherwise than the table says, by name: (expected, read)."""
    got = msgspec.structs.asdict(parse_request(words))
    wanted = dict.fromkeys(SILENT) | {name: value for name, value in said.items() if name != "asks"}
    wrong = {
        name: (value, got[name])
        for name, value in wanted.items()
        if value != ANY
        and got[name]
        != {NONE: None}.get(value if isinstance(value, str) else "", tuple(value) if isinstance(value, list) else value)
    }
    if "count" not in said and got["count"] not in (None, got["total"]):
        wrong["count"] = (None, got["count"])
    asks = said.get("asks", "")
    if asks != ANY and (asks not in (got["ambiguous"] or "") or (not asks and got["ambiguous"])):
        wrong["asks"] = (asks, got["ambiguous"])
    return wrong


@pytest.mark.parametrize("kind", TABLE)
def test_what_the_words_say(kind):
    wrong = {words: differences(words, said) for words, said in TABLE[kind].items()}
    assert {words: what for words, what in wrong.items() if what} == {}


def test_there_are_enough_of_them():
    assert sum(map(len, TABLE.values())) > 450
