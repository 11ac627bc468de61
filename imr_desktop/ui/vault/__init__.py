"""Unlocking and locking the vault, its passphrase, backups and check."""
