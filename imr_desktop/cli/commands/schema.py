"""``imr-desktop schema``: the JSON schema of a case."""

from __future__ import annotations

import argparse

from imr_desktop.case import codec
from imr_desktop.cli.output import say

EXAMPLE = "example:\n  imr-desktop schema > case.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the schema, generated from the model."""
    say(codec.schema_text().rstrip())
    return 0
