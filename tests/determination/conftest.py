"""Fixtures: an invented case, a key made for the session, and the letter signed with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from determination_support import PASSPHRASE, InProcess, make_case  # noqa: E402
from time_stamp_authority import Authority  # noqa: E402

from imr_desktop.case.model import Case  # noqa: E402
from imr_desktop.determination import NewKey, SigningKey, new_key, render, sign  # noqa: E402
from imr_desktop.determination.office_root import OfficeRoot  # noqa: E402


@pytest.fixture
def case() -> Case:
    """A complete case of two items, one of them modified by utilization review."""
    return make_case()


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> NewKey:
    """A reviewer key on disk."""
    return new_key(tmp_path_factory.mktemp("key") / "reviewer.p12", PASSPHRASE)


@pytest.fixture(scope="session")
def key(new: NewKey) -> SigningKey:
    """The key, opened."""
    return SigningKey.load(new.key, PASSPHRASE)


@pytest.fixture(scope="session")
def unsigned() -> bytes:
    """The final letter before it is signed."""
    return render(make_case())


@pytest.fixture(scope="session")
def signed(unsigned: bytes, key: SigningKey) -> bytes:
    """The signed letter."""
    return sign(unsigned, key)


@pytest.fixture
def signed_file(signed: bytes, tmp_path: Path) -> Path:
    """The signed letter on disk."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    return path


@pytest.fixture
def sandbox() -> InProcess:
    """Runs the sandbox's functions in this process."""
    return InProcess()


@pytest.fixture(scope="module")
def authority() -> Authority:
    """An invented authority that gives time stamps."""
    return Authority()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeRoot:
    """An office with a root of its own and one reviewer's key, `r.p12`."""
    folder = tmp_path_factory.mktemp("office")
    made = OfficeRoot.make(folder / "office.p12", PASSPHRASE, "Example Review Organization")
    made.issue(folder / "r.p12", PASSPHRASE)
    return made
