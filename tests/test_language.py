"""The interface's language: what is found, what is not, and that the catalogs fit the program."""

import string
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_desktop import catalogs, language

sys.path.append(str(Path(__file__).parents[1] / "packaging"))
import marked_words
import strings

LETTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\n\t\r"\\')
TEXTS = st.text(LETTERS, min_size=1, max_size=130)


@pytest.fixture
def spanish():
    language.use("es")
    yield
    language.use("en")


@pytest.fixture
def catalog(monkeypatch):
    def put(**sides):
        monkeypatch.setattr(language._InForce, "catalog", language.Catalog(**sides))

    return put


def test_english_is_what_was_written():
    language.use("system", "en_US")
    assert language.in_force() == "en"
    assert language.tr("{count} of {total}", count=3, total=1200) == "3 of 1200"
    assert language.tr("100 % {as it is}") == "100 % {as it is}"
    assert [language.trn("{count:,} page", "{count:,} pages", count) for count in (0, 1, 1200)] == [
        "0 pages", "1 page", "1,200 pages",
    ]  # fmt: skip


def test_a_sentence_is_looked_up_then_filled(catalog):
    catalog(
        said={"Open {name}": "Abrir {name}", "Close {name}": "Cerrar {nombre}"},
        many={"{count} page": ("{count} página", "{count} páginas")},
        within={("month", "May"): "mayo"},
    )
    assert language.tr("Open {name}", name="{count}") == "Abrir {count}"
    assert language.tr("Close {name}", name="x") == "Close x"
    assert language.tr("Not known") == "Not known"
    assert language.trn("{count} page", "{count} pages", 2) == "2 páginas"
    assert (language.trc("month", "May"), language.tr("May")) == ("mayo", "May")


def test_the_system_may_choose(spanish):
    assert language.in_force() == "es"
    language.use("system", "es_MX")
    assert language.in_force() == "es"
    language.use("en", "es_MX")
    assert language.in_force() == "en"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, TEXTS, st.sampled_from(["", "several"]), st.sampled_from(["", "month"]))
def test_a_catalog_is_read_as_it_was_written(text, said, many, context):
    entry = catalogs.Entry(text, many, context, ("a.py",), (said, said) if many else (said,))
    assert list(catalogs.entries(catalogs.written(strings.HEAD, [entry]))) == [entry]


def test_a_line_that_is_no_catalog_is_refused():
    with pytest.raises(ValueError, match="catalog"):
        list(catalogs.entries('msgid "\\"\nmsgstr ""'))


def test_the_catalog_has_what_the_program_says_and_nothing_else():
    stored = strings.stored()
    assert {entry.name for entry in stored} == {entry.name for entry in strings.marked(strings.modules())}
    assert len(stored) == len({entry.name for entry in stored})


def test_a_translation_fills_the_same_fields():
    done = [entry for entry in strings.stored() if entry.done]
    own = [entry for entry in done if not entry.many and entry.context != language.MESSAGE]
    assert [entry.text for entry in own if fields(entry.said[0]) != fields(entry.text)] == []
    for entry in (entry for entry in done if entry.many or entry.context == language.MESSAGE):
        told = {name for text in (entry.text, entry.many) for name, *_ in fields(text)}
        assert {name for said in entry.said for name, *_ in fields(said)} <= told


def fields(text):
    if "{" not in text:
        return set()
    return {(name, form, change) for _, name, form, change in string.Formatter().parse(text) if name is not None}


def test_every_text_of_the_window_is_marked():
    bare = [(path.name, node.lineno) for path in strings.window() for node in marked_words.read(path).bare]
    assert bare == [], "python packaging/strings.py unmarked lists them; tr(…) marks a sentence, mark(…) one of a table"
