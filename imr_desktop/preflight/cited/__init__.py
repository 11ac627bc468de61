"""Sentences held against the pages they cite: dates, numbers, names, findings, quoted words."""
