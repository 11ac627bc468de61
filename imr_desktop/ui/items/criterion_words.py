"""What the details of a criterion say, in words for people. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imr_desktop.case import citation
from imr_desktop.case.labels import in_words
from imr_desktop.case.model import SourceRef
from imr_desktop.language import mark, told, tr
from imr_desktop.ui.items.criteria_model import CriterionRow
from imr_desktop.ui.widgets import statuses

if TYPE_CHECKING:
    from imr_desktop.review.checking import CriterionReport, ExplainedCriterion, GoverningText

SURE = mark("Seen in published determinations")
FROM_MEMORY = mark(
    "From memory: not compared with the guideline's own text. It can only ask a question, "
    "never say not met; read the guideline before you rely on it."
)


@dataclass(frozen=True)
class Shown:
    """A value found: in words, where it comes from in words, and its places."""

    words: str
    origin: str = ""
    sources: tuple[SourceRef, ...] = ()


def governing(text: GoverningText | None) -> tuple[str, str]:
    """The line on the text that governs an item, and all there is to say of it; both empty where it is not known."""
    if text is None:
        return "", ""
    same = _plain(text.edition) == _plain(text.citation)
    line = " \u00b7 ".join(
        filter(None, (tr("Governs: {citation}", citation=text.citation), told(text.days), "" if same else text.edition))
    )
    beside = tr("Beside it: {beside}.", beside="; ".join(text.beside)) if text.beside else ""
    phase = tr("Phase: {phase}.", phase=text.phase) if text.phase else ""
    return line, " ".join(filter(None, (f"{line}.", phase, beside, text.note)))


def _plain(title: str) -> str:
    return " ".join(title.replace("(", "").replace(")", "").replace("Guidelines", "").split())


def limit_line(report: CriterionReport, inputs: Mapping[str, Any]) -> str:
    """The limit, what was found against it, and how that comes out, so that none can be read as its opposite:
    ``Limit: no more than 3\u20134 injections. Asked for: 6 injections. Not met.`` Empty for a criterion without a limit.
    """
    if not report.limit:
        return ""
    numbers = [key for key, value in report.inputs.items() if type(value) in (int, float)]
    unit = _unit(numbers[0], inputs) if len(numbers) == 1 else ""
    outcome = statuses.criterion(report.status).word if report.status in ("met", "not met", "not documented") else ""
    counted = (
        tr("counted: {found}", found=report.found)
        if report.found
        else "; ".join(_found(key, report, inputs) for key in numbers)
    )
    limit = f"{tr('Limit')}: {_bound(report)}{_with(unit, report.limit)}"
    return ". ".join(filter(None, (limit, counted[:1].upper() + counted[1:], outcome))) + "."


def _bound(report: CriterionReport) -> str:
    """The limit as the guideline's text means it: a bare number there is the most that may be asked for."""
    bare = report.limit[:1].isdigit() and ";" not in report.limit and report.kind == "limit"
    return tr("no more than {limit}", limit=report.limit) if bare and "no more than" in report.text.lower() else report.limit


def _found(key: str, report: CriterionReport, inputs: Mapping[str, Any]) -> str:
    words = in_words(report.inputs[key])
    name = tr("asked for") if key.startswith("request.") else report.labels.get(key) or label(key, inputs)
    unit = _unit(key, inputs)
    return f"{name}: {words}{_with(unit, words) if unit.lower() not in name.lower() else ''}"


def _unit(key: str, inputs: Mapping[str, Any]) -> str:
    spec = inputs.get(key)
    return spec.unit if spec is not None and spec.type == "number" else ""


def _with(unit: str, words: str) -> str:
    return f" {unit}" if unit and not any(letter.isalpha() or letter == "%" for letter in words) else ""


def _source(report: CriterionReport) -> str:
    """The citation, and the edition it stands in as far as the citation does not say it."""
    cited, (edition, force, days) = report.citation.rstrip("."), report.edition.partition(", in force ")
    said = edition if not cited.startswith(edition) else ""
    return " \u00b7 ".join(filter(None, (cited, said, tr("in force {days}", days=days) if force else "")))


def opened(row: CriterionRow, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an opened row says below the criterion's text: icon and words, line by line, each of them whole."""
    report = row.report
    wanted = ", ".join(report.labels.get(key) or label(key, inputs) for key in report.missing)
    return [
        (icon, words)
        for icon, words in (
            ("sparkles", row.computed),
            ("hash", limit_line(report, inputs)),
            ("search", tr("Nothing in the record on: {wanted} (S searches it)", wanted=wanted) if wanted else ""),
            ("book-open", _source(report)),
        )
        if words
    ]


def details(
    row: CriterionRow | None, why: ExplainedCriterion | None = None, inputs: Mapping[str, Any] = MappingProxyType({})
) -> list[tuple[str, str, str]]:
    """The rows of words for a criterion: name, words (empty: nothing to say), type role; ``Limit`` follows the values."""
    if row is None:
        return []
    report = row.report
    if row.historical:
        return [
            (tr("Historical"), report.heading, "strong"),
            (tr("Why"), report.would_change, "body"),
            (tr("Source"), f"{report.citation.rstrip('.')}.", "body"),
            (tr("In force"), report.edition, "body"),
        ]
    return [
        (tr("Proposed"), _proposed(row), "strong"),
        (tr("You"), _own(row), "strong"),
        (tr("Why"), why.why if why else "", "body"),
        (tr("Limit"), limit_line(report, inputs).partition(": ")[2], "strong"),
        (tr("Would change"), report.would_change, "body"),
        (tr("Ask"), report.question, "body"),
        (tr("Source"), f"{report.citation.rstrip('.')}.", "body"),
        (tr("In force"), report.edition, "body"),
        (tr("Kind of text"), f"{report.kind_of_text}.", "body"),
        (tr("Your pack"), f"{report.own_pack}." if report.own_pack else "", "strong"),
        (
            tr("Confidence"),
            tr(FROM_MEMORY) if report.confidence == "from-memory" else f"{_sure(why)}.",
            "warn" if report.confidence == "from-memory" else "body",
        ),
    ]


def values(row: CriterionRow, why: ExplainedCriterion | None, inputs: Mapping[str, Any]) -> list[Shown]:
    """The values the criterion was judged by, with their labels and units."""
    if why is not None:
        return [
            Shown(_counted(value.label, value.words, inputs.get(value.key)), value.origin, value.sources)
            for value in why.values
        ]
    return [Shown(_counted(label(key, inputs), in_words(value), inputs.get(key))) for key, value in row.report.inputs.items()]


def missing(row: CriterionRow, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the criterion asks for and nobody stated: key and label."""
    return [(key, label(key, inputs)) for key in row.report.missing]


def label(key: str, inputs: Mapping[str, Any]) -> str:
    """An input's label for people; its key's last part in words where the packs are not known."""
    spec = inputs.get(key)
    return spec.label if spec is not None else key.rsplit(".", 1)[-1].replace("_", " ")


def _counted(name: str, words: str, spec: Any) -> str:
    unit = spec.unit if spec is not None and spec.type == "number" else ""
    return f"{name}: {words}" + (f" {unit}" if unit and unit not in words else "")


def _proposed(row: CriterionRow) -> str:
    pages = citation.labels(citation.quotes(row.report.sources))
    found = tr(", from {pages}", pages=", ".join(pages)) if pages else ""
    return f"{statuses.criterion(row.report.status).word}{found}"


def _own(row: CriterionRow) -> str:
    if row.answer is None:
        return tr("Not answered yet; the answer is yours")
    reason = row.answer.reason.strip()
    if reason:
        return f"{statuses.criterion(row.status).word}: {reason}"
    wanted = tr("; say why (R)") if row.departs else ""
    return f"{statuses.criterion(row.status).word}{wanted}"


def _sure(why: ExplainedCriterion | None) -> str:
    return why.sure[:1].upper() + why.sure[1:] if why else tr(SURE)
