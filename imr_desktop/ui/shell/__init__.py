"""The frame around the panes: bars, header, steps, layouts."""
