"""Documents by evidence: what each page says about where documents begin, what they are, whose and of which day."""
