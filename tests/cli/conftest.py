"""A command line that answers with exit code, output and errors, and a signing key shared by the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from imr_desktop.cli import main
from imr_desktop.determination import new_key


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def imr(home, capsys):
    """Run the command line on a fresh home, in this process."""

    def run(*words: object) -> Ran:
        code = main([*map(str, words), "--home", str(home.root)])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@dataclass
class Key:
    file: Path
    root: Path
    passphrase_file: Path

    @property
    def options(self) -> tuple[object, ...]:
        return "--key", self.file, "--passphrase-file", self.passphrase_file


@pytest.fixture(scope="session")
def key(tmp_path_factory) -> Key:
    """A real reviewer key."""
    folder = tmp_path_factory.mktemp("key")
    made = new_key(folder / "reviewer.p12", "six words that nobody would guess")
    secret = folder / "passphrase.txt"
    secret.write_text("six words that nobody would guess\nsecond line\n")
    return Key(made.key, made.root, secret)
