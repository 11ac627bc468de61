"""The user guide in a terminal: the list, a chapter, all of it as JSON, and no chapter that is not there."""

import json

import pytest

from imr_desktop.cli import main
from imr_desktop.guide import chapters


def test_the_list_names_every_chapter_in_order(capsys):
    assert main(["guide"]) == 0
    assert [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()] == [
        [chapter.name, chapter.title] for chapter in chapters()
    ]


def test_a_chapter_is_printed_whole(capsys):
    assert main(["guide", "limits"]) == 0
    (chapter,) = (chapter for chapter in chapters() if chapter.name == "limits")
    assert capsys.readouterr().out == chapter.text


def test_other_programs_get_json(capsys):
    assert main(["guide", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [entry["file"] for entry in told] == [chapter.file for chapter in chapters()]
    assert all(entry["text"].startswith(f"# {entry['title']}\n") for entry in told)


def test_a_chapter_that_is_not_there_is_refused_and_the_others_named(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["guide", "dosage"])
    assert ended.value.code == 2
    assert "limits" in capsys.readouterr().err
