"""What is remembered of a case's record goes when the case is let go of, whatever still works on it."""

import pytest

from imr_desktop.review import Services


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.mark.parametrize(
    ("module", "name", "work"),
    [("record", "layered", "text"), ("record", "layered", "reads"), ("remarks", "remarks_of", "remarks")],
)
def test_work_that_ends_after_the_cases_were_forgotten_leaves_nothing(services, tmp_path, monkeypatch, module, name, work):
    path = tmp_path / "note.txt"
    path.write_text("PROGRESS REPORT\nDate: 03/14/2025\nLow back pain rated 7/10 since the fall, worse on bending.")
    case, kept = services.intake.take_in(None, [path]).case, services.record
    services.forget_cases()
    made = getattr(__import__(f"imr_desktop.review.{module}", fromlist=[name]), name)

    def closed_meanwhile(*args):
        kept.forget_cases()
        return made(*args)

    monkeypatch.setattr(f"imr_desktop.review.{module}.{name}", closed_meanwhile)
    assert getattr(kept, work)(case)
    assert not any((kept._record, kept._remarks, kept._reads, kept._layers))
    monkeypatch.setattr(f"imr_desktop.review.{module}.{name}", made)
    assert getattr(kept, work)(case)
    assert any((kept._record, kept._remarks, kept._reads, kept._layers)), "what is open is remembered"
