"""Is what the pages show what the attached data says: the data is rendered again and compared with the signed revision.

The same data gives the same bytes, so one glance decides. Bytes that differ are looked into: where the letter was made by
another release, the same words in the same picture are enough; else a sentence says what differs. Runs inside the sandbox:
pages and data are of unknown origin.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import Case, DisputedItem, Document, Issue, IssuingOffice
from imr_desktop.determination.differences import differences
from imr_desktop.determination.outgoing import Attachment, attachment_of, short_digest
from imr_desktop.determination.pdf_values import Foreign, Value, mapping, sequence
from imr_desktop.determination.release import MADE_WITH, release
from imr_desktop.determination.render import render
from imr_desktop.determination.stamped import as_signed
from imr_desktop.determination.wording import editions, wording
from imr_desktop.determination.written import Written, decoded
from imr_desktop.errors import CaseInvalid, ImrError

_ORIGINAL = "do not rely on this file, ask for the original"
_LONGEST = 400
_MOST_NAMED = 8
_SAME = "Every byte of the pages is what the attached data makes; the data's short digest is {digest}."
_ALIKE = "It was made with another release ({release}); words and picture of every page are what the attached data makes."
_UNLIKE = (
    "The letter says that another release made it ({release}), whose letters this one cannot make again: its words are those "
    "of the attached data, but not {what}."
)
_OF_A_RELEASE = frozenset({"the drawing", "the typefaces"})
"""What another release's libraries may write otherwise, where words and picture are the same."""


class Asked(msgspec.Struct, frozen=True):
    """A signed file, and who signed it when, as its stamp should show."""

    pdf: bytes
    signer: str = ""
    fingerprint: str = ""
    at: datetime | None = None


class Compared(msgspec.Struct, frozen=True):
    """Whether pages and data agree (None: that could not be found out), and the sentences about it.

    `wrong`: what could not be found out could be in every letter that this release makes. `attached` is the kind of data that
    travels with the letter.
    """

    matches: bool | None = None
    sentences: tuple[str, ...] = ()
    wrong: bool = False
    attached: Attachment = "none"


def prepare() -> None:
    """Load what rendering and reading take, fonts and wording among it, before the process confines itself."""
    import imr_desktop.determination.pictures
    from imr_desktop.determination.fonts import read_spare_faces
    from imr_desktop.determination.logo import smallest
    from imr_desktop.determination.pdfium import page_texts
    from imr_desktop.determination.stamp import stamp_page

    document = Document("d1", "0" * 64, "Report", "progress report", 1, 2)
    item = DisputedItem(id="i1", title="Item", decision="Upheld", rationale="One <b> & é ≤ ● Ա [p. 1].\n\nTwo.")
    for edition in editions():
        wording(edition)
    read_spare_faces()
    issue = Issue(editions()[-1], office=IssuingOffice("Office", logo=smallest()))
    pdf = render(Case(id="0", number="0", items=(item,), documents=(document,), summary="One.", issue=issue))
    compare(Asked(pdf))
    stamp_page("", datetime.now(UTC), "0")
    page_texts(pdf)
    imr_desktop.determination.pictures.unlike(pdf, pdf)


def agree(payload: bytes) -> bytes:
    """`compare` as the sandbox calls it: a msgpack `Asked` in, a msgpack `Compared` out."""
    return msgspec.msgpack.encode(compare(msgspec.msgpack.decode(payload, type=Asked)))


def compare(asked: Asked) -> Compared:
    """Whether the pages show what the data says, and the stamp who signed; with the sentence about it."""
    try:
        written = Written(asked.pdf)
        same_release = release() == _made_with(written)
        stamp_shows = asked.at is None or as_signed(written, asked.signer, asked.at, asked.fingerprint)
        if same_release and not stamp_shows:
            return Compared(False, (f"The visible stamp shows something else than who signed when; {_ORIGINAL}.",))
        data = _attached(written)
    except Foreign:
        return Compared(None, ("The attached data cannot be read, so the pages could not be compared with it.",))
    if data is None:
        return Compared(None, ("No case data is attached, so there is no data to compare the pages with.",))
    edition = _text(mapping(written.get(written.trailer.get("Info"), 0)).get("IMRWordingEdition"))
    if edition not in editions():
        return Compared(None, (_unknown(edition),))
    try:
        case = codec.decode(data, "The attached data")
        again, made = codec.encode(case), render(case, attachment=attachment_of(case))
    except CaseInvalid as error:
        return Compared(None, (f"The pages could not be compared: {error}"[:_LONGEST],), same_release)
    except ImrError as error:
        return Compared(False, (f"The attached data does not make a letter: {error}"[:_LONGEST],))
    except Exception as error:  # noqa: BLE001  they also make what is built of them fail anyhow
        return Compared(None, (f"The pages could not be compared with the attached data ({type(error).__name__}).",))
    if again != data and (same_release or _says_twice(data)):
        return Compared(False, (f"The attached data says something twice or in another spelling; {_ORIGINAL}.",))
    if asked.pdf.startswith(made) and written.revisions[0].end == len(made):
        compared = Compared(True, (_SAME.format(digest=short_digest(case)),))
    else:
        compared = _looked_into(asked.pdf, written, made, stamp_shows and again == data)
    if not compared.matches:
        return compared
    return msgspec.structs.replace(
        compared, sentences=(*compared.sentences, *_wording_of(case)), attached=attachment_of(case)
    )


def attached(pdf: bytes) -> bytes:
    """The attached data, as the sandbox hands it out; empty where there is none. Raises Foreign."""
    return _attached(Written(pdf)) or b""


def _wording_of(case: Case) -> Iterator[str]:
    """Whose the fixed words are, where they are not those of the newest edition."""
    issue = case.issue
    edition, office = (issue.edition or editions()[-1], issue.office) if issue else (editions()[-1], None)
    if edition != editions()[-1]:
        yield f"The letter has edition {edition} of the fixed wording; there is a later one, {editions()[-1]}."
    if office is not None and office.wording:
        places = [_printable(change.place) for change in office.wording]
        shown = ", ".join(places[:_MOST_NAMED]) + (f" and {len(places) - _MOST_NAMED} more" if places[_MOST_NAMED:] else "")
        yield f"The office has words of its own (its edition {_printable(office.edition) or 'unnamed'}) for: {shown}."


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:40]


def _unknown(edition: str) -> str:
    return (
        f"The letter was made with another edition of the fixed wording ({edition or 'none named'}) than this release knows, "
        "so its pages could not be compared with the attached data."
    )


def _looked_into(pdf: bytes, written: Written, made: bytes, known: bool) -> Compared:
    """What differs, where the bytes do; `known`: stamp and data are spelled as this release spells them."""
    first = pdf[: written.revisions[0].end]
    try:
        written.check(0)
        places = differences(written, Written(made))
    except Foreign as foreign:
        return Compared(False, (f"The file {foreign.what}, as no determination does; {_ORIGINAL}.",))
    if not places and known:
        return Compared(True, ("The pages are what the attached data makes.",))
    words = _other_words(first, made)
    if words:
        return Compared(False, (words,))
    other = _made_with(written)
    if other and other != release():
        return _of_another_release(written, made, other, known)
    return Compared(
        False, (f"The attached data makes the same words, but another file (what differs: {_listed(places)}); {_ORIGINAL}.",)
    )


def _of_another_release(written: Written, made: bytes, other: str, known: bool) -> Compared:
    """A file may say of itself that another release made it: it is believed only what would show in none of its parts."""
    from imr_desktop.determination.pictures import unlike

    unknown = [] if known else ["the visible stamp, or the data's spelling"]
    if unlike(written.data[: written.revisions[0].end], made):
        unknown.append("its picture")
    parts = differences(written, Written(made), frozenset({MADE_WITH}))
    unknown += [place for place in parts if place not in _OF_A_RELEASE]
    if unknown:
        return Compared(None, (_UNLIKE.format(release=other, what=_listed(unknown)),))
    return Compared(True, (_ALIKE.format(release=other),))


def _says_twice(data: bytes) -> bool:
    """Whether some object of the JSON has a key twice, of which every reader takes another."""
    import json

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise ValueError("a key twice")
        return made

    try:
        json.loads(data, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return True
    return False


def _other_words(first: bytes, made: bytes) -> str:
    from imr_desktop.determination.pdfium import page_texts

    try:
        shown, expected = page_texts(first), page_texts(made)
    except Exception:  # noqa: BLE001  hostile bytes make pdfium raise what it likes
        return f"The pages cannot be drawn; {_ORIGINAL}."
    if len(expected) != len(shown):
        return f"The file has {len(shown)} pages where the attached data makes {len(expected)}; {_ORIGINAL}."
    pages = [number for number, (one, two) in enumerate(zip(expected, shown, strict=True), 1) if one.split() != two.split()]
    return f"The words on {_named(pages)} differ from the attached data; {_ORIGINAL}." if pages else ""


def _named(pages: list[int]) -> str:
    shown = ", ".join(f"{page}" for page in pages[:5])
    more = f" and {len(pages) - 5} more" if len(pages) > 5 else ""
    return f"page {shown}{more}" if len(pages) == 1 else f"pages {shown}{more}"


def _listed(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"


def _attached(written: Written) -> bytes | None:
    """The attached data as the first revision has it; None where nothing is attached."""
    names = sequence(written.chain("Names", "EmbeddedFiles", "Names", until=0))
    if len(names) < 2:
        return None
    embedded = mapping(written.get(mapping(written.get(names[1], 0)).get("EF"), 0))
    return decoded(written.get(embedded.get("F"), 0))


def _made_with(written: Written) -> str:
    return _text(mapping(written.get(written.trailer.get("Info"), 0)).get(MADE_WITH))


def _text(value: Value) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else ""
    return "".join(char for char in text if char.isprintable())[:100]
