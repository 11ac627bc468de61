"""Who the reviewer is: kept in the vault, so that a thief of the disk does not learn it, and never put into a letter.

Unknown is not nothing: where a vault is locked, it may hold a name, and nothing that goes out is made before it is open.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from imr_desktop import logs
from imr_desktop import settings as settings_file
from imr_desktop.errors import ImrError, PassphraseNeeded
from imr_desktop.identity import Identity
from imr_desktop.store.faults import damaged
from imr_desktop.store.schema import REVIEWER

if TYPE_CHECKING:
    from imr_desktop.review.vault import VaultService
    from imr_desktop.settings import Settings
    from imr_desktop.store.engine import Engine
    from imr_desktop.store.vault import Vault

UNSAID: Identity = ()
"""What is known of who signs before anybody has said it."""
_log = logging.getLogger(__name__)


class ReviewerService:
    """The settings with what names the reviewer. Safe to call from worker threads."""

    def __init__(self, vault: VaultService) -> None:
        self._vault = vault

    @property
    def settings(self) -> Settings:
        """The settings as far as they can be read: those of the file, and what names the reviewer where the vault is open.

        What an older version left in the file is moved into the vault then. Raises StoreDamaged, StoreError.
        """
        chosen, vault = settings_file.load(self._vault.home), self._vault.if_open
        if vault is None:
            return chosen
        left = settings_file.private(chosen)
        if left:
            _move(vault, left)
        return settings_file.named(chosen, {**_kept(vault.engine), **left})

    def opened_settings(self) -> Settings:
        """The settings with what names the reviewer; the vault is opened for it where there is one. Raises StoreError."""
        if self._vault.protection != "none":
            self._vault.store  # noqa: B018  opens it
        return self.settings

    @property
    def identity(self) -> Identity:
        """What must not reach an outgoing file; nothing goes out before it is known, and empty is not known.

        Raises PassphraseNeeded where the vault is locked, StoreLocked, StoreDamaged.
        """
        try:
            return self.opened_settings().identity or UNSAID
        except PassphraseNeeded:
            raise PassphraseNeeded(
                "The vault is locked, and it may hold the name that must stay out of the letter; open it with "
                "its passphrase first."
            ) from None

    @property
    def identity_at_hand(self) -> Identity:
        """What must not reach an outgoing file, as far as it can be read while the vault is closed. Raises StoreDamaged."""
        return self.settings.identity or UNSAID

    def keep(self, changes: Mapping[str, str]) -> None:
        """Store changed settings that name the reviewer; a vault is made where there is none. Raises StoreError."""
        _add(self._vault.store.engine, changes)


def _add(engine: Engine, changes: Mapping[str, str]) -> None:
    with engine.transaction():
        engine.put(REVIEWER, json.dumps({**_kept(engine), **settings_file.fielded(changes)}))


def _kept(engine: Engine) -> dict[str, str]:
    try:
        kept = json.loads(engine.get(REVIEWER) or "{}")
    except ValueError:
        raise damaged("The reviewer's settings") from None
    return settings_file.fielded(kept)


def _move(vault: Vault, left: Mapping[str, str]) -> None:
    """Where the disk is full the file stays as it is and serves on: losing a name would let it into a letter."""
    try:
        _add(vault.engine, left)
        settings_file.clear_private(vault.home)
    except ImrError as error:
        logs.failure(_log, "the settings were not moved into the vault", error)
