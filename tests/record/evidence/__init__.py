"""What the evidence of a page says."""
