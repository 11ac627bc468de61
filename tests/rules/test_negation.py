"""Findings that are denied, and findings that a record is only said not to hold."""

import pytest

from imr_desktop.rules.negation import assertion


def said(text, phrase):
    start = text.index(phrase)
    return assertion(text, start, start + len(phrase))


@pytest.mark.parametrize(
    "text",
    [
        "The examination did not reveal any red flags.",
        "The films do not clearly show red flags.",
        "She does not have red flags.",
        "There were no red flags noted by the physician.",
        "No weakness noted by the examiner or red flags.",
        "He denies red flags.",
    ],
)
def test_denied(text):
    assert said(text, "red flags") == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "The medical records do not reveal any red flags.",
        "The provider failed to document red flags.",
        "The chart notes of the clinic do not mention red flags.",
        "Documentation does not show red flags.",
        "There is no documentation of red flags.",
        "The report fails to clearly describe red flags.",
    ],
)
def test_not_said(text):
    assert said(text, "red flags") == "unsaid"


@pytest.mark.parametrize(
    "text",
    [
        "The examination revealed red flags.",
        "She was in no distress and was noted to have red flags.",
        "He had not improved with rest; there were red flags.",
        "The records show red flags.",
        "No fracture was found but red flags remain.",
        "The records were not complete. Red flags: red flags.",
    ],
)
def test_affirmed(text):
    assert said(text, "red flags") == "affirmed"
