"""The case model, its edits, and what is derived from it. Imports nothing of ours but floor 0."""
