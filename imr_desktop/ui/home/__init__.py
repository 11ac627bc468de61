"""The home view: the worklist and where a case is dropped."""

ROW_HEIGHT = 34
"""Pixels of a row of the worklist before zoom: one line; some 25 rows at 1920×1080."""
