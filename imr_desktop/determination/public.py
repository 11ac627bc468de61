"""The public copy of a determination: rendered afresh from what may be published, and read again for what may not.

Never the signed file with something painted over: a new case is made of an allow list of fields, its texts without what is
known of the people concerned, and its pages are set anew, without attachment and signature (Labor Code 4610.6(m)).
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from imr_desktop.case import fields
from imr_desktop.case.model import Case, ClaimDates, DisputedItem, Document, Issue, IssuingOffice
from imr_desktop.determination.known import Found, Known, find, folded, literal, of_author, parts, patterns, words
from imr_desktop.determination.letter import build_letter
from imr_desktop.determination.outgoing import letter_data, short_digest
from imr_desktop.determination.printed import printed_texts, refuse_unprintable
from imr_desktop.determination.render import refuse_undecided
from imr_desktop.determination.wording import wording_of
from imr_desktop.errors import RenderError

_LEAST_IN_BYTES = 6


class LeftOut(msgspec.Struct, frozen=True):
    """Something that a public copy leaves out, and how often."""

    what: str
    count: int


class Question(msgspec.Struct, frozen=True):
    """Words that only a person can judge, with their place in words (``item 1, rationale``)."""

    what: str
    words: str
    place: str


class PublicCopy(msgspec.Struct, frozen=True):
    """A public copy, what was left out of it, what only a person can judge, and what was found of the known in the finished
    file: it goes nowhere where anything was.

    `ambiguous` are known words that the letter's fixed words hold too, so that finding them says nothing.
    """

    pdf: bytes
    removed: tuple[LeftOut, ...]
    questions: tuple[Question, ...]
    found: tuple[str, ...]
    ambiguous: tuple[str, ...]


def public_copy(case: Case, known: Iterable[Known], *, keep_number: bool = False) -> PublicCopy:
    """Make the public copy of a decided case. `known` is what is known of the people concerned. Raises RenderError."""
    refuse_undecided(case)
    people = (*known, *_of_case(case, keep_number=keep_number))
    made = public_case(case, people, keep_number=keep_number)
    refuse_unprintable(made)
    removed = _left_out(case, people, keep_number=keep_number)
    pdf = rendered(made, keep_number=keep_number)
    fixed = rendered(Case(id="public", number=made.number, issue=made.issue), keep_number=keep_number)
    ambiguous = traces(fixed, people)
    found = tuple(one for one in traces(pdf, people) if one not in ambiguous)
    return PublicCopy(pdf, removed, tuple(_questions(made, people)), found, ambiguous)


# --- what may be published


def public_case(case: Case, known: tuple[Known, ...], *, keep_number: bool) -> Case:
    """The case as it may be published: an allow list of fields, texts without what is known or plainly private."""
    data = letter_data(case)

    def bare(text: str) -> str:
        return without(text, known)

    return Case(
        id="public",
        number=data.number if keep_number else words()["number"],
        track=data.track,
        dates=fields.kept(data.dates, fields.PRINTED) if data.dates != ClaimDates() else data.dates,
        credentials=replace(
            data.credentials, licensure=bare(data.credentials.licensure), specialty=bare(data.credentials.specialty)
        ),
        summary=bare(data.summary),
        records_missing=bare(data.records_missing),
        items=tuple(_item(number, item, known) for number, item in enumerate(data.items, 1)),
        documents=tuple(_document(number, one, bare(one.type)) for number, one in enumerate(data.documents, 1)),
        attestations=tuple(replace(one, sources=()) for one in data.attestations),
        issue=_issue(data, known),
        **_kept_of_the_record(data),
    )


def _kept_of_the_record(data: Case) -> dict[str, Any]:
    """Files without names and digests: the letter says of them how many pages could not be read."""
    files = (replace(file, name=f"file-{number}", digest=f"file-{number}") for number, file in enumerate(data.files, 1))
    return {"files": tuple(files)}


def _item(number: int, item: DisputedItem, known: tuple[Known, ...]) -> DisputedItem:
    """An item's printed words and decision, and nothing of how it came about."""
    printed = {name: getattr(item, name) for name in fields.named(DisputedItem, fields.PRINTED)}
    texts = {name: without(printed[name], known) for name in fields.texts(DisputedItem) if name in printed}
    return DisputedItem(**{**printed, **texts, "id": f"i{number}"})


def _document(number: int, document: Document, kind: str) -> Document:
    """A document by its kind, date and pages: titles and authors name people."""
    return Document(f"d{number}", "", "", kind, document.first_page, document.last_page, date=document.date)


def _issue(case: Case, known: tuple[Known, ...]) -> Issue | None:
    """The edition of the wording and the office's name: addresses, telephones and people of an office stay out."""
    if case.issue is None:
        return None
    office = case.issue.office
    named = office and IssuingOffice(
        office.name,
        edition=office.edition,
        wording=tuple(replace(one, text=without(one.text, known)) for one in office.wording),
    )
    numbers = {document.id: f"d{number}" for number, document in enumerate(case.documents, 1)}
    unopened = tuple(numbers[one] for one in case.issue.unopened if one in numbers)
    return Issue(case.issue.edition, unopened=unopened, office=named)


# --- what is known, and how it leaves a text


def _of_case(case: Case, *, keep_number: bool) -> Iterator[Known]:
    """What the case itself names: who made its documents, its number and its files, and who stands for the office."""
    for document in case.documents:
        if author := of_author(document.author):
            yield author
    if not keep_number and case.number.strip():
        yield Known("number", case.number, "case")
    for file in case.files:
        stem = file.name.rpartition(".")[0] or file.name
        if len(folded(re.sub(r"\W", "", stem))[0]) > _LEAST_IN_BYTES:
            yield Known("organization", stem, "file of the record")
    office = case.issue.office if case.issue else None
    if office:
        yield from (Known("address", line, "office") for line in office.address)
        yield from (Known("address", line, "office") for line in office.contact)
        if office.director.strip():
            yield Known("name", office.director, "medical director")


def without(text: str, known: Iterable[Known]) -> str:
    """A text with a word in brackets for everything known of the people concerned, and for what is private by its form."""
    return _cut(_cut(text, find(known, text)), caught)


def _cut(text: str, found: Any) -> str:
    shown = words()["shown"]
    for one in reversed(found(text) if callable(found) else found):
        text = f"{text[: one.start]}{shown[one.what]}{text[one.end :]}"
    return text


def caught(text: str) -> list[Found]:
    """What of a text is private by its form, whoever's it is: telephone numbers, e-mail addresses, names with a title."""
    found = [
        Found(*match.span("out" if match.groupdict().get("out") else 0), what)
        for what, pattern in _catches("catch")
        for match in pattern.finditer(text)
    ]
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if (not kept or one.start >= kept[-1].end) and not text[one.start :].startswith("["):
            kept.append(one)
    return kept


@cache
def _catches(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one["what"], re.compile(one["regex"])) for one in words()[table])


def _questions(case: Case, known: tuple[Known, ...]) -> Iterator[Question]:
    """What of the texts only a person can judge."""
    people = tuple(one for one in known if one.whose != "office")
    for text in printed_texts(case):
        if text.path[0] == "issue":
            continue
        yield from (Question("part of an address", word, text.place) for word in parts(people, text.text))
        for what, pattern in _catches("question"):
            for match in pattern.finditer(text.text):
                yield Question(what, match[0], text.place)


def _left_out(case: Case, known: tuple[Known, ...], *, keep_number: bool) -> tuple[LeftOut, ...]:
    """The report: what stood in the letter and stands in its public copy no more."""
    office = case.issue.office if case.issue else None
    counts = Counter(
        {
            "attachment": 1,
            "signature": 1,
            "case number": int(bool(case.number.strip()) and not keep_number),
            "titles of documents": sum(bool(one.title.strip()) for one in case.documents),
            "authors of documents": sum(bool(one.author.strip()) for one in case.documents),
            "office's address, contacts and director": int(
                bool(office and (office.address or office.contact or office.director))
            ),
            "office's letterhead picture": int(bool(office and office.logo)),
        }
    )
    for text in printed_texts(letter_data(case)):
        if text.path[0] in ("number", "documents", "issue", "files"):
            continue
        found = find(known, text.text)
        counts.update(f"{one.what} in a text" for one in (*found, *caught(_cut(text.text, found))))
    return tuple(LeftOut(what, count) for what, count in counts.items() if count)


# --- pages


def rendered(case: Case, *, keep_number: bool) -> bytes:
    """The pages of a public case: no attachment, no place for a signature, no number but that of the copy's own data."""
    from imr_desktop.determination.finish import finish
    from imr_desktop.determination.layout import lay_out

    data = words()
    fixed = wording_of(case.issue)
    running = data["running_number" if keep_number else "running"]
    fixed = replace(fixed, draft="", draft_note=data["note"], running=running, title=data["title"])
    try:
        digest = short_digest(case)
    except UnicodeEncodeError:
        raise RenderError("The case holds half a character; type the text again.") from None
    letter = replace(build_letter(case), title=data["title"])
    raw, _ = lay_out(letter, fixed, digest=digest, draft=True)
    return finish(raw, title=data["title"], edition=fixed.edition, data=None, signature=None)


# --- proof


def traces(pdf: bytes, known: Iterable[Known]) -> tuple[str, ...]:
    """Which of what is known the finished file still holds, in any spelling: on its pages, in its metadata and names, in
    any object unpacked, in its bytes as they are. Short words are not looked for in bytes, where they stand by chance.
    """
    spoken, unpacked = _readable(pdf), _unpacked(pdf)
    return tuple(dict.fromkeys(one.value for one in known if find([one], spoken) or _in_bytes(one, unpacked)))


def _in_bytes(one: Known, text: str) -> bool:
    """Whether a file's bytes hold it. A number counts only as it is written: figures are everywhere."""
    if one.kind in ("number", "date of birth"):
        return any(form in text for form in literal(one) if len(form) >= _LEAST_IN_BYTES)
    return any(pattern.search(text) for pattern in patterns(one, least=_LEAST_IN_BYTES))


def _readable(pdf: bytes) -> str:
    """Everything in a file that a reader could be shown as text."""
    from imr_desktop.determination.pdfium import page_texts

    return "\n\n\n\n".join([*page_texts(pdf), *_strings(pdf)])


def _strings(pdf: bytes) -> Iterator[str]:
    """Every text string and every name of a file's objects, and its XMP."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            yield from _inside(thing)


def _inside(thing: Any, depth: int = 0) -> Iterator[str]:
    import pikepdf

    if isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            if depth < 60 and not getattr(part, "is_indirect", False):
                yield from _inside(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") in ("/Metadata", "/EmbeddedFile"):
            yield thing.read_bytes().decode("utf-8", "replace")
        for key in thing.keys():  # noqa: SIM118  (pikepdf objects iterate only over keys())
            yield key
            if depth < 60 and not getattr(thing[key], "is_indirect", False):
                yield from _inside(thing[key], depth + 1)


def _unpacked(pdf: bytes) -> str:
    """The file's bytes, and those of every stream without its compression, as letters; as UTF-16 too."""
    import pikepdf

    parts = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            parts += [thing.read_bytes()] if isinstance(thing, pikepdf.Stream) else []
    whole = b"\n".join(parts)
    return "\n".join((whole.decode("latin-1"), whole.replace(b"\0", b"").decode("latin-1"))).lower()
