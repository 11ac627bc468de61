"""The command line's own grammar: commands, the home before or after, help, wrong usage."""

import subprocess
import sys
from pathlib import Path

import pytest

from imr_desktop.cli import main, parser


@pytest.mark.parametrize(
    "words",
    [["--home", "H", "schema"], ["schema", "--home", "H"], ["--home=H", "schema"], ["--json", "schema", "--home", "H"]],
)
def test_the_home_may_stand_before_or_after_the_command(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module, options = parser.parse(words)
    assert module.__name__.endswith(".schema")
    assert options.home.root == tmp_path / "H"


def test_files_are_for_the_window_even_where_one_is_named_like_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.pdf", "read"):
        (tmp_path / name).write_text("")
    module, options = parser.parse(["a.pdf", "read"])
    assert module.__name__.endswith(".window")
    assert options.files == [Path("a.pdf"), Path("read")]


@pytest.mark.parametrize("words", [["vault", "list"], ["check", "x.txt"], []])
def test_a_home_that_is_no_folder_is_refused_and_never_called_empty(words, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IMR_DESKTOP_HOME", str(tmp_path / "file"))
    for named in (["--home", str(tmp_path / "file")], []):
        with pytest.raises(SystemExit) as ended:
            main([*words, *named])
        assert ended.value.code == 2
        assert f"the home {tmp_path / 'file'} is no folder; name one with --home" in capsys.readouterr().err


def test_determinations_go_into_a_folder_and_a_file_is_none(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit):
        main(["determine", "x.json", "--out", str(tmp_path / "file"), "--draft", "--home", str(tmp_path / "h")])
    assert "is no folder; name one for the PDFs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chek", "case.json"], "chek is neither a command nor a file here; did you mean `check`?"),
        (["READ"], "did you mean `read`?"),
        (["valt", "list", "--account"], "did you mean `vault`?"),
        (["--json", "rule"], "did you mean `rules`?"),
        (["qqqq"], "qqqq is neither a command nor a file here; `imr-desktop --help` lists the commands"),
        (["packet.pdf"], "packet.pdf does not exist; check the name"),
        (["folder/packet"], "folder/packet does not exist"),
        (["here.pdf", "gone.pdf"], "gone.pdf does not exist"),
        (["a\0b"], "neither a command nor a file"),
    ],
)
def test_a_word_that_is_neither_command_nor_file_opens_no_window(words, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.pdf").write_text("")
    with pytest.raises(SystemExit) as ended:
        parser.parse(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_files_may_stand_on_both_sides_of_an_option():
    _, options = parser.parse(["determine", "a.txt", "--out", "o", "b.txt", "--draft"])
    assert options.files == [Path("a.txt"), Path("b.txt")]


@pytest.mark.parametrize("command", parser.COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as ended:
        parser.parse([command, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert "example:" in shown
    assert "--home DIR" in shown
    assert "--json" in shown


@pytest.mark.parametrize(
    "words",
    [
        ["read"],
        ["--nothing"],
        ["check", "--unknown", "x"],
        ["vault", "show"],
        ["vault", "export", "1"],
        ["key", "old", "--out", "x"],
        ["determine", "a.txt", "--out", "o"],
        ["determine", "a.txt", "--out", "o", "--draft", "--acknowledge", "absence"],
    ],
)
def test_wrong_usage_ends_with_2(words, capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--home", str(tmp_path)])
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_program_answers_as_a_module_too():
    done = subprocess.run([sys.executable, "-m", "imr_desktop", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("IMR Desktop ")
