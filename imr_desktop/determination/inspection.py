"""What `verify` runs in the limited process that parses the file: its signature, what it forbids, what else the file holds.

Everything here handles bytes of unknown origin, and what it answers is the word of a process that these bytes may have taken
over: the parent measures it against the bytes, and the signature itself is examined elsewhere (`signature`).
"""

from __future__ import annotations

import importlib
from typing import Literal

import msgspec

from imr_desktop.determination import allowed
from imr_desktop.determination.behind import Behind, read
from imr_desktop.determination.pdf_values import Foreign, Ref, Value, mapping, sequence
from imr_desktop.determination.signing_marks import REASON, own, own_property
from imr_desktop.determination.written import Written, decoded

FIELD = "ReviewerSignature"
_SUBFILTER = "ETSI.CAdES.detached"
_REFERENCE = {"Type": "SigRef", "TransformMethod": "DocMDP"}
_IN_SIGNING: dict[str, frozenset[str]] = {
    "Root": frozenset({"Perms", "Version", "Extensions"}),
    "Info": frozenset({"ModDate", "Producer"}),
    "AcroForm": frozenset({"SigFlags"}),
    "widget": frozenset({"V", "AP"}),
}
"""What signing may change of objects that stand before."""


class FoundSignature(msgspec.Struct, frozen=True):
    """A file's signature and what is wrong with the file around it.

    `foreign` says, as the end of a sentence, how the file is not written as this program writes. `faults` are such ends too:
    what the file holds that a determination never holds. `certified`: the signature forbids every later change. `behind` is
    what stands behind the signed revision, where that is what may stand there.
    """

    state: Literal["foreign", "unsigned", "signed"]
    byte_range: tuple[int, int, int, int] = (0, 0, 0, 0)
    certified: bool = False
    foreign: str = ""
    faults: tuple[str, ...] = ()
    behind: Behind | None = None


def prepare() -> None:
    """Load what parsing takes, before the process confines itself."""
    for module in ("base64", "xml.etree.ElementTree", "zlib"):
        importlib.import_module(module)


def inspect(pdf: bytes) -> bytes:
    """The sandbox's entry: the file's bytes in, a msgpack `FoundSignature` out."""
    return msgspec.msgpack.encode(_found(pdf))


def _found(pdf: bytes) -> FoundSignature:
    try:
        written, behind = _signed_part(Written(pdf))
        form = mapping(written.chain("AcroForm"))
        fields = [mapping(written.get(field)) for field in sequence(written.get(form.get("Fields")))]
        signed = [field for field in fields if field.get("V") is not None]
        if not signed:
            return FoundSignature("unsigned", faults=tuple(allowed.faults(written)))
        return msgspec.structs.replace(_described(written, signed[0]), behind=behind)
    except Foreign as foreign:
        return FoundSignature("foreign", foreign=foreign.what[:200])


def _signed_part(written: Written) -> tuple[Written, Behind | None]:
    """The file without what may stand behind its signed revision, and that; else the whole file."""
    try:
        behind = read(written)
    except Foreign:
        return written, None
    return (Written(written.data[: behind.end]), behind) if behind else (written, None)


def _described(written: Written, field: dict[str, Value]) -> FoundSignature:
    signature = mapping(written.get(field.get("V")))
    numbers = [number for number in sequence(signature.get("ByteRange")) if type(number) is int]
    if len(numbers) != 4:
        raise Foreign("has a signature that does not say which bytes it signs")
    level = _level(signature)
    certified = level == 1 and written.chain("Perms", "DocMDP") == signature
    found = [*_kind_faults(signature, level), *_signing_faults(written, field), *allowed.faults(written)]
    return FoundSignature("signed", (numbers[0], numbers[1], numbers[2], numbers[3]), certified, "", tuple(found[:5]))


def _level(signature: dict[str, Value]) -> int | None:
    """The level of changes that a certification allows; None where the signature certifies nothing."""
    for reference in map(mapping, sequence(signature.get("Reference"))):
        if _REFERENCE.items() <= reference.items():
            level = mapping(reference.get("TransformParams")).get("P", 2)
            return level if type(level) is int else None
    return None


def _kind_faults(signature: dict[str, Value], level: int | None) -> list[str]:
    found = []
    if signature.get("SubFilter") != _SUBFILTER:
        found.append("is signed in an older way than determinations are")
    if signature.get("Reason") != REASON.encode() or signature.get("Filter") != "Adobe.PPKLite":
        found.append("gives another reason for its signature than determinations do")
    if level not in (None, 1):
        found.append("is signed in a way that allows later changes")
    return found


def _signing_faults(written: Written, field: dict[str, Value]) -> list[str]:
    """What signing changed of the pages before it, beyond its own few entries."""
    if field.get("T") != FIELD.encode() or len(written.revisions) < 2:
        return ["is not signed in the place that the letter has for it"]
    if len(written.revisions) > 2:
        return ["was saved again after it was signed"]
    written.check(1)
    roles = _roles(written)
    for number in written.revisions[1].places:
        if number not in written.revisions[0].places:
            continue
        role = roles.get(number)
        if role is None or not _only(written, number, role):
            return ["was changed between being made and being signed"]
    return []


def _roles(written: Written) -> dict[int, str]:
    root, form = written.trailer.get("Root"), written.root.get("AcroForm")
    fields = sequence(mapping(written.get(form)).get("Fields"))
    named = (
        (root, "Root"),
        (written.trailer.get("Info"), "Info"),
        (form, "AcroForm"),
        *((field, "widget") for field in fields),
    )
    roles = {int(value): role for value, role in named if isinstance(value, Ref)}
    metadata = written.root.get("Metadata")
    return {**roles, int(metadata): "metadata"} if isinstance(metadata, Ref) else roles


def _only(written: Written, number: int, role: str) -> bool:
    """Whether signing changed nothing of this object but what its role lets it."""
    before, after = written.get(Ref(number), 0), written.get(Ref(number))
    if role == "metadata":
        return _properties(before) == _properties(after)
    return _without(before, role) == _without(after, role) and own(role, mapping(before), mapping(after))


def _without(value: Value, role: str) -> dict[str, Value]:
    return {key: part for key, part in mapping(value).items() if key not in _IN_SIGNING[role]}


_CHANGING = ("}ModifyDate", "}MetadataDate", "}Producer", "}about", "}xmptk", "}parseType")
_BARE = ("xmptk", "about", "parseType")


def _properties(metadata: Value) -> set[tuple[str, str]]:
    """The properties of XMP metadata, attributes and elements alike, without those that signing sets."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        tree = fromstring(decoded(metadata))  # noqa: S314  expat caps what entities grow to, and the process is limited
    except (ParseError, ValueError):
        raise Foreign("has properties that cannot be read") from None
    found = set()
    for element in tree.iter():
        for key, value in element.attrib.items():
            found.add((element.tag if key.endswith("}resource") else key, value))
        if text := (element.text or "").strip():
            found.add((element.tag, text))
    changing = {(key, value) for key, value in found if key.endswith(_CHANGING) or key in _BARE}
    if not all(own_property(key.rpartition("}")[2], value) for key, value in changing):
        return found  # something is said where signing names itself: it differs from what stood before
    return found - changing
