"""Comments pinned to findings, facts, items and sentences: marks in the panes, and a window to read and answer them."""
