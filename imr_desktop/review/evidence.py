"""The guidelines' search sequence and form of a citation (8 CCR 9792.21.1, 9792.25.1), as an item's fields use them."""

from imr_desktop.rules import citation_form, evidence_sequence
from imr_desktop.rules.citation_form import GuidelineCitation
from imr_desktop.rules.evidence_data import FormKey, LevelData, StepData, evidence_data
