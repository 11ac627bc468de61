"""What presses keys in these trials, and what notes that something went wrong. The helpers are shared with a battery."""

import logging
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hands import Faults, Hands  # noqa: E402


@pytest.fixture
def faults(monkeypatch):
    made, log = Faults(), logging.getLogger("imr_desktop")
    log.addHandler(made)
    monkeypatch.setattr(sys, "excepthook", made.raised)
    yield made
    log.removeHandler(made)


@pytest.fixture
def hands(monkeypatch):
    return Hands(monkeypatch)
