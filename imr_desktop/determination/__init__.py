"""The determination room."""
