"""The audit trail: who did what to which case and when, and whether the trail is whole."""
