"""The disputed items: request, criteria, evidence, decision and rationale of each."""
