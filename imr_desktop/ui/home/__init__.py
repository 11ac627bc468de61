"""The home view: worklist and drop zone."""

ROW_HEIGHT = 58
