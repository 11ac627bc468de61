"""The office's profile in the window."""
