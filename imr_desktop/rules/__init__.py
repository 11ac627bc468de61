"""Guideline packs: loading, matching an item to a service, and three-valued evaluation with a trace."""

from __future__ import annotations

from imr_desktop.rules.evaluate import evaluate_case, evaluate_rule
from imr_desktop.rules.loader import check_examples, load_packs
from imr_desktop.rules.model import CriterionReport, ItemReport, Request, RuleEntry
from imr_desktop.rules.packs import Packs, list_rules
from imr_desktop.rules.request.parse import parse_request

__all__ = [
    "CriterionReport",
    "ItemReport",
    "Packs",
    "Request",
    "RuleEntry",
    "check_examples",
    "evaluate_case",
    "evaluate_rule",
    "list_rules",
    "load_packs",
    "match_service",
    "parse_request",
]


def match_service(packs: Packs, text: str) -> str | None:
    """The canonical name of the service an item's words ask for, or None where the packs do not know it."""
    named = packs.matcher.match(text)
    return named.service.name if named else None
