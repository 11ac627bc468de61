"""The command line's own grammar: commands, the home before or after, help, wrong usage."""

import subprocess
import sys
from pathlib import Path

import pytest

from imr_desktop.cli import main, parser


@pytest.mark.parametrize("words", [
    ["--home", "H", "schema"], ["schema", "--home", "H"], ["--home=H", "schema"], ["--json", "schema", "--home", "H"],
])
def test_the_home_may_stand_before_or_after_the_command(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module, options = parser.parse(words)
    assert module.__name__.endswith(".schema")
    assert options.home.root == tmp_path / "H"


def test_words_that_name_no_command_are_files_for_the_window():
    module, options = parser.parse(["a.pdf", "read"])
    assert module.__name__.endswith(".window")
    assert options.files == [Path("a.pdf"), Path("read")]


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


@pytest.mark.parametrize("words", [
    ["read"], ["--nothing"], ["check", "--unknown", "x"], ["vault", "show"],
    ["vault", "export", "1"], ["key", "old", "--out", "x"],
    ["determine", "a.txt", "--out", "o"], ["determine", "a.txt", "--out", "o", "--draft", "--acknowledge", "absence"],
])
def test_wrong_usage_ends_with_2(words, capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--home", str(tmp_path)])
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_program_answers_as_a_module_too():
    done = subprocess.run([sys.executable, "-m", "imr_desktop", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("IMR Desktop ")
