"""Searching the record for what a sentence says is absent, or for what a criterion asks, with the reviewer's synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.atomic import write_atomically
from imr_desktop.case import citation
from imr_desktop.case.model import Case, Search
from imr_desktop.errors import UsageError
from imr_desktop.paths import Home, private_dir

if TYPE_CHECKING:
    from imr_desktop.preflight import Problem, synonyms
    from imr_desktop.preflight.absence_phrases import Claim
    from imr_desktop.review.services import Services
    from imr_desktop.rules import CriterionReport, Packs
    from imr_desktop.rules.model import InputSpec

SYNONYMS = "thesaurus.toml"
NOTHING_READ = "No page of the record could be searched on this computer."


@dataclass(frozen=True)
class Question:
    """What to search for: a claim of a text (`item` empty: the summary) at `start`, or a criterion with its inputs.

    `statement` is the claim's words as they stand, or the criterion's; `inputs` are the rule inputs that were missing.
    For people: `words` ask it, `place` says where it stands, and `fact` is the label of a yes-or-no fact that a hit can
    settle (empty for none).
    """

    statement: str
    text: str = ""
    start: int = -1
    item: str = ""
    criterion: str = ""
    inputs: tuple[str, ...] = ()
    words: str = ""
    place: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Answered:
    """A question, the search made for it, and a sentence where the reviewer's synonyms could not be used (else empty)."""

    question: Question
    search: Search
    note: str = ""


def about_problem(case: Case, problem: Problem) -> Question:
    """The claim a problem points at, in the words of its text."""
    place = problem.place
    words = problem.quote or (problem.fix.target if problem.fix else "")
    text = _text_at(case, place.item, place.field)
    asked = f"“{' '.join(words.split())}”"
    return Question(words, text, place.start, place.item, words=asked, place=place.label)


def _text_at(case: Case, item_id: str, field: str) -> str:
    if field == "summary":
        return case.summary
    return next((item.rationale for item in case.items if item.id == item_id and field == "rationale"), "")


def about_criterion(
    case: Case, item_id: str, report: CriterionReport, keys: tuple[str, ...], inputs: Mapping[str, InputSpec]
) -> Question:
    """A criterion's missing inputs (all, or those named): their labels, and the phrases that are evidence of them."""
    known = [inputs[key] for key in keys if key in inputs]
    one = known[0] if len(keys) == 1 and known else None
    number = next((at for at, item in enumerate(case.items, start=1) if item.id == item_id), 0)
    labels = "; ".join(dict.fromkeys(spec.label for spec in known))
    return Question(
        one.label if one else report.text,
        item=item_id,
        criterion=report.id,
        inputs=keys,
        words=f"Is this in the record: {labels}?" if labels and labels != report.text else report.text,
        place=f"Item {number} › {report.text}",
        fact=one.label if one and one.type == "boolean" else "",
    )


def search(
    services: Services, case: Case, question: Question, at: datetime, terms: Iterable[str] = (), anew: bool = False
) -> Answered:
    """Search the record; what the reviewer said of the same places in an earlier search of it is kept.

    Without `terms` those of the earlier search are taken, or (`anew`, or where there is none) the statement's with their
    synonyms. Raises what reading the record raises.
    """
    from imr_desktop.preflight import search_for_claim

    same, note = own_synonyms(services.home)
    claim = claim_of(question, services.guidelines.packs if question.inputs else None)
    before = earlier(case, question)
    wanted = tuple(terms) or (before.terms if before and not anew else ())
    made = search_for_claim(claim, case, services.record.text(case).pages, at, wanted, same)
    made = msgspec.structs.replace(made, statement=question.statement, criterion=question.criterion)
    return Answered(question, carried(made, before) if before else made, note)


def claim_of(question: Question, packs: Packs | None = None) -> Claim:
    """The claim a question is about; of a criterion, its missing inputs and the phrases that are evidence of them."""
    from imr_desktop.preflight import absence_claims
    from imr_desktop.preflight.absence_phrases import Claim

    for claim in absence_claims(question.text):
        if claim.text == question.statement and question.start in (-1, claim.start):
            return claim
    thing = question.statement
    specs = [packs.inputs[key] for key in question.inputs if key in packs.inputs] if packs else []
    if specs:
        phrases = [phrase for spec in specs for phrase in spec.phrases if ".." not in phrase and "{" not in phrase]
        thing = "; ".join([*(spec.label for spec in specs), *phrases])
    return Claim(0, len(question.statement), question.statement, thing, "criterion", 0, len(question.statement))


def earlier(case: Case, question: Question) -> Search | None:
    """The latest search kept for the same words, or for the same criterion."""
    for one in reversed(case.searches):
        same = one.criterion == question.criterion if question.criterion else one.statement == question.statement
        if same and (not question.criterion or one.statement == question.statement):
            return one
    return None


def carried(made: Search, before: Search) -> Search:
    """A new search in place of an earlier one, with what was said of the same places."""
    said = {(hit.source.page, hit.source.quote): hit for hit in before.hits}
    hits = tuple(said.get((hit.source.page, hit.source.quote), hit) for hit in made.hits)
    return msgspec.structs.replace(made, id=before.id, hits=hits)


def own_synonyms(home: Home) -> tuple[synonyms.Groups, str]:
    """The reviewer's own groups; none, and a sentence, where their file cannot be used."""
    from imr_desktop.preflight import synonyms

    path = home.root / SYNONYMS
    try:
        if path.stat().st_size > 4 * synonyms.LARGEST_FILE:
            raise UsageError("the file is far longer than a list of synonyms")
        return synonyms.from_toml(path.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return (), ""
    except (OSError, UnicodeDecodeError):
        return (), _unused("it cannot be read")
    except UsageError as error:
        return (), _unused(error.sentence.rstrip("."))


def keep_synonyms(home: Home, groups: synonyms.Groups) -> None:
    """Write the reviewer's own groups in one step. Raises StoreError."""
    from imr_desktop.preflight import synonyms

    private_dir(home.root)
    write_atomically(home.root / SYNONYMS, synonyms.to_toml(groups).encode())


def _unused(reason: str) -> str:
    return f"Your synonyms in {SYNONYMS} were left out: {reason}. Edit synonyms writes a new file."


# --- in words ------------------------------------------------------------------------------------------------------------


def searched(search: Search) -> str:
    """How far the search went and what it found: ``Pages 1–31 searched · 8 hits``."""
    if not search.pages:
        return NOTHING_READ
    count = len(search.hits)
    hits = "no hit" if not count else f"{count} hit" + ("s" if count > 1 else "")
    return f"{citation.listed(search.pages)} searched · {hits}"


def stopped(search: Search, total: int) -> str:
    """The sentence for a search that found more than can be answered; `total` is the record's pages."""
    done = len(search.pages) + len(search.unreadable)
    if done >= total:
        return ""
    last = max(search.pages, default=0)
    upto = f" after page {last}" if last else ""
    return f"Too many hits: stopped{upto}. Take a wide term away, then search again."


def unreadable(search: Search) -> str:
    """What could not be read, and what the text must say of it; empty where everything could."""
    from imr_desktop.preflight.checks.absence import unreadable_sentence

    if not search.unreadable:
        return ""
    sentence = unreadable_sentence(search.unreadable)
    missed = citation.listed(search.unreadable)
    return f"{missed} could not be read. The text must say so: “{sentence}” The check offers to add it."


def tally(search: Search) -> str:
    """How far the answers are: ``5 of 8 answered``."""
    total = len(search.hits)
    if not total:
        return "Nothing found: keep the search" if search.pages else ""
    done = sum(bool(hit.remark.strip()) for hit in search.hits)
    found = sum(hit.found for hit in search.hits)
    return f"{done} of {total} answered" + (f" · found {found} time{'s' if found > 1 else ''}: reword" if found else "")


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of an edited line: parted by commas or line ends, each once, 60 at most."""
    words = (" ".join(word.split())[:80] for word in text.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word))))[:60]
