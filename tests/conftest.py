"""Fixtures every room's tests may use. Nothing is written outside the test's own folder; Qt never opens a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dearest_first import dealt, workers  # noqa: E402
from kept_letters import KeptLetters  # noqa: E402
from kept_packs import KeptPacks  # noqa: E402
from kept_processes import KeptProcesses  # noqa: E402
from known_characters import lay  # noqa: E402
from measured import measuring, processes_seen  # noqa: E402

from imr_desktop.case.model import Case  # noqa: E402
from imr_desktop.paths import Home, resource  # noqa: E402

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
LETTERS = Path(os.environ.get("IMR_LETTERS") or ROOT.parent / "shared" / "letters")
OWN_PROCESSES = ("bench", "packaging", "record", "sandbox")
"""Rooms that test how limited processes begin and end."""
OWN_PACKS = ("bench", "packaging", "rules/test_cache.py")
"""Where packs are read as in a program that was just started."""
DUE_PASSPHRASES = ("bench", "packaging", "store/battery", "store/test_keys.py", "ui/real", "ui/vault/test_restart.py")
"""Where passphrases cost what they cost a user."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After they were put in random order."""
    items[:] = dealt(items, ROOT / "tests", workers())


def pytest_collection_finish(session: pytest.Session) -> None:
    """Hypothesis is imported by now where a test uses it."""
    if session.items and "hypothesis" in sys.modules:
        lay()


@pytest.fixture(scope="session", autouse=True)
def quick_key_files():
    """Signing keys that are quick to open; that the real ones are slow to try is tested where they are made."""
    from imr_desktop.determination import keys

    due = keys._ROUNDS, keys._MAC_ROUNDS
    keys._ROUNDS, keys._MAC_ROUNDS = 1000, 1000
    yield due
    keys._ROUNDS, keys._MAC_ROUNDS = due


@contextmanager
def _quick() -> Iterator[None]:
    from imr_desktop.store import argon2
    from imr_desktop.store.exchange import age_format

    with pytest.MonkeyPatch.context() as patch:  # its own: a test may undo what it patched itself
        patch.setattr(argon2, "LEAST_MEMORY", 256)
        patch.setattr(argon2, "AIM_SECONDS", 0.001)
        patch.setattr(age_format, "WORK", 10)
        yield


@pytest.fixture(scope="session")
def quickly() -> Callable[[], AbstractContextManager[None]]:
    """Within it, passphrases cost next to nothing to try."""
    return _quick


@pytest.fixture(autouse=True)
def quick_passphrases(request, quickly):
    """Passphrases that cost next to nothing to try, except where other processes, which have the due cost, open the vault."""
    due = str(request.path.relative_to(ROOT / "tests")).startswith(DUE_PASSPHRASES)
    with nullcontext() if due else quickly():
        yield


@pytest.fixture(scope="session")
def process_store():
    """Where limited processes wait that another test has left fit; see `kept_processes`."""
    store = KeptProcesses()
    yield store
    store.close()


@pytest.fixture(autouse=True)
def kept_processes(request):
    """Sandboxes take processes that another test left fit, except where the sandbox itself is what is tested."""
    room = request.path.relative_to(ROOT / "tests").parts[0]
    if room in OWN_PROCESSES:
        yield
    else:
        with processes_seen() if measuring() else request.getfixturevalue("process_store").shared():
            yield


@pytest.fixture(scope="session")
def pack_store() -> KeptPacks:
    """What pack files held that another test read; see `kept_packs`."""
    return KeptPacks()


@pytest.fixture(autouse=True)
def kept_packs(request, pack_store):
    """A pack file is parsed once, and the shipped packs are put together once, except where that is what is tested."""
    own = str(request.path.relative_to(ROOT / "tests")).startswith(OWN_PACKS)
    with nullcontext() if own else pack_store.shared():
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def kept_letters(request, tmp_path_factory) -> Iterator[KeptLetters | None]:
    """What the published determinations hold; nothing is kept where times are measured. See `kept_letters`."""
    own = tmp_path_factory.getbasetemp()
    store = KeptLetters(LETTERS, (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "letters")
    with nullcontext() if request.config.getoption("benchmark_only") else store.shared():
        yield store


@pytest.fixture(scope="session")
def letters(kept_letters) -> Path:
    """The folder of published determinations with their ``expected.json``; it is not part of the project."""
    if not (LETTERS / "expected.json").is_file():
        pytest.skip("The published determinations are not on this computer; set IMR_LETTERS to their folder to test on them.")
    return LETTERS


@pytest.fixture(scope="session")
def letter_cases(letters, kept_letters) -> tuple[Case, ...]:
    """Each of them as a case, its decisions taken over."""
    from preflight.letters import cases_of

    return kept_letters.once("cases", lambda: cases_of(letters))


@pytest.fixture(scope="session")
def work() -> Callable[[Callable[[], object]], int]:
    """How many functions are called while something is done: what it costs, on every computer the same."""

    def count(act: Callable[[], object]) -> int:
        calls = 0

        def called(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            act()
        finally:
            sys.setprofile(before)
        return calls

    return count


@pytest.fixture(autouse=True)
def office_signs(request, monkeypatch):
    """Where a home does not say who signs, tests sign as an office does; those marked `unsaid` begin as users do."""
    from imr_desktop.identity import OFFICE_SIGNS
    from imr_desktop.review import reviewer

    if "unsaid" not in request.keywords:
        monkeypatch.setattr(reviewer, "UNSAID", (OFFICE_SIGNS,))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that nothing was written to yet."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def packet() -> Path:
    """The sample packet, a PDF of invented records."""
    return resource("samples", "packet.pdf")


@pytest.fixture(scope="session")
def sample_case_file() -> Path:
    """The finished review of the sample packet as case JSON."""
    return resource("samples", "case.json")


@pytest.fixture(scope="session")
def sample_determination() -> Path:
    """An invented determination as text, laid out as in 2014."""
    return resource("samples", "determination.txt")


CRASHES = """
import os
from imr_desktop.review import isolated_check

def check(payload):
    if b'"number":"CM26-2"' in payload:
        os.abort()
    return isolated_check.check(payload)
"""


@pytest.fixture
def crashing(tmp_path, monkeypatch):
    """The process that checks cases dies of the case CM26-2, as it would of one that takes all memory."""
    from imr_desktop.review import check_service
    from imr_desktop.sandbox import Sandbox

    (tmp_path / "crashing.py").write_text(CRASHES)
    monkeypatch.setattr(check_service, "CHECK", "crashing:check")
    monkeypatch.setattr(check_service, "Sandbox", partial(Sandbox, folders=(tmp_path,)))
