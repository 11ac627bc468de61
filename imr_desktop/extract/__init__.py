"""Proposals read out of pages: determinations, forms, reports. Nothing here decides; the reviewer accepts."""

from imr_desktop.extract.determination import parse_determination
from imr_desktop.extract.model import ParsedDetermination, ParsedItem, Proposal

__all__ = ["ParsedDetermination", "ParsedItem", "Proposal", "parse_determination"]
