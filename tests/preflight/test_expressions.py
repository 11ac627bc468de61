"""The regular expressions in the data files: each compiles, finds more than nothing, and cannot go on for ever."""

import re
import tomllib
from re import _constants, _parser

import pytest

from imr_desktop.paths import resource
from imr_desktop.preflight.data import spaced

FILES = sorted(resource("preflight").glob("*.toml"))


def expressions(value):
    """Every text below a value that is more than words, with a word for each name in braces; hints are words."""
    if isinstance(value, str):
        if re.search(r"[\\|*+?\[]", value):
            yield re.sub(r"\{[a-z_]+\}", "x", value)
    elif isinstance(value, dict):
        yield from expressions([one for key, one in value.items() if key != "hints"])
    elif isinstance(value, list):
        for one in value:
            yield from expressions(one)


def endless(parsed):
    """Whether all that a boundless repetition repeats is another: ``(?:\\w+)*`` tries every way to share a word out."""
    for name, detail in parsed:
        inner = [one for one in (detail if isinstance(detail, tuple) else (detail,)) if isinstance(one, _parser.SubPattern)]
        inner += [branch for one in (detail if isinstance(detail, tuple) else ()) if isinstance(one, list) for branch in one]
        if name is _constants.MAX_REPEAT and detail[1] is _constants.MAXREPEAT and boundless(detail[2]):
            return True
        if any(endless(one) for one in inner):
            return True
    return False


def boundless(parsed):
    while len(parsed) == 1 and parsed[0][0] is _constants.SUBPATTERN:
        parsed = parsed[0][1][-1]
    return len(parsed) == 1 and parsed[0][0] is _constants.MAX_REPEAT and parsed[0][1][1] is _constants.MAXREPEAT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_expression_compiles_and_ends(path):
    for text in expressions(tomllib.loads(path.read_text(encoding="utf-8"))):
        pattern = re.compile(spaced(text), re.IGNORECASE)
        assert not endless(_parser.parse(pattern.pattern)), text


@pytest.mark.parametrize(("text", "expected"), [(r"(?:\w+)*", True), (r"a(?:b|(\w+)+)c", True), (r"(?:\w+ )*\w+", False)])
def test_the_lint_knows_what_goes_on_for_ever(text, expected):
    assert endless(_parser.parse(text)) is expected
