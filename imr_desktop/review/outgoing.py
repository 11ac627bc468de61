"""The one gate before anything goes out of the office: no file, and no part of one, names the reviewer (LC 4610.6(f))."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from imr_desktop import determination
from imr_desktop.case import codec, dates
from imr_desktop.determination.identity import Text, json_texts
from imr_desktop.errors import SigningError
from imr_desktop.identity import lines, names
from imr_desktop.identity.finding import certain, find, within
from imr_desktop.preflight import Context, Problem, run_checks

if TYPE_CHECKING:
    from imr_desktop.case.model import Case
    from imr_desktop.identity import Identity
    from imr_desktop.store.audit import AuditEntry, AuditTrail

_MOST_SHOWN = 5
_LONGEST = 80
_OR_SAY = ", or say in a reason in the checks whom else it means"
_STAYS = "No entry of the trail can be changed: let it be read and verified in this program, which shows it to nobody else"
_MOST_ENTRIES = 1_000_000
_CHECKS = ("identity.name", "identity.surname")


def require_nameless(data: bytes, name: str, identity: Identity, what: str, or_else: str = "") -> None:
    """Let a finished file pass, or raise SigningError: `what` was not done, and where the file names the reviewer."""
    _refuse(determination.outgoing_identity(data, identity, name=name), what, or_else)


def require_nameless_letter(case: Case, identity: Identity, what: str) -> None:
    """Let a case's texts go out in a letter that was not checked, as a draft is not.

    Raises SigningError where one names the reviewer, or may and no reason says whom else it means.
    """
    if lines(identity):
        _refuse([f"“{problem.quote}” ({problem.place.label})" for problem in _open(case, identity)], what, _OR_SAY)


def require_nameless_case(case: Case, identity: Identity, what: str, sent: Case | None = None) -> None:
    """Let a case go out as data, or what is `sent` of it. Raises SigningError where any text of it names the reviewer.

    What may be another's name passes with the reason that the reviewer gave for it.
    """
    _refuse(list(_in_case(case, identity, sent)), what, _OR_SAY)


def require_nameless_office(case: Case, identity: Identity, what: str) -> None:
    """Let the words of the issuing office go out on a letter, which no check reads.

    Raises SigningError where they may name the reviewer. A frequent surname, a place and the director may share the name.
    """
    office = case.issue.office if case.issue else None
    if office is None or not lines(identity):
        return
    texts = {"name": office.name, "language help": office.language_help}
    texts |= {f"contact › {number}": line for number, line in enumerate(office.contact, start=1)}
    texts |= {f"wording › {one.place}": one.text for one in office.wording}
    found = ((place, text, hit) for place, text in texts.items() for hit in certain(find(identity, text), "likely"))
    traces = [(place, text[hit.start : hit.end]) for place, text, hit in found]
    _refuse(
        [f"“{words}” (office › {place})" for place, words in traces if _words(words) not in names.words("frequent")],
        what,
        " of the office profile",
    )


def require_nameless_trail(trail: AuditTrail, name: str, identity: Identity) -> None:
    """Let the whole audit trail go out as a file. Raises SigningError where an entry surely names the reviewer."""
    if lines(identity):
        told = {f"entry {entry.seq}": entry.detail for entry in trail.entries(most=_MOST_ENTRIES)}
        found = determination.outgoing_identity(msgspec.json.encode(told), identity, name=name)
        _refuse(found, "The audit trail was not exported", remedy=_STAYS)


def names_reviewer_in_entry(entry: AuditEntry, identity: Identity) -> bool:
    """Whether what an entry of the audit trail tells names the reviewer, or may."""
    texts = json_texts(msgspec.json.encode(entry.detail), "the entry") if lines(identity) else ()
    return any(next(certain(find(identity, one.text), "likely"), None) or _run_in(one, identity) for one in texts)


def _run_in(one: Text, identity: Identity) -> bool:
    return one.as_id and bool(within(identity, one.text))


def names_reviewer(case: Case, identity: Identity) -> bool:
    """Whether any text of a case names the reviewer."""
    return next(_in_case(case, identity), None) is not None


def _in_case(case: Case, identity: Identity, sent: Case | None = None) -> Iterator[str]:
    if not lines(identity):
        return
    passed = frozenset(_words(problem.quote or "") for problem in _traces(case, identity) if _is_passed(problem, case))
    for one in json_texts(codec.encode(sent or case), "the case"):
        hits = find(identity, one.text)
        for hit in certain(hits, "likely"):
            words = one.text[hit.start : hit.end]
            if hit.certainty == "sure" or _words(words) not in passed:
                yield f"“{words}” ({one.place})"
        if not hits and _run_in(one, identity):
            yield f"“{one.text[:_LONGEST]}” ({one.place})"


def _open(case: Case, identity: Identity) -> Iterator[Problem]:
    return (problem for problem in _traces(case, identity) if not problem.flag and not _is_passed(problem, case))


def _traces(case: Case, identity: Identity) -> tuple[Problem, ...]:
    return run_checks(case, Context(today=dates.today(), identity=identity), _CHECKS)


def _is_passed(problem: Problem, case: Case) -> bool:
    reasons = (one.problem for one in case.acknowledgements if one.reason.strip())
    return problem.overridable and problem.id in reasons


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _refuse(leaks: list[str], what: str, or_else: str = "", remedy: str = "Take it out") -> None:
    if leaks:
        more = f" and {len(leaks) - _MOST_SHOWN} more" if len(leaks) > _MOST_SHOWN else ""
        raise SigningError(
            f"{what}: the file would name the reviewer: {', '.join(leaks[:_MOST_SHOWN])}{more}. {remedy}{or_else}."
        )
