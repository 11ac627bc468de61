"""Cases as JSON: strict when read, the same bytes for the same case when written, and a schema generated from the model."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from imr_desktop.case import agreement, bound
from imr_desktop.case.model import SCHEMA_VERSION, Case
from imr_desktop.errors import CaseInvalid

MAX_BYTES = 64 * 1024 * 1024

_QUOTED = re.compile("`([^`]*)`")
_BEYOND = re.compile(r"Expected `(\w+)`(?: of length)? (<=|>=) (\S+) - at `\$\.?([^`]*)`")
_COUNTED = {"str": "letters", "array": "entries"}
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Case)


def encode(case: Case) -> bytes:
    """The case as compact UTF-8 JSON; defaults are left out, keys sorted."""
    return _encoder.encode(case)


def encode_pretty(case: Case) -> bytes:
    """The case as indented JSON for people and version control."""
    return msgspec.json.format(encode(case), indent=2) + b"\n"


def decode(data: bytes, where: str = "the case file") -> Case:
    """Read a case from JSON.

    `where` names the input in messages. Raises CaseInvalid for anything that does not follow the schema: unknown fields,
    wrong types, a newer `schema_version`, what is beyond the `bounds`, parts that do not go together (see `agreement`), sizes
    beyond 64 MB, nesting a parser would not survive. Bound ranges that cannot be are left out: the text they named stays.
    """
    if len(data) > MAX_BYTES:
        raise CaseInvalid(f"{where} is larger than 64 MB and cannot be a case; choose the case's JSON file.")
    _refuse_newer(data, where)
    try:
        return _whole(_decoder.decode(data), where)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), where) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CaseInvalid(f"{where} is not valid JSON; export the case again.") from None


def _whole(case: Case, where: str) -> Case:
    for fault in agreement.faults(case):
        raise CaseInvalid(f"{where} does not go together: {fault}. Nothing was taken from it.")
    return bound.tidy(case)


def _refuse_newer(data: bytes, where: str) -> None:
    class Probe(msgspec.Struct):
        schema_version: int = SCHEMA_VERSION

    try:
        version = msgspec.json.decode(data, type=Probe).schema_version
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if version > SCHEMA_VERSION:
        raise CaseInvalid(
            f"{where} was written by a newer version of IMR Desktop (schema {version}, this program reads "
            f"up to {SCHEMA_VERSION}); update the program, then open it again."
        )


def _invalid(message: str, where: str) -> CaseInvalid:
    """The sentence for what the schema refuses: a value beyond its bounds, or anything that is not of its form."""
    beyond = _BEYOND.fullmatch(message)
    if beyond is None:
        return CaseInvalid(
            f"{where} does not follow the case schema: {_tidy(message)}. Compare it with the output of `imr-desktop schema`."
        )
    kind, side, bound_, place = beyond.groups()
    limit = f"{float(bound_):,.0f}"
    if side == ">=":
        said = f"is below {limit}"
    elif kind in _COUNTED:
        said = f"has more than {limit} {_COUNTED[kind]}, which no case has"
    else:
        said = f"is above {limit}, which no case reaches"
    return CaseInvalid(f"{where} does not follow the case schema: “{place}” {said}. Nothing was taken from it.")


def _tidy(message: str) -> str:
    return _QUOTED.sub("“\\1”", message).replace("$.", "")


def to_builtins(case: Case) -> dict[str, Any]:
    """The case as plain JSON values (dict, list, str, int, float, bool, None), for a document store."""
    built: dict[str, Any] = msgspec.to_builtins(case)
    return built


def from_builtins(value: Any, where: str = "the stored case") -> Case:
    """The inverse of `to_builtins`. Raises CaseInvalid."""
    try:
        return _whole(msgspec.convert(value, Case), where)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), where) from None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a case, as it stands in ``resources/schema/case.schema.json``."""
    generated = msgspec.json.schema(Case)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "IMR case", **generated}


def schema_text() -> str:
    """`schema` as the text of the shipped file."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"
