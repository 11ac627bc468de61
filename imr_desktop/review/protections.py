"""The three ways to protect the cases, in one plain sentence each: what it protects against, and what not."""

from __future__ import annotations

from imr_desktop.store.account import keyring_name  # noqa: F401  handed on

BY_PASSPHRASE = (
    "Nobody reads the cases without it, not with the disk, a backup or this account; it is asked for at each "
    "start. Lost together with the recovery words, it cannot be replaced."
)
BY_KEYRING = (
    "Nobody reads the cases with the disk or a backup alone; whoever uses this account, or knows its password, reads them."
)
BY_ACCOUNT = "Other accounts on this computer do not read the cases; whoever uses this account, or has the disk, reads them."
