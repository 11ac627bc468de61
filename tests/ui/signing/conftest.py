"""A print queue of the tests' own, a signed letter, and what prints it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from imr_desktop.case import codec
from imr_desktop.determination import SigningKey, new_key, render, sign
from imr_desktop.paths import resource
from imr_desktop.review import Services
from imr_desktop.ui.signing.printing import LetterPrinter
from imr_desktop.ui.tasks import Tasks

sys.path.insert(0, str(Path(__file__).parent))

from print_queue import print_server  # noqa: E402

PASSPHRASE = "six words that nobody would guess"


@pytest.fixture(scope="session")
def running():
    """The print server that runs; another one where a test ended it."""
    made = []
    with ExitStack() as servers:

        def one():
            if not made or (made[-1] is not None and made[-1].ended):
                made.append(servers.enter_context(print_server()))
            return made[-1]

        yield one


@pytest.fixture
def server(running):
    made = running()
    if made is None:
        pytest.skip("There is no CUPS on this computer, so nothing can be printed; install the package cups.")
    return made


@pytest.fixture(scope="session")
def letter(tmp_path_factory):
    """The signed letter of the sample case."""
    key = new_key(tmp_path_factory.mktemp("key") / "reviewer.p12", PASSPHRASE).key
    case = codec.decode(resource("samples", "case.json").read_bytes(), "the sample case")
    return sign(render(case), SigningKey.load(key, PASSPHRASE))


@pytest.fixture
def printer(server, qtbot, home):
    """What prints, on a small window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    services = Services(home)
    made = LetterPrinter(services, Tasks(window), window)
    made.sentences = []
    made.notified.connect(made.sentences.append)
    yield made
    made._tasks.close()
    services.close()
