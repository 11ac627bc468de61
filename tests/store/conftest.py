"""A vault that its account opens, and the originals in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from imr_desktop.store.vault import Vault

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def vault(home):
    vault = Vault.create(home, None)[0]
    yield vault
    vault.close()


@pytest.fixture
def attachments(vault):
    return vault.attachments
