"""The last gate: does the finished file name its reviewer anywhere (Labor Code 4610.6(f)), however it is spelled."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from imr_desktop.identity import Identity, lines

_DEEPEST = 60


def outgoing_identity(pdf: bytes, identity: Identity, *, name: str = "") -> list[str]:
    """Which entries of `identity` (name, licence number, NPI) the finished letter carries; empty where it may go out.

    Looked through: words on the pages, every text string of the file (properties, fields, annotations), XMP metadata,
    attachments with their JSON escapes resolved, the certificates in the signature, and the file's `name`. `pdf` is a letter
    this program made.
    """
    if not lines(identity):
        return []
    from imr_desktop.determination.pdfium import page_texts

    return named_in(identity, [name, *page_texts(pdf), *_strings(pdf)])


def _strings(pdf: bytes) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            yield from _inside(thing)


def _inside(thing: Any, depth: int = 0) -> Iterator[str]:
    """The text in one object; what it refers to is visited as an object of its own."""
    import pikepdf

    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            if not _elsewhere(part):
                yield from _inside(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Stream):
            yield from _stream(thing)
        for key in thing.keys():  # noqa: SIM118  (pikepdf objects iterate only over keys())
            if key == "/Contents" and thing.get("/Type") == "/Sig":
                yield from _certificates(bytes(thing["/Contents"]))
            elif not _elsewhere(thing[key]):
                yield from _inside(thing[key], depth + 1)


def _elsewhere(part: Any) -> bool:
    return getattr(part, "is_indirect", False)


def _stream(stream: Any) -> Iterator[str]:
    kind = stream.get("/Type")
    if kind == "/EmbeddedFile":
        yield from _json_strings(stream.read_bytes())
    elif kind == "/Metadata":
        yield stream.read_bytes().decode("utf-8", "replace")


def _json_strings(data: bytes) -> Iterator[str]:
    """The strings of a JSON attachment, so that no escape hides one; the bytes as text where it is no JSON."""
    import msgspec

    try:
        waiting = [msgspec.json.decode(data)]
    except (msgspec.DecodeError, RecursionError):
        yield data.decode("utf-8", "replace")
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def _certificates(contents: bytes) -> Iterator[str]:
    """Names in the certificates that travel with a signature."""
    from asn1crypto import cms

    for choice in cms.ContentInfo.load(contents)["content"]["certificates"]:
        certificate = choice.chosen
        yield certificate.subject.human_friendly
        yield certificate.issuer.human_friendly
        if certificate.subject_alt_name_value is not None:
            yield " ".join(str(one) for one in certificate.subject_alt_name_value.native)


_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TITLES = frozenset({"md", "do", "dr", "dc", "phd", "dpm", "mr", "ms", "mrs", "jr", "sr", "ii", "iii", "esq"})
_SHORTEST_RUN = 7


def words_of(text: str) -> list[str]:
    """The words of a text in one plain spelling: lower case, no accents, no invisible characters."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold().translate(_STROKES)
    return re.findall(r"[^\W_]+", text)


def named_in(identity: Identity, texts: Iterable[str]) -> list[str]:
    """The words of `identity` (a name, a licence number, an NPI) that the texts carry, as they were given.

    A name is found in either order, with a middle name between, with the first name as an initial, or run together; a
    number, also with spaces or hyphens inside.
    """
    parts_of = {entry: [word for word in words_of(entry) if word not in _TITLES] for entry in lines(identity)}
    wanted = {entry: words for entry, words in parts_of.items() if words}
    found: dict[str, None] = {}
    for text in texts:
        words = words_of(text)
        run = "".join(words)
        for entry, parts in wanted.items():
            if entry not in found and _carries(parts, words, run):
                found[entry] = None
    return list(found)


def _carries(parts: list[str], words: list[str], run: str) -> bool:
    joined = "".join(parts)
    if len(joined) >= _SHORTEST_RUN and joined in run:
        return True
    if len(parts) == 1:
        return parts[0] in words
    first, last = parts[0], parts[-1]
    places = [number for number, word in enumerate(words) if word == last]
    return any({first, first[0]} & set(words[max(0, place - 2) : place + 3]) for place in places)
