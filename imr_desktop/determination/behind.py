"""The two revisions that may stand behind a signed letter, each written in one way only: what proves it after its key's life.

Whoever gets a file writes the same revision again from what it holds, and compares bytes: nothing of it can be changed, and
nothing be put beside it, unseen. `store` is B-LT's, `stamp` B-LTA's; what they hold is said in `evidence`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from imr_desktop.determination.pdf_values import Foreign, Ref, Stream, Value, mapping, sequence
from imr_desktop.determination.written import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD = "DocumentTimeStamp"
_SIGNED = 1
_RANGE_WIDTH = 60
_FIELDS = re.compile(rb"/Fields \[ \d+ 0 R (?=\])")
_ANNOTATIONS = re.compile(rb"/Annots \[ (?:\d+ 0 R )+(?=\])")
_WIDGET = (
    b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /TU (Time stamp over the document) /F 132 /Rect [ 0 0 0 0 ] "
    b"/P %d 0 R /V %d 0 R >>"
)
_VALUE = b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /Contents <%s>\n%s\n>>"
_NOT_OURS = "was saved again after it was signed"


class Behind(msgspec.Struct, frozen=True):
    """What stands behind the signed revision, which ends at byte `end`.

    `certificates` and `lists` are DER; `byte_range` is that of the document time stamp, all zeros where there is none.
    """

    end: int
    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    byte_range: tuple[int, int, int, int] = (0, 0, 0, 0)


def read(written: Written) -> Behind | None:
    """What stands behind the signed revision; None for nothing. Raises Foreign for anything else than may stand there."""
    behind = written.revisions[_SIGNED + 1 :]
    if not behind:
        return None
    end, data = written.revisions[_SIGNED].end, written.data
    certificates, lists = _stored(written, "Certs"), _stored(written, "CRLs")
    if len(behind) > 2 or data[end : behind[0].end] != store(data[:end], certificates, lists):
        raise Foreign(_NOT_OURS)
    if len(behind) == 1:
        return Behind(end, certificates, lists)
    token = _token(written)
    made, byte_range = stamp(data[: behind[0].end], len(token))
    hole = byte_range[1] + 1 - behind[0].end
    made = made[:hole] + token.hex().upper().encode() + made[hole + 2 * len(token) :]
    if data[behind[0].end :] != made:
        raise Foreign(_NOT_OURS)
    return Behind(end, certificates, lists, byte_range)


def store(signed: bytes, certificates: Sequence[bytes], lists: Sequence[bytes]) -> bytes:
    """The revision with certificates and revocation lists (DER), to stand behind a signed file. Raises Foreign."""
    written = Written(signed)
    first = _size(written)
    parts = [*certificates, *lists]
    objects = {first + place: _stream(part) for place, part in enumerate(parts)}
    middle, store_at = first + len(certificates), first + len(parts)
    named = _references(range(first, middle)), _references(range(middle, store_at))
    objects[store_at] = b"<< /Certs [ %s] /CRLs [ %s] >>" % named
    root = _number(written.trailer.get("Root"))
    objects[root] = _before_end(written.raw(root), b"/DSS %d 0 R\n" % store_at)
    return _revision(written, objects)


def stamp(signed: bytes, room: int) -> tuple[bytes, tuple[int, int, int, int]]:
    """The revision with an empty document time stamp of `room` bytes, and what the stamp is to be over. Raises Foreign."""
    written = Written(signed)
    widget, value = _size(written), _size(written) + 1
    form = _number(written.root.get("AcroForm"))
    page = _page(written, sequence(mapping(written.get(Ref(form))).get("Fields"))[0])
    objects = {
        form: _longer(written.raw(form), _FIELDS, widget),
        page: _longer(written.raw(page), _ANNOTATIONS, widget),
        widget: _WIDGET % (FIELD.encode(), page, value),
        value: _VALUE % (b"0" * (2 * room), b" " * _RANGE_WIDTH),
    }
    made = _revision(written, objects)
    start = len(signed) + made.index(b"/Contents <") + len(b"/Contents ")
    behind = start + 2 * room + 2
    byte_range = (0, start, behind, len(signed) + len(made) - behind)
    stated = (b"/ByteRange [%d %d %d %d]" % byte_range).ljust(_RANGE_WIDTH)
    place = behind + 1 - len(signed)
    return made[:place] + stated + made[place + _RANGE_WIDTH :], byte_range


# ----- reading


def _stored(written: Written, key: str) -> tuple[bytes, ...]:
    held = mapping(written.chain("DSS", until=_SIGNED + 1)).get(key)
    return tuple(_raw(written.get(one, _SIGNED + 1)) for one in sequence(held))


def _raw(value: Value) -> bytes:
    if not isinstance(value, Stream):
        raise Foreign(_NOT_OURS)
    return value.raw


def _token(written: Written) -> bytes:
    fields = sequence(written.chain("AcroForm", "Fields"))
    held = mapping(written.get(mapping(written.get(fields[-1])).get("V"))).get("Contents") if fields else None
    if not isinstance(held, bytes) or not held:
        raise Foreign(_NOT_OURS)
    return held


# ----- writing


def _size(written: Written) -> int:
    size = written.trailer.get("Size")
    if type(size) is not int or any(number >= size for one in written.revisions for number in one.places):
        raise Foreign("states another number of objects than it holds")
    return size


def _number(value: Value) -> int:
    if not isinstance(value, Ref):
        raise Foreign("has an object in another place than this program")
    return int(value)


def _page(written: Written, field: Value) -> int:
    """The page that the reviewer's field lies on."""
    for kid in sequence(written.chain("Pages", "Kids")):
        if field in sequence(mapping(written.get(kid)).get("Annots")):
            return _number(kid)
    raise Foreign("has its signature on no page")


def _before_end(body: bytes, more: bytes) -> bytes:
    return body.removesuffix(b">>") + more + b">>"


def _longer(body: bytes, array: re.Pattern[bytes], number: int) -> bytes:
    """An object with one reference more in one of its arrays."""
    parts = [found.end() for found in array.finditer(body)]
    if len(parts) != 1:
        raise Foreign("has an object in another spelling than this program")
    return body[: parts[0]] + b"%d 0 R " % number + body[parts[0] :]


def _references(numbers: range) -> bytes:
    return b"".join(b"%d 0 R " % number for number in numbers)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _revision(written: Written, objects: dict[int, bytes]) -> bytes:
    start, out, table = len(written.data), bytearray(), bytearray(b"xref\n")
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, start + len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    place = start + len(out)
    return bytes(out + table) + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (_trailer(written, max(objects) + 1), place)


def _trailer(written: Written, size: int) -> bytes:
    trailer = written.trailer
    identity = b" ".join(b"<%s>" % part.hex().encode() for part in sequence(trailer.get("ID")) if isinstance(part, bytes))
    references = _number(trailer.get("Info")), _number(trailer.get("Root")), size, identity, written.revisions[-1].table
    return b"<< /Info %d 0 R /Root %d 0 R /Size %d /ID [ %s ] /Prev %d >>" % references
