"""Calculators: pure functions over typed inputs and dated tables, each with its source, version and steps to check."""
