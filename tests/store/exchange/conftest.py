"""Makes the helpers of these tests importable, and gives a sender, a receiver and a case."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from exchange_support import Originals, Sender, a_case  # noqa: E402


@pytest.fixture
def originals() -> Originals:
    """Two invented files of a record."""
    return Originals(b"first file " * 1000, b"second file\x00" * 70_000)


@pytest.fixture
def case(originals):
    """A case whose record these files are."""
    return a_case(originals)


@pytest.fixture
def sender(tmp_path, originals) -> Sender:
    """Writes packages into the test's folder."""
    return Sender(tmp_path, originals)
