"""The clinical findings, one line each with its citation."""
