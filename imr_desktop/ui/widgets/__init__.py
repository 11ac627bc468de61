"""Small widgets every pane is made of."""
