"""``imr-desktop find``: hits with their pages and verdicts, and what could not be seen, for people and programs."""

from __future__ import annotations

import pytest


@pytest.fixture
def note(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("PROGRESS REPORT\nDate of service: 03/04/2024\nMild chondro-\nmalacia. He denies locking of the knee.")
    return file


def test_hits_for_programs(imr, note):
    ran = imr("find", "--json", note, "chondromalacia")
    assert ran.code == 0
    [hit] = ran.json["hits"]
    assert (hit["page"], hit["verdict"], hit["quote"]) == (1, "read", "Mild chondro-malacia.")
    assert (hit["file"], hit["file_page"], hit["denied_by"], hit["also_on"]) == ("note.txt", 1, None, [])
    assert hit["document"]
    assert ran.json["not_seen"] == []


def test_hits_for_people_end_with_what_was_seen(imr, note):
    ran = imr("find", note, "locking")
    assert "p. 1: He denies locking of the knee.  [denied: “denies”]" in ran.out
    assert ran.out.rstrip().endswith("1 hit in 1 page; every page was searched.")


def test_what_could_not_be_read_is_named_and_sets_the_exit_code(imr, note, tmp_path):
    broken = tmp_path / "scan.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing else")
    ran = imr("find", "--json", note, broken, "zebra")
    assert (ran.code, ran.json["hits"]) == (1, [])
    [missed] = ran.json["not_seen"]
    assert (missed["document"], missed["page"]) == ("scan.pdf", 0)
    assert missed["reason"].endswith(".")


@pytest.mark.parametrize(
    ("words", "told"), [('"open', "quotation mark"), ("shade:red x", "is no filter"), ("-x y*", "two letters")]
)
def test_mistakes_are_sentences(imr, note, words, told):
    ran = imr("find", note, words)
    assert ran.code != 0
    assert told in ran.err
    assert not ran.out


def test_a_stored_case_is_found_by_number(imr, packet):
    assert imr("vault", "import", packet).code == 0
    [row] = imr("vault", "list", "--json").json
    assert imr("find", "CM99-none", "pain").code != 0
    assert imr("find", "--json", row["case_number"], "pain").json["hits"]
