"""Verifying a signed determination in the window."""
