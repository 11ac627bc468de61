"""Clinical and legal facts out of reports: typed, each with the words it rests on."""

from __future__ import annotations

from imr_desktop.extract.facts.agreeing import agreed, claim_proposals
from imr_desktop.extract.facts.collect import Placed, facts_of, finding_proposals, read_facts, records_of
from imr_desktop.extract.facts.model import RecordFact

__all__ = ["Placed", "RecordFact", "agreed", "claim_proposals", "facts_of", "finding_proposals", "read_facts", "records_of"]
