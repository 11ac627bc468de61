"""The case summary, and the drafts it can begin with."""
