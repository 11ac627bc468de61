"""What a kind of text may do: only some may say *not met* (8 CCR 9792.21(d), 9792.21.1), the others ask."""

from __future__ import annotations

from imr_desktop.rules.model import OnFail, Tier

MAY_DENY: frozenset[Tier] = frozenset(("MTUS chapter", "regulation", "statute", "drug list", "office"))
DENYING: frozenset[OnFail] = frozenset(("not_supported", "question_then_not_supported"))


def on_fail(given: OnFail | None, tier: Tier) -> OnFail:
    """What follows where a criterion's test fails: as given, else what its kind of text may say."""
    return given or ("question_then_not_supported" if tier in MAY_DENY else "question")
