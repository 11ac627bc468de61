"""One module per way the published determinations lay out their items."""
