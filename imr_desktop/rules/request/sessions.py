"""Injections: how many in a session and in how many sessions."""

from __future__ import annotations

import re

from imr_desktop.rules.request.reading import Reading

INJECTIONS = re.compile(r"\binjections?\b|\btrigger points?\b|\btpis?\b|\b(?:[clt]|tf|il)?esis?\b|\bepidurals?\b")
TRIGGER_POINTS = re.compile(r"\btrigger points?\b|\btpis?\b|\bmyofascial injections?\b")
# These are given one at a time, a week or more apart, so that several are as many sessions.
ONE_AT_A_TIME = re.compile(
    r"\b(?:synvisc|orthovisc|supartz|euflexxa|hyalgan|monovisc|gel[- ]one|durolane|gelsyn"
    r"|hyaluron\w+|visco\w*|hylan|botox|toradol|ketorolac|b ?12)\b"
)
_SITTING = r"(?:session|visit|set|round)"
_PER = re.compile(
    rf"\b(\d{{1,3}}) ?(?:[a-z]+ ){{0,4}}?(?:(per|each|every|a|/) ?|(?:in|at|during) (?:(1|a|the same|each) ))"
    rf"{_SITTING}\b"
)
_IN_ONE = re.compile(rf"\b(\d{{1,3}}) (?:in|at|during) (?:1|a single|the same) {_SITTING}\b")
_OF = re.compile(rf"\b(\d{{1,3}}) {_SITTING} ?(?:of|with|,|x) (\d{{1,3}})\b")
_SESSIONS = re.compile(rf"\b(\d{{1,3}}) {_SITTING}\b|\b(?:a|the same) {_SITTING}\b")
_SITES = re.compile(r"\b(?:at|in|to|into|for) (\d{1,2}) (?:sites?|points?|locations?|areas?|places?)\b|\b(\d{1,2}) sites?\b")
_SERIES = re.compile(r"\bseries (?:of )?(\d{1,2})\b")


def read_sessions(reading: Reading) -> None:
    """Read per-session numbers and sessions, where injections are asked for, or where something is given in one session."""
    if not INJECTIONS.search(reading.rest) and not ONE_AT_A_TIME.search(reading.rest):
        if match := reading.take(_IN_ONE.search(reading.rest)):
            reading.per_session, reading.count, reading.sessions = int(match[1]), int(match[1]), 1
        return
    if match := reading.take(_OF.search(reading.rest)):
        _note(reading, sessions=int(match[1]), each=int(match[2]))
    elif match := reading.take(_PER.search(reading.rest)):
        _note(reading, sessions=None if match[2] or match[3] == "each" else 1, each=int(match[1]))
        _read_further(reading)
    elif match := _SERIES.search(reading.rest):
        reading.count, reading.sessions, reading.unit = int(match[1]), int(match[1]), "injection"
        reading.take(match)
    else:
        _read_further(reading)
        _read_sites(reading)


def settle_sessions(reading: Reading) -> None:
    """What follows once the count is known: all of it in one session, or a count that is sessions itself."""
    if reading.sessions is None or reading.per_session is not None:
        return
    if reading.count is None and reading.sessions > 1:
        reading.count, reading.unit = reading.sessions, "session"
    elif reading.count is not None and reading.sessions == 1 and reading.unit in (None, "injection"):
        reading.per_session, reading.unit = reading.count, "injection"


def _note(reading: Reading, sessions: int | None, each: int) -> None:
    reading.per_session, reading.count, reading.unit, reading.sessions = each, each, "injection", sessions


def _read_further(reading: Reading) -> None:
    if reading.sessions is None and (match := reading.take(_SESSIONS.search(reading.rest))):
        reading.sessions = int(match[1] or 1)


def _read_sites(reading: Reading) -> None:
    if match := reading.take(_SITES.search(reading.rest)):
        reading.count, reading.unit, reading.apart = int(match[1] or match[2]), "injection", True
