"""The vault: the cases and the originals of their files. Everything above speaks to `Repository` and `Attachments`."""
