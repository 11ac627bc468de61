"""``imr-desktop office``: what is set is shown, and what cannot be is said."""


def test_what_is_set_is_shown(imr):
    assert "No office profile yet" in imr("office", "show").out
    done = imr("office", "set", "--name", "Example Review", "--address", "PO Box 12", "--attachment", "none", "--json")
    assert done.json["address"] == ["PO Box 12"]
    assert imr("office", "set", "--address", "", "--json").json["address"] == []
    assert imr("office", "show", "--json").json["attachment"] == "none"


def test_words_become_an_edition_and_go_back(imr):
    imr("office", "set", "--name", "Example Review")
    made = imr("office", "set", "--words", "how.opening", "A physician outside.", "--json").json
    assert (made["edition"], made["words"]) == ("1", {"how.opening": "A physician outside."})
    rows = imr("office", "words", "--json").json["paragraphs"]
    assert next(row["own"] for row in rows if row["place"] == "how.opening") == "A physician outside."
    assert imr("office", "set", "--shipped", "how.opening", "--json").json["words"] == {}


def test_what_cannot_be_done_is_a_sentence(imr, tmp_path):
    assert "needs the name of a file" in imr("office", "import").err
    assert "takes no file" in imr("office", "show", "x").err
    assert "no paragraph “nowhere”" in imr("office", "set", "--shipped", "nowhere").err
    assert "cannot be read" in imr("office", "import", tmp_path / "nothing.json").err
    assert "no name" in imr("office", "set", "--director", "Pat Example, MD").err
