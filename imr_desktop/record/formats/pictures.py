"""Pictures: TIFF (each of its pages), JPEG, PNG, HEIC, BMP, GIF and WebP, with Pillow. Runs in the limited process.

A page of a picture file has the size that its resolution gives, upright as its orientation tag says; fax pages have other
steps across than down and are shown in their true proportions.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import IO, NamedTuple, cast

from PIL import (  # noqa: F401  loaded before the process is confined
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from imr_desktop import file_kinds as kinds
from imr_desktop.errors import FileUnreadable
from imr_desktop.file_kinds import Kind
from imr_desktop.record.bounds import MOST_PAGES, size
from imr_desktop.record.formats import heif
from imr_desktop.record.formats.detect import kind_of
from imr_desktop.record.model import PageImage, PageText, Parsed
from imr_desktop.sandbox.bounds import MOST_PIXELS, MOST_SIDE

PICTURE = "It is a picture."
FORMATS = {
    kinds.TIFF: ("TIFF",),
    kinds.JPEG: ("JPEG", "MPO"),
    kinds.PNG: ("PNG",),
    kinds.HEIC: ("HEIF",),
    kinds.BMP: ("BMP", "DIB"),
    kinds.GIF: ("GIF",),
    kinds.WEBP: ("WEBP",),
}
MOST_BYTES = 260_000_000
"""What one picture may take unpacked: sixty-five million points in colour, two letter pages at 600 dots an inch."""
_LETTER = 792.0
"""The longer side in points of a picture that does not say its resolution."""
_UNSAID = 90
"""Dots an inch below which a camera or a program has put a number without meaning (72, 1)."""
_BELIEVED = 1_728.0
"""Longest side in points at which such a number is believed all the same."""
_ORIENTATION = 274
_SUBFILE = 254
_SIDEWAYS = (5, 6, 7, 8)
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_CLOCKWISE = ((), (Image.Transpose.ROTATE_270,), (Image.Transpose.ROTATE_180,), (Image.Transpose.ROTATE_90,))
"""By quarter turns."""

Image.MAX_IMAGE_PIXELS = None  # bounded here by bytes, before anything is unpacked

_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    RuntimeError,
    OverflowError,
    ZeroDivisionError,
)


class Sheet(NamedTuple):
    """One page of a picture file: which of its frames, and its upright size in points."""

    frame: int
    width: float
    height: float


def read(file: IO[bytes]) -> Parsed:
    """A page for each picture of a file, none of them read: nothing here knows letters."""
    kind = kind_of(file)
    if kind is kinds.HEIC and not heif.can_unpack():
        return Parsed(wrong=heif.UNABLE)
    try:
        sheets = _sheets(_opened(file, kind))
        if sheets:
            _load(_frame(_opened(file, kind), sheets[0].frame), 1 / 8)
    except FileUnreadable:
        pass  # too large to draw: the page is there all the same
    except _DAMAGE:
        sheets = []
    if not sheets:
        return Parsed(wrong=f"is {kind.one} and is damaged; ask for it again")
    if len(sheets) > MOST_PAGES:
        return Parsed(wrong=f"has more than {MOST_PAGES:,} pages; split it and drop the parts")
    pages = (
        PageText(number, "", "not read", (PICTURE,), size(sheet.width), size(sheet.height))
        for number, sheet in enumerate(sheets, 1)
    )
    return Parsed(kind.label.lower(), tuple(pages))


def draw(file: IO[bytes], kind: Kind, number: int, page: int, scale: float, turned: int = 0) -> PageImage:
    """One page (from 1) upright, then `turned` clockwise, `scale` pixels a point; `number` is the file's. FileUnreadable."""
    if kind is kinds.HEIC and not heif.can_unpack():
        raise FileUnreadable("HEIC pictures cannot be unpacked on this computer.")
    try:
        sheets = _listed(number, file, kind)
        if not 1 <= page <= len(sheets):
            raise FileUnreadable(f"The file has {len(sheets)} pages.")
        sheet = sheets[page - 1]
        image = _frame(_opened(file, kind), sheet.frame)
        return _bitmap(_load(image, scale * sheet.width / max(1, _upright(image)[0])), sheet, scale, turned)
    except _DAMAGE:
        raise FileUnreadable("The picture is damaged.") from None


@lru_cache(maxsize=2)
def _listed_of(_number: int) -> list[Sheet]:
    return []


def _listed(number: int, file: IO[bytes], kind: Kind) -> list[Sheet]:
    """The sheets of the file on the desk, found once."""
    sheets = _listed_of(number)
    if not sheets:
        sheets.extend(_sheets(_opened(file, kind)))
    return sheets


def _opened(file: IO[bytes], kind: Kind) -> Image.Image:
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(file, formats=FORMATS[kind])


def _sheets(image: Image.Image) -> list[Sheet]:
    if image.format not in ("TIFF", "HEIF"):
        return [_sheet(image, 0)]  # further frames of the others are moving pictures
    found: list[Sheet] = []
    reduced: list[Sheet] = []
    for frame in range(MOST_PAGES + 1):
        try:
            image.seek(frame)
        except _DAMAGE:
            break
        (reduced if _is_reduced(image) else found).append(_sheet(image, frame))
    return found or reduced


def _frame(image: Image.Image, frame: int) -> Image.Image:
    if frame:
        image.seek(frame)
    return image


def _is_reduced(image: Image.Image) -> bool:
    """Whether a TIFF calls the frame a smaller copy of another."""
    tags = getattr(image, "tag_v2", None)
    value = tags.get(_SUBFILE, 0) if tags is not None else 0
    return isinstance(value, int) and bool(value & 1)


def _sheet(image: Image.Image, frame: int) -> Sheet:
    across, down = _resolution(image)
    width, height = _upright(image)
    if _orientation(image) in _SIDEWAYS:
        across, down = down, across
    points = (width / across * 72, height / down * 72) if across and down else (0.0, 0.0)
    if not max(points) or (min(across, down) < _UNSAID and max(points) > _BELIEVED):
        points = (width * _LETTER / max(width, height), height * _LETTER / max(width, height))
    return Sheet(frame, *points)


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down as the file says; zeros where it does not."""
    said = image.info.get("dpi") or image.info.get("resolution") or ()
    try:
        across, down = (float(one) for one in said)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return (across, down) if 1 < across < 20_000 and 1 < down < 20_000 else (0.0, 0.0)


def _orientation(image: Image.Image) -> int:
    """How the frame is to be turned (EXIF); HEIC pictures come upright."""
    if image.format == "HEIF":
        return 1
    try:
        tags = getattr(image, "tag_v2", None)
        value = image.getexif().get(_ORIENTATION, 1) if tags is None else tags.get(_ORIENTATION, 1)
    except _DAMAGE:
        return 1
    return value if value in _TURNS else 1


def _upright(image: Image.Image) -> tuple[int, int]:
    """Points across and down once it is upright."""
    width, height = image.size
    if image.format != "TIFF" and _orientation(image) in _SIDEWAYS:
        return height, width
    return width, height


def _load(image: Image.Image, scale: float) -> Image.Image:
    """The frame unpacked and upright, coarser where it is to be drawn smaller. Raises FileUnreadable, and for damage."""
    turn = 1 if image.format == "TIFF" else _orientation(image)  # Pillow turns those itself
    if image.format in ("JPEG", "MPO") and scale < 1:
        image.draft(image.mode, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    needed = image.width * image.height * (1 if image.mode in ("1", "L", "P") else 4)
    if needed > MOST_BYTES:
        raise FileUnreadable(
            f"The picture has {image.width * image.height / 1e6:,.0f} million points, more than can be drawn."
        )
    ImageFile.LOAD_TRUNCATED_IMAGES = image.format != "HEIF"  # what came of a page is shown; of a HEIC all or nothing comes
    image.load()
    for step in _TURNS.get(turn, ()):
        image = image.transpose(step)
    return image


def _bitmap(image: Image.Image, sheet: Sheet, scale: float, turned: int) -> PageImage:
    fitting = min(
        scale, (MOST_PIXELS / max(1.0, sheet.width * sheet.height)) ** 0.5, MOST_SIDE / max(sheet.width, sheet.height)
    )
    target = max(1, round(sheet.width * fitting)), max(1, round(sheet.height * fitting))
    plain = _on_white(image)
    if plain.size != target:
        smaller = target[0] <= plain.width and target[1] <= plain.height
        way = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
        plain = plain.resize(target, way, reducing_gap=2.0 if smaller else None)
    for step in _CLOCKWISE[turned % 360 // 90]:
        plain = plain.transpose(step)
    data = plain.convert("RGBA").tobytes("raw", "BGRA")
    return PageImage(plain.width, plain.height, plain.width * 4, data)


def _on_white(image: Image.Image) -> Image.Image:
    """In grey or colour, what is transparent on white, and sixteen bits brought to eight."""
    if image.mode.startswith("I") or image.mode == "F":
        low, high = cast("tuple[float, float]", image.getextrema())
        span = (high - low) or 1
        return image.convert("F").point(lambda value: value * (255 / span) - low * (255 / span)).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
