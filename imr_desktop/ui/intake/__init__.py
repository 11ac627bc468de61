"""From a drop to an open case: what was dropped, what is being read, what was read."""
