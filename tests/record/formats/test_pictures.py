"""Each picture is a page: upright, in its true proportions, and not read."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageDraw

from imr_desktop.record.pages import render_page


def marked(size: tuple[int, int], mode: str = "L") -> Image.Image:
    """White, with a dark field at its upper left."""
    made = Image.new(mode, size, 1 if mode == "1" else "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=0)
    return made


def corners(image) -> str:
    """Which corners are dark: upper left, upper right, lower right, lower left."""
    view = Image.frombuffer("RGBA", (image.width, image.height), image.bgra, "raw", "BGRA", image.stride, 1).convert("L")
    width, height = view.size
    spots = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
    return "".join("x" if view.getpixel((int(across * width), int(down * height))) < 128 else "." for across, down in spots)


def test_a_fax_has_its_true_proportions_and_each_of_its_pages_is_one(reader, tmp_path):
    pages = [marked((1728, 1078), "1"), marked((1728, 1078), "1")]
    path = tmp_path / "fax.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4", dpi=(204, 98))
    read = reader.read(path)
    assert [(page.verdict, page.reasons, round(page.width), round(page.height)) for page in read.pages] == [
        ("not read", ("It is a picture.",), 610, 792)
    ] * 2
    drawn = render_page(reader.sandbox, path, 2, 1.0)
    assert (drawn.width, drawn.height, corners(drawn)) == (610, 792, "x...")


# Two pictures, upright and on its right side, dark in the same corner of the upright one
HEIC = (
    "AAAAHGZ0eXBoZWl4AAAAAG1pZjFoZWl4bWlhZgAAAcxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERA"
    "AAIAAQAAAAAB8AABAAAAAAAAACwAAgAAAAACHAABAAAAAAAAACMAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAAAC"
    "AABodmMxAAAAAA5waXRtAAAAAAABAAABJWlwcnAAAAD9aXBjbwAAAHBodmNDAQQIAAAAAAAAAAAAHvAA/Pz4+AAADwNgAAEAF0ABDAH//wQIAAADAJ/4"
    "AAADAAAeugJAYQABACVCAQEECAAAAwCf+AAAAwAAHsCCBBZbq5Ka5sCAAAAMgAAAAwCEYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlz"
    "cGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAADnBpeGkAAAAAAQgAAAAoY2xhcAAAADAAAAABAAAA"
    "QAAAAAH////wAAAAAgAAAAAAAAACAAAAIGlwbWEAAAAAAAAAAgABBYECAwWEAAIFgQIDBYYAAABXbWRhdAAAACgoAa4IMPnDePrznE7/7fxIUFq1UiLV"
    "niu+ZEcuHXm2qciBqIPf8mzgAAAAHygBrggw2x6V6b1asG6dUn+afiiZviGEOxfVsJU4t2w="
)


def test_a_phones_pictures_are_pages_and_half_of_one_is_none(reader, tmp_path):
    path, cut = tmp_path / "photo.heic", tmp_path / "cut.heic"
    path.write_bytes(base64.b64decode(HEIC))
    cut.write_bytes(base64.b64decode(HEIC)[:500])
    read = reader.read(path)
    assert [(page.verdict, page.reasons, page.width, page.height) for page in read.pages] == [
        ("not read", ("It is a picture.",), 792, 594),
        ("not read", ("It is a picture.",), 594, 792),
    ]
    assert [corners(render_page(reader.sandbox, path, page, 0.2)) for page in (1, 2)] == ["x...", ".x.."]
    assert reader.read(cut).error == "cut.heic is a HEIC picture and is damaged; ask for it again."


TURNED = [
    (".jpg", 1, "x..."),
    (".jpg", 3, "..x."),
    (".jpg", 6, ".x.."),
    (".jpg", 8, "...x"),
    (".png", 6, ".x.."),
    (".tif", 6, ".x.."),
]


@pytest.mark.parametrize(
    ("ending", "orientation", "dark"), [*TURNED, (".tif", 3, "..x."), (".webp", 8, "...x"), (".jpg", 5, "x...")]
)
def test_a_turned_picture_is_upright(reader, tmp_path, ending, orientation, dark):
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / f"photo{ending}"
    marked((400, 200)).convert("RGB").save(path, exif=exif, dpi=(100, 100))
    page = reader.read(path).pages[0]
    upright = orientation < 5
    assert (page.width > page.height) == upright
    drawn = render_page(reader.sandbox, path, 1, 1.0)
    assert (drawn.width > drawn.height) == upright
    assert corners(drawn) == dark


@pytest.mark.parametrize(
    ("mode", "ending"), [("RGBA", ".png"), ("P", ".gif"), ("1", ".bmp"), ("CMYK", ".jpg"), ("I;16", ".png"), ("LA", ".png")]
)
def test_any_colours_are_drawn(reader, tmp_path, mode, ending):
    made = marked((300, 300))
    path = tmp_path / f"a{ending}"
    (made.convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" else made.convert(mode)).save(path)
    assert corners(render_page(reader.sandbox, path, 1, 1.0)) == "x..."


def test_a_camera_that_says_72_dots_an_inch_says_nothing(reader, tmp_path):
    marked((3000, 4000)).save(tmp_path / "photo.jpg", dpi=(72, 72))
    (page,) = reader.read(tmp_path / "photo.jpg").pages
    assert (page.width, page.height) == (594, 792)


def test_a_damaged_picture_is_said_and_a_cut_one_shown(reader, tmp_path):
    buffer = io.BytesIO()
    marked((800, 800)).save(buffer, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(buffer.getvalue()[:-200])
    (tmp_path / "bad.jpg").write_bytes(buffer.getvalue()[:30])
    assert reader.read(tmp_path / "cut.jpg").pages
    assert corners(render_page(reader.sandbox, tmp_path / "cut.jpg", 1, 1.0))[0] == "x"
    assert reader.read(tmp_path / "bad.jpg").error == "bad.jpg is a JPEG picture and is damaged; ask for it again."
