"""Half-typed words: what stands in a field that becomes part of its case only with Enter. Kept beside the case, in the vault.

They are no part of the case: no version, no letter and no package holds them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from imr_desktop.store.engine import Engine

DRAFTS = "draft:"
"""How the keys of `meta` begin that hold them."""

_read = msgspec.json.Decoder(dict[str, str]).decode


class Drafts:
    """The half-typed words of each case, by the field they stand in; in the table `meta` of an open vault."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, case_id: str) -> dict[str, str]:
        """What stood in a case's fields; none where it cannot be read: it was never more than a draft."""
        try:
            return _read(self._engine.get(_key(case_id)) or b"{}")
        except (msgspec.DecodeError, TypeError):
            return {}

    def keep(self, case_id: str, drafts: Mapping[str, str]) -> None:
        """Keep these in place of the former; returns when that is durable. Joins a running transaction. Raises StoreError."""
        with self._engine.transaction():
            if drafts:
                self._engine.put(_key(case_id), msgspec.json.encode(dict(drafts)))
            else:
                self._engine.execute("DELETE FROM meta WHERE key=?", (_key(case_id),))


def _key(case_id: str) -> str:
    return f"{DRAFTS}{case_id}"
