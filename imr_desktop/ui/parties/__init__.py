"""Whom a determination is sent to, and sending it."""
