"""A writer of Outlook messages."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def outlook():
    path = Path(__file__).with_name("outlook_files.py")
    spec = importlib.util.spec_from_file_location("outlook_files", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
