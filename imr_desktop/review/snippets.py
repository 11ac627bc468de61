"""Passages a reviewer puts into texts again and again, with fields in brackets to be filled in: ``[what was measured]``.

Own passages lie in the vault, as they may hold names; those of the program come from ``resources/ui/snippets.toml``.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.case import citation
from imr_desktop.errors import UsageError
from imr_desktop.paths import resource

if TYPE_CHECKING:
    from imr_desktop.review.vault import VaultService

SNIPPETS = "texts.snippets"
"""The key of `meta` in the vault under which own passages are kept, as JSON."""
_FIELD = re.compile(r"\[[^\[\]\n]{1,80}\]")
LONGEST = 5_000
MOST = 200


def fields(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Where fields stand in a text from an offset on; citations are none."""
    cited = citation.spans(text)
    return [found.span() for found in _FIELD.finditer(text, start) if found.span() not in cited]


class SnippetsService:
    """The passages by name. Safe to call from worker threads."""

    def __init__(self, vault: VaultService) -> None:
        self._vault = vault

    def all(self) -> dict[str, str]:
        """The own passages, then those of the program that none of them replaces."""
        own = self._own()
        rows = tomllib.loads(resource("ui", "snippets.toml").read_text(encoding="utf-8"))["snippet"]
        return own | {row["name"]: row["text"] for row in rows if row["name"] not in own}

    def keep(self, name: str, text: str) -> None:
        """Keep a passage under a name, in place of one of that name. Raises UsageError, StoreError."""
        own = self._own() | {" ".join(name.split()): text}
        if not name.strip() or not text.strip():
            raise UsageError("A snippet needs a name and words.")
        if len(text) > LONGEST or len(own) > MOST:
            raise UsageError(f"A snippet has up to {LONGEST:,} characters, and {MOST} can be kept.")
        engine = self._vault.store.engine
        with engine.transaction():
            engine.put(SNIPPETS, msgspec.json.encode(own))

    def _own(self) -> dict[str, str]:
        vault = self._vault.if_open
        try:
            kept = vault.engine.get(SNIPPETS) if vault else None
            return msgspec.json.decode(kept or b"{}", type=dict[str, str])
        except msgspec.DecodeError:
            return {}
