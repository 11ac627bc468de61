"""Proposals read out of pages: determinations, forms, reports. Nothing here decides; the reviewer accepts."""

from imr_desktop.extract.acceptance import BY_HAND, ItemOutcome, accept, item_outcomes
from imr_desktop.extract.determination import parse_determination
from imr_desktop.extract.documents import is_determination, lies_in_reverse, split_documents
from imr_desktop.extract.facts import RecordFact
from imr_desktop.extract.gaps import Gap
from imr_desktop.extract.model import Proposal
from imr_desktop.extract.parts.others import OtherPerson, PartedFile, across_files, other_people
from imr_desktop.extract.proposals import Understood, foresee, propose, understand
