"""The office's letterhead picture: decoded once in a limited process, then kept in one plain form that needs no decoder.

The plain form is a PNG of eight-bit RGB without filters, written here; `pixels` reads that form alone, in a few lines, so
that a letter from elsewhere never brings a picture of a kind that only a large decoder understands.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from imr_desktop.errors import FileUnreadable, RenderError
from imr_desktop.sandbox.failure import SandboxFailure

if TYPE_CHECKING:
    from imr_desktop.determination.pieces import Picture
    from imr_desktop.sandbox import Sandbox

_HERE = "imr_desktop.determination.logo:"
_PRELOAD = ("PIL.Image", "PIL.PngImagePlugin", "PIL.JpegImagePlugin", f"{_HERE}ready")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
WIDEST, HIGHEST = 1800, 600
"""Pixels that are kept: six inches by two at 300 dpi."""
_MOST_SOURCE = 40_000_000
_MOST_GIVEN = 20 * 1024 * 1024
_TIMEOUT = 20.0


class Pixels(NamedTuple):
    """A picture: `rgb` holds three bytes a pixel, row after row."""

    width: int
    height: int
    rgb: bytes


class _Decoded(msgspec.Struct, frozen=True):
    width: int
    height: int
    rgb: bytes


def logo_sandbox() -> Sandbox:
    """A limited process that decodes pictures; nothing is started yet."""
    from imr_desktop.sandbox import Sandbox

    return Sandbox(allow=(_HERE,), preload=_PRELOAD)


def plain(data: bytes, sandbox: Sandbox, most: int) -> bytes:
    """A PNG or JPEG as the office gave it, in the plain form, made smaller until it has at most `most` bytes.

    Raises FileUnreadable.
    """
    if not data.startswith((_SIGNATURE, _JPEG)):
        raise FileUnreadable("The letterhead is neither a PNG nor a JPEG picture; save it as one of them.")
    if len(data) > _MOST_GIVEN:
        raise FileUnreadable("The letterhead picture is larger than 20 MB; save it smaller.")
    for halved in range(4):
        found = _asked(data, sandbox, WIDEST >> halved, HIGHEST >> halved)
        made = _png(found)
        if len(made) <= most:
            return made
    raise FileUnreadable("The letterhead picture has too much detail; use a drawing rather than a photograph.")


def _asked(data: bytes, sandbox: Sandbox, width: int, height: int) -> Pixels:
    wish = msgspec.msgpack.encode((data, width, height))
    try:
        found = msgspec.msgpack.decode(sandbox.call(f"{_HERE}decode", wish, timeout=_TIMEOUT), type=_Decoded)
    except (SandboxFailure, msgspec.DecodeError):
        raise FileUnreadable("The letterhead picture cannot be read; save it anew as PNG or JPEG.") from None
    if not (0 < found.width <= width and 0 < found.height <= height and len(found.rgb) == 3 * found.width * found.height):
        raise FileUnreadable("The letterhead picture is not what it says; save it anew as PNG or JPEG.")
    return Pixels(found.width, found.height, found.rgb)


def ready() -> None:
    """Let the limited process know the kinds of pictures before it confines itself."""
    from PIL import Image

    Image.init()


def decode(payload: bytes) -> bytes:
    """Runs in the limited process: the picture on white, no larger than asked, as RGB."""
    import io

    from PIL import Image

    data, width, height = msgspec.msgpack.decode(payload, type=tuple[bytes, int, int])
    Image.MAX_IMAGE_PIXELS = _MOST_SOURCE
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
        if opened.width * opened.height > _MOST_SOURCE:
            raise FileUnreadable("The picture is too large.")
        seen = opened.convert("RGBA")
    seen.thumbnail((width, height))
    sheet = Image.new("RGBA", seen.size, "white")
    sheet.alpha_composite(seen)
    return msgspec.msgpack.encode(_Decoded(*sheet.size, sheet.convert("RGB").tobytes()))


def _png(picture: Pixels) -> bytes:
    width = 3 * picture.width
    rows = b"".join(b"\0" + picture.rgb[at : at + width] for at in range(0, len(picture.rgb), width))
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def smallest() -> bytes:
    """A picture of one point, for trying what pictures take."""
    return _png(Pixels(1, 1, bytes(3)))


def pixels(data: bytes) -> Pixels:
    """A picture in the plain form. Raises RenderError for any other bytes."""
    try:
        picture = _read(data)
    except (struct.error, zlib.error):
        picture = None
    if picture is None:
        raise RenderError("The office's letterhead picture is not as this program writes it; choose the picture again.")
    return picture


def _read(data: bytes) -> Pixels | None:
    width, height, *form = struct.unpack_from(">IIBBBBB", data, 16)
    (size,) = struct.unpack_from(">I", data, 33)
    end = 41 + size
    if not (0 < width <= WIDEST and 0 < height <= HIGHEST) or form != [8, 2, 0, 0, 0] or len(data) != end + 16:
        return None
    if (data[:8], data[12:16], data[37:41], data[end + 8 : end + 12]) != (_SIGNATURE, b"IHDR", b"IDAT", b"IEND"):
        return None
    row = 3 * width + 1
    rows = zlib.decompressobj().decompress(data[41:end], row * height + 1)
    if len(rows) != row * height or any(rows[::row]):
        return None
    return Pixels(width, height, b"".join(rows[at + 1 : at + row] for at in range(0, len(rows), row)))


def flowable(data: bytes, widest: float, highest: float, alt: str = "Letterhead") -> Picture:
    """The picture for a page, as large as fits into so many points, at most at 96 dpi; `alt` is said in its place.

    Raises RenderError.
    """
    import io

    from imr_desktop.determination.pieces import Picture

    picture = pixels(data)
    scale = min(widest / picture.width, highest / picture.height, 0.75)
    made = Picture(io.BytesIO(_png(picture)), picture.width * scale, picture.height * scale, hAlign="LEFT")
    made.alt = alt
    return made
