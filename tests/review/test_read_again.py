"""What pages propose that a machine has read: marked, with their pages; documents parted anew where nothing rests on them."""

from datetime import UTC, datetime

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from imr_desktop.case import edits
from imr_desktop.case.model import Finding, SourceRef
from imr_desktop.record.model import PageText
from imr_desktop.review import Services
from imr_desktop.review.read_again import read_again

PAGES = (
    "PROGRESS REPORT (PR-2)\nDate of examination: 03/14/2025\nSubjective complaints\nLow back pain rated 7/10.",
    "UTILIZATION REVIEW DETERMINATION\nDate: 03/22/2025\nThe request is not certified.",
)


@pytest.fixture
def services(home):
    with Services(home) as services:
        yield services


@pytest.fixture
def case(services, tmp_path):
    """Two scans, read by machine since they came."""
    path = tmp_path / "scans.pdf"
    canvas = Canvas(str(path), invariant=1, pagesize=(612, 792))
    for seed in (90, 110):
        canvas.drawImage(ImageReader(Image.effect_noise((300, 400), seed)), 0, 0, 612, 792)
        canvas.showPage()
    canvas.save()
    case = services.intake.take_in(None, [path]).case
    assert [one.title for one in case.documents] == ["Pages without readable text"]
    for number, text in enumerate(PAGES, 1):
        services.record.note_reading(case.files[0].digest, number, PageText(number, text, "doubtful"))
    return services.machine.apply(case)


def test_documents_are_parted_anew_and_proposals_are_in_doubt(services, case):
    taken = read_again(services.record, case, {1, 2})
    assert [(one.type, one.first_page) for one in taken.case.documents] == [("progress report", 1), ("ur determination", 2)]
    dates = [one for one in taken.proposals if one.key == "dates.ur_denial"]
    assert ([one.value for one in dates], [taken.in_doubt(one) for one in dates]) == (["2025-03-22"], [True])
    assert taken.accepted_into(case, ()).dates == case.dates, "nothing is taken by itself"
    accepted = taken.accepted_into(case, dates)
    assert str(accepted.dates.ur_denial) == "2025-03-22"
    assert len(accepted.documents) == 2
    assert not read_again(services.record, accepted, {1, 2}).case.documents[0].opened
    assert [one for one in read_again(services.record, accepted, {1, 2}).proposals if one.key == "dates.ur_denial"] == []


def test_a_document_that_something_rests_on_stays_as_it_was(services, case):
    finding = Finding("f1", "Seen", sources=(SourceRef(case.documents[0].id, 2),))
    cited = edits.add_finding(case, finding)
    taken = read_again(services.record, cited, {1, 2})
    assert taken.case.documents == case.documents
    assert taken.accepted_into(cited, ()).documents == case.documents
    at = datetime(2026, 11, 1, tzinfo=UTC)
    shown = edits.mark_seen(case, (1, 2), at)
    assert [one.opened for one in read_again(services.record, shown, {1, 2}).case.documents] == [at, at]
