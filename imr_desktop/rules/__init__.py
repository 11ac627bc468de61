"""Guideline packs: loading, matching an item to a service, and three-valued evaluation with a trace."""

from __future__ import annotations

from imr_desktop.rules.evaluate import evaluate_case
from imr_desktop.rules.loader import load_packs
from imr_desktop.rules.model import CriterionReport, ItemReport, Request, RuleEntry
from imr_desktop.rules.packs import Packs, list_rules
from imr_desktop.rules.request.parse import parse_request
