"""The record at a glance: what contradicts, what is missing, what happened when, which documents begin in doubt."""
