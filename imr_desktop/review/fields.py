"""Setting a case's fields by name and text, as a form or a command line gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

from imr_desktop.case import codec, dates, fields
from imr_desktop.case.model import Case
from imr_desktop.errors import CaseInvalid, UsageError

_GROUPS = {"dates", "credentials"}


def set_named(case: Case, name: str, text: str) -> Case:
    """The case with one field set from text: ``number``, ``age``, ``dates.decision`` (YYYY-MM-DD) and the like.

    Raises UsageError naming the field where it does not exist or the text does not fit it.
    """
    value: Any = int(text) if name in ("age", "expected_items") and text.isdecimal() else text
    group, dot, field = name.partition(".")
    plain, settable = codec.to_builtins(case), fields.named(Case, fields.EDITED)
    if dot and group in _GROUPS:
        if group == "dates":
            value = _date(name, text)
        plain[group] = {**plain.get(group, {}), field: value}
    elif name in settable:
        plain[name] = value
    else:
        raise UsageError(
            f"There is no field {name!r} to set; fields are {', '.join(sorted(settable))}, dates.…, credentials.…."
        )
    try:
        return codec.from_builtins(plain)
    except CaseInvalid:
        raise UsageError(f"{text!r} is no value for {name}.") from None


def _date(name: str, text: str) -> str:
    if text == "today":
        return dates.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is no date for {name}; write it as YYYY-MM-DD.") from None
