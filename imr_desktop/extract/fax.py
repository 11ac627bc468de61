"""The pages of a file without what machines put on them, for all who read their words."""

from __future__ import annotations

from collections.abc import Sequence

from imr_desktop.extract.parts.furniture import without_furniture


def without_fax_lines(texts: Sequence[str]) -> list[str]:
    """The pages with fax lines, Bates numbers and stamps blanked; every other character keeps its place."""
    return list(without_furniture(texts).texts)
