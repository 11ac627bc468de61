"""The sign view: the exact letter, what is open, statements, key and passphrase, the printed copy."""
