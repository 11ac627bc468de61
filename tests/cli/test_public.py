"""``imr-desktop public``: a copy of a case file or a stored case, what was left out, and when it is clean."""

import msgspec
import pytest

from imr_desktop.case import codec, parties
from imr_desktop.case.parties import Parties, Party
from imr_desktop.determination.pdfium import page_texts
from imr_desktop.paths import Home, resource
from imr_desktop.review import Services

PEOPLE = Parties((Party("employee", "Jane Example"),), claim_number="W-100-22")


@pytest.fixture
def file(tmp_path):
    """A decided case with names and numbers in its text."""
    case = codec.decode(resource("samples", "case.json").read_bytes(), "the sample")
    case = msgspec.structs.replace(
        case, number="CM26-0000555", summary="EXAMPLE, Jane has pain. Claim W 100 22; (559) 555-0100."
    )
    path = tmp_path / "review.json"
    path.write_bytes(codec.encode(case))
    return path


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "parties.json"
    path.write_bytes(parties.encode(PEOPLE))
    return path


def text_of(path):
    with open(path, "rb") as file:
        return " ".join(" ".join(page_texts(file.read())).split())


def test_a_copy_of_a_case_file_holds_nobody(imr, file, known, tmp_path):
    done = imr("public", file, "--out", tmp_path / "out", "--parties", known, "--office-signs", "--json")
    assert done.json["clean"] is True
    assert (done.code, done.json["found"], done.json["unknown"], done.json["questions"]) == (0, [], [], [])
    text = text_of(done.json["pdf"])
    for gone in ("Example", "EXAMPLE", "Jane", "100 22", "555-0100", "CM26-0000555"):
        assert gone not in text
    assert "[name] has pain." in text
    removed = {one["what"]: one["count"] for one in done.json["removed"]}
    assert removed["name in a text"] == removed["telephone number in a text"] == removed["case number"] == 1


def test_what_is_not_known_needs_a_person(imr, file, tmp_path):
    done = imr("public", file, "--out", tmp_path / "out", "--json")
    assert (done.code, done.json["clean"]) == (1, False)
    assert any("employee's name is not entered" in sentence for sentence in done.json["unknown"])
    confirmed = imr("public", file, "--out", tmp_path / "out", "--confirm", "--json")
    assert (confirmed.code, confirmed.json["clean"]) == (0, True)
    assert confirmed.json["pdf"] != done.json["pdf"]


def test_a_stored_case_is_known_by_its_parties(imr, home, file, tmp_path):
    imr("vault", "import", file)
    with Services(Home(home.root)) as services:
        (row,) = services.cases.list()
        services.parties.keep(row.id, PEOPLE)
        case = services.cases.repository.load(row.id)
        services.cases.save(
            msgspec.structs.replace(case, items=tuple(msgspec.structs.replace(one, decision="Upheld") for one in case.items))
        )
    done = imr("public", "CM26-0000555", "--out", tmp_path / "out", "--office-signs")
    assert done.code == 0, done.err
    assert "left out: name in a text, 1" in done.out
    (made,) = (tmp_path / "out").iterdir()
    assert "Jane" not in text_of(made)
    with Services(Home(home.root)) as services:
        assert services.vault.trail(what="public copy written")


def test_an_undecided_case_has_no_public_copy(imr, file, tmp_path):
    case = codec.decode(file.read_bytes(), "the file")
    items = tuple(msgspec.structs.replace(one, decision=None, source_decision=None) for one in case.items)
    file.write_bytes(codec.encode(msgspec.structs.replace(case, items=items)))
    done = imr("public", file, "--out", tmp_path / "out")
    assert (done.code, "has no decision" in done.err) == (3, True)
    assert not (tmp_path / "out").exists()
