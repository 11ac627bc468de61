"""What stands between the case and the signature."""
