"""Calculators beside the item: choose one, type, read the result with its steps, copy it or put it into the rationale."""
