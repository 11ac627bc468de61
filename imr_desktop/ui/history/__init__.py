"""A case's versions: what each changed, side by side, and going back to one."""
