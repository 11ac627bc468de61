"""The search card: what was looked for in the record, what was found, and what the reviewer says of each place."""
