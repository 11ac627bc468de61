"""Publishing a determination: its public copy, the report of what was left out, and a person's word that it was read."""
