"""What a problem or a criterion asks to be searched for. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case
from imr_desktop.ui.search.card import Topic

if TYPE_CHECKING:
    from imr_desktop.review.checking import CriterionReport, InputSpec, Problem
    from imr_desktop.review.searching import Question


def of_problem(case: Case, problem: Problem) -> tuple[Question, Topic]:
    """The claim a problem points at, in the words of its text."""
    from imr_desktop.review.searching import Question

    place = problem.place
    words = problem.quote or (problem.fix.target if problem.fix else "")
    question = Question(words, text_at(case, place.item, place.field), place.start, place.item)
    return question, Topic(f"“{' '.join(words.split())}”", place.label)


def text_at(case: Case, item_id: str, field: str) -> str:
    """The text a place names; empty where it is gone."""
    if field == "summary":
        return case.summary
    return next((item.rationale for item in case.items if item.id == item_id and field == "rationale"), "")


def of_criterion(
    case: Case, item_id: str, report: CriterionReport, keys: tuple[str, ...], inputs: Mapping[str, InputSpec]
) -> tuple[Question, Topic]:
    """A criterion's missing inputs (all, or one of them): their labels, and the phrases that are evidence of them."""
    from imr_desktop.review.searching import Question

    known = [inputs[key] for key in keys if key in inputs]
    one = known[0] if len(keys) == 1 and known else None
    statement = one.label if one else report.text
    number = next((at for at, item in enumerate(case.items, start=1) if item.id == item_id), 0)
    labels = "; ".join(dict.fromkeys(spec.label for spec in known))
    words = f"Is this in the record: {labels}?" if labels and labels != report.text else report.text
    fact = one.label if one and one.type == "boolean" else ""
    topic = Topic(words, f"Item {number} › {report.text}", fact, criterion=True)
    return Question(statement, item=item_id, criterion=report.id, inputs=keys), topic
