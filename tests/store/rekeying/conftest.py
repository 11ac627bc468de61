"""Passphrases that cost little: the cost is tested where it is chosen."""

import pytest

from imr_desktop.store import keys


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    tuned = keys.tuned
    monkeypatch.setattr(keys, "tuned", lambda *, fast=False: tuned(fast=True))
