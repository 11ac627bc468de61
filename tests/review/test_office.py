"""The office profile in its home: pictures, import and export, and what is not silently empty."""

import io

import pytest
from msgspec.structs import replace
from PIL import Image

from imr_desktop.case.office import OfficeProfile
from imr_desktop.determination import logo
from imr_desktop.errors import CaseInvalid, FileUnreadable, RenderError, SigningError, StoreError, UsageError
from imr_desktop.review.office import OfficeService

PROFILE = OfficeProfile("Example Review Organization", ("PO Box 12", "Sacramento, CA 95800"), director="Pat Example, MD")


@pytest.fixture
def service(home):
    return OfficeService(home)


def picture(path, kind="PNG", size=(900, 160), mode="RGBA"):
    made = Image.new(mode, size, (200, 30, 30, 128)[: len(mode)])
    made.save(path, kind)
    return path


def test_a_profile_is_kept_and_given_to_letters(service):
    assert (service.profile, service.on_letter(), service.attachment) == (OfficeProfile(), None, "letter data")
    service.save(replace(PROFILE, attachment="none"))
    assert service.on_letter().address == PROFILE.address
    assert service.attachment == "none"


def test_a_profile_that_cannot_be_read_is_no_empty_one(service, home):
    service.save(PROFILE)
    home.office.write_bytes(b"{")
    with pytest.raises(CaseInvalid, match="no office profile"):
        service.on_letter()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB")])
def test_a_picture_is_kept_in_the_one_plain_form(service, tmp_path, kind, mode):
    found = logo.pixels(service.picture(picture(tmp_path / "head", kind, (3600, 640), mode)))
    assert (found.width, found.height) == (1800, 320)
    if kind == "PNG":
        assert found.rgb[:3] == bytes([227, 142, 142])  # half red on white


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "neither a PNG nor a JPEG"),
        (b"\xff\xd8\xff garbage", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read"),
    ],
)
def test_what_is_no_picture_is_said(service, tmp_path, data, words):
    (tmp_path / "head.png").write_bytes(data)
    with pytest.raises(FileUnreadable, match=words):
        service.picture(tmp_path / "head.png")


def test_a_bomb_ends_in_a_sentence(service, tmp_path):
    with pytest.raises(FileUnreadable, match="cannot be read"):
        service.picture(picture(tmp_path / "head.png", size=(12_000, 12_000), mode="L"))


def test_any_other_form_is_refused_where_letters_are_drawn(service, tmp_path):
    buffer = io.BytesIO()
    Image.new("L", (10, 10)).save(buffer, "PNG")
    good = service.picture(picture(tmp_path / "head.png", size=(30, 10)))
    assert logo.pixels(good).width == 30
    for bad in (buffer.getvalue(), b"", good[:-1], good + b"x", good.replace(b"IHDR", b"IHDX"), b"\x89PNG" * 20):
        with pytest.raises(RenderError, match="letterhead"):
            logo.pixels(bad)


def test_a_profile_goes_to_another_home_and_its_words_with_it(service, home, tmp_path):
    with pytest.raises(StoreError, match="no office profile to export"):
        service.export_to(tmp_path / "office.json")
    first = service.save(service.reworded(PROFILE, {"how.opening": "A physician outside was given the file."}))
    service.export_to(tmp_path / "office.json")
    home.office.unlink()
    assert service.import_from(tmp_path / "office.json") == first
    other = service.reworded(PROFILE, {"how.opening": "Others were given the file."})
    service.save(other)
    with pytest.raises(UsageError, match="one number"):
        service.import_from(tmp_path / "office.json")


def test_the_paragraphs_stand_beside_the_shipped_words(service):
    profile = service.reworded(PROFILE, {"how.opening": "A physician outside was given the file."})
    own = {one.place: one.own for one in service.paragraphs(profile) if one.own}
    assert own == {"how.opening": "A physician outside was given the file."}
    assert next(one.shipped for one in service.paragraphs(profile) if one.place == "how.opening") != own["how.opening"]


def test_a_determination_carries_no_words_of_the_cover_letter(service):
    service.save(service.reworded(PROFILE, {"cover.Spanish.closing": "Respetuosamente,", "how.credentials": "Training:"}))
    assert [change.place for change in service.on_letter().wording] == ["how.credentials"]
    assert service.profile.words["cover.Spanish.closing"] == "Respetuosamente,"


def test_a_profile_that_names_the_reviewer_stays_here(home, tmp_path):
    service = OfficeService(home, lambda: ("Ana Hartwell, MD",))
    service.save(replace(PROFILE, contact=("Ask Ana Hartwell",)))
    with pytest.raises(SigningError, match="contact › 1"):
        service.export_to(tmp_path / "office.json")
    service.save(replace(PROFILE, contact=()))
    with pytest.raises(SigningError, match="the file's name"):
        service.export_to(tmp_path / "hartwell.json")
    assert list(tmp_path.glob("*.json")) == []
    service.export_to(tmp_path / "office.json")
