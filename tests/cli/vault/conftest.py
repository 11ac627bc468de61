"""A vault with a passphrase, and another home beside it."""

import pytest

from imr_desktop.cli import main


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text("correct horse battery\nsecond line\n")
    return file


@pytest.fixture
def locked(imr, secret):
    """The command line on a vault with a passphrase, which is given with each call."""
    assert imr("vault", "init", "--passphrase-file", secret).code == 0

    def run(*words):
        return imr("vault", *words, "--passphrase-file", secret)

    return run


@pytest.fixture
def elsewhere(tmp_path, capsys):
    """The command line on another home, protected by its account."""

    def run(*words):
        capsys.readouterr()
        code = main([*map(str, words), "--home", str(tmp_path / "elsewhere")])
        return code, capsys.readouterr()

    run("vault", "init", "--account")
    return run
