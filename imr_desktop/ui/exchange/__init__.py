"""Packages for another reviewer and from one, and letting a case go."""
