"""What a record may say and was not read out of it is said: no empty, short or cut list passes for an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

HEAD = (
    "UTILIZATION REVIEW DETERMINATION",
    "Date: 03/14/2024",
    "Injured worker: Rosa Delgado",
    "Claim number: NG-448812",
    "Requesting physician: Alan Whitcomb, MD",
)
MRI, THERAPY = "MRI of the lumbar spine without contrast", "Physical therapy 12 visits for the lumbar spine"
_CARE = (
    *("MRI of the {} without contrast", "Physical therapy for the {}", "Acupuncture for the {}"),
    *("Chiropractic treatment for the {}", "Steroid injection of the {}", "X-ray of the {}"),
)
_PARTS = (
    *("lumbar spine", "cervical spine", "left shoulder", "right shoulder", "left knee", "right knee", "left wrist"),
    *("right wrist", "left ankle", "right ankle", "left hip", "right hip", "thoracic spine"),
)
TITLES = [care.format(part) for part in _PARTS for care in _CARE][:75]
SPANISH = (
    "Estimada Sra. Delgado:",
    "Hemos revisado la solicitud de su médico. El siguiente tratamiento no es",
    "médicamente necesario y por eso fue negado: terapia física para la espalda.",
    "La razón de esta decisión es que los informes no muestran una mejoría",
    "funcional después de las visitas anteriores de la terapia.",
)
APPLICATION = (
    "APPLICATION FOR INDEPENDENT MEDICAL REVIEW",
    "DWC Form IMR",
    "Employee name: Rosa Delgado",
    "Date of injury: 05/02/2022",
)


@pytest.fixture
def said(imr, tmp_path):
    """What `read --json` says of a file with these pages, each of lines; None is a picture that no machine reads."""

    def read(*pages: tuple[str, ...] | None):
        path = tmp_path / "packet.pdf"
        draw(path, pages)
        return imr("read", path, "--json", "--ocr", "no")

    return read


def draw(path: Path, pages) -> None:
    canvas = Canvas(str(path), pagesize=letter)
    for lines in pages:
        if lines is None:
            canvas.drawImage(ImageReader(picture()), 0, 0, 612, 792)
        for at, line in enumerate(lines or ()):
            canvas.drawString(60, 750 - 18 * at, line)
        canvas.showPage()
    canvas.save()


def picture():
    from PIL import Image, ImageDraw

    made = Image.new("L", (1275, 1650), 255)
    for at in range(30):
        ImageDraw.Draw(made).text((120, 120 + 40 * at), f"{at}. MRI of the lumbar spine without contrast", fill=0)
    return made


def decided(done, title: str) -> set[object]:
    found = {one["key"]: one for one in done.json["conflicts"]}
    return {value["value"] for value in found.get(title, {"values": []})["values"]}


def test_seventy_five_denied_items_are_seventy_five(imr, tmp_path):
    path = tmp_path / "letter.pdf"
    rows = [["No.", "Requested treatment", "Decision"], *([str(at), title, "Denied"] for at, title in enumerate(TITLES, 1))]
    table = Table(rows, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path), pagesize=letter).build([*(Paragraph(line) for line in HEAD), table])
    done = imr("read", path, "--json")
    assert len(TITLES) == 75
    assert [one["title"] for one in done.json["requests"]] == TITLES
    assert done.json["gaps"] == []


@pytest.mark.parametrize("words", ["Physical therapy 6 visits for the {}", "Chiropractic treatment, 4 visits, {}"])
@pytest.mark.parametrize("form", ["{}. {}: Denied", "{}) {} - not certified"])
def test_one_treatment_of_several_parts_of_the_body_is_an_item_for_each(said, words, form):
    titles = [words.format(part) for part in _PARTS]
    done = said((*HEAD, *(form.format(at, title) for at, title in enumerate(titles, 1))))
    assert [one["title"] for one in done.json["requests"]] == titles


def test_seventy_rows_of_a_request_for_authorization_are_seventy(imr, tmp_path):
    path = tmp_path / "rfa.pdf"
    head = ["Diagnosis", "ICD-Code", "Service/Good Requested", "CPT/HCPCS"]
    rows = [head, *(["Low back pain", "M54.50", title.replace(" without contrast", ""), "97110"] for title in TITLES[:70])]
    table = Table(rows, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    lines = ("REQUEST FOR AUTHORIZATION", "DWC Form RFA", "Employee Name: Rosa Delgado", "Claim Number: NG-448812")
    SimpleDocTemplate(str(path), pagesize=letter).build([*map(Paragraph, lines), table])
    assert len(imr("read", path, "--json").json["requests"]) == 70


def test_what_lies_too_far_on_in_a_letter_is_named(said):
    tells = ("Medical evidence reviewed, continued", "The report of 10/02/2023 tells of stiffness.")
    pages = [(*HEAD, f"1. {THERAPY}: Denied."), *[tells] * 48, (f"2. {MRI}: Denied.",), *[tells] * 5]
    done = said(*pages)
    assert MRI not in {one["title"] for one in done.json["requests"]}
    (gap,) = done.json["gaps"]
    assert (gap["first_page"], gap["last_page"]) == (41, 55)
    assert "not looked through" in gap["what"]
    assert "pp. 41\u201355" in done.err


@pytest.mark.parametrize(
    "pages",
    [
        ((*HEAD, *SPANISH),),
        ((*HEAD, "The physician was told of this by telephone."),),
        ((*APPLICATION, "The treatment is listed on the next page."), None),
    ],
    ids=["in Spanish", "tells nothing", "a picture"],
)
def test_a_paper_out_of_which_nothing_was_read_says_so(said, pages):
    done = said(*pages)
    assert done.json["requests"] == []
    (gap,) = done.json["gaps"]
    assert (gap["first_page"], gap["last_page"]) == (1, len(pages))
    assert "No request could be read" in gap["what"]
    assert gap["what"] in done.err


@pytest.mark.parametrize("page", [SPANISH, None], ids=["in Spanish", "a picture"])
def test_a_page_of_a_letter_that_nobody_understands_may_list_more(said, page):
    done = said((*HEAD, "Page 1 of 2", f"1. {THERAPY}: Denied."), page if page is None else ("Page 2 of 2", *page))
    assert [one["title"] for one in done.json["requests"]] == [THERAPY]
    assert [(gap["first_page"], "may list more" in gap["what"]) for gap in done.json["gaps"]] == [(2, True)]


def test_a_letter_that_is_read_whole_has_no_gap(said):
    done = said((*HEAD, f"1. {THERAPY}: Denied.", f"2. {MRI}: Certified."))
    assert done.json["gaps"] == []
    assert decided(done, f"decided.{MRI}") == set()


def test_what_is_missing_may_stand_on_pages_that_were_not_read(said):
    with_picture, without = said((*HEAD, f"1. {THERAPY}: Denied."), None), said((*HEAD, f"1. {THERAPY}: Denied."))
    for done, count in ((with_picture, 1), (without, 0)):
        assert done.json["missing"]
        assert {len(one["not_read"]) for one in done.json["missing"]} == {count}


def test_one_letter_that_denies_and_certifies_an_item_asks_which(said):
    done = said(
        (*HEAD, f"1. {MRI}: Denied", f"2. {THERAPY}: Denied"),
        (
            *(
                "Details of the determination",
                f"Request: {MRI}",
                "Decision: Certified",
                "Rationale: red flags are documented.",
                "",
            ),
            *("Request: Physical therapy 8 visits for the lumbar spine", "Decision: Denied"),
        ),
    )
    assert decided(done, f"decided.{MRI}") == {"denied", "certified"}
    assert decided(done, f"requests.{THERAPY}") == {12, 8}
    titles = [one["value"]["title"] for one in done.json["proposals"] if one["key"].startswith("items.")]
    assert titles == [MRI, THERAPY], "what one place denies is proposed"


@pytest.mark.parametrize("certified_first", [True, False])
def test_two_letters_that_decide_an_item_otherwise_ask_which(said, certified_first):
    words = ("Certified", "Denied") if certified_first else ("Denied", "Certified")
    first, second = ((*HEAD, f"1. {MRI}: {word}", "Rationale: the record was reviewed.") for word in words)
    done = said(first, tuple(line.replace("03/14", "04/02") for line in second))
    assert decided(done, f"decided.{MRI}") == {"denied", "certified"}
    assert [one["value"]["title"] for one in done.json["proposals"] if one["key"].startswith("items.")] == [MRI]


def test_letters_of_two_disputes_do_not_contradict_each_other_and_what_one_denied_is_proposed(said):
    first, second = ((*HEAD, f"1. {MRI}: {word}", "Rationale: the record was reviewed.") for word in ("Certified", "Denied"))
    done = said(first, tuple(line.replace("03/14/2024", "03/20/2025") for line in second))
    assert decided(done, f"decided.{MRI}") == set()
    assert [one["value"]["title"] for one in done.json["proposals"] if one["key"].startswith("items.")] == [MRI]


def test_a_letter_on_appeal_decides_anew_and_asks_nothing(said):
    first = (*HEAD, f"1. {MRI}: Denied", "Rationale: the record was reviewed.")
    appeal = ("DETERMINATION ON APPEAL", *HEAD, f"1. {MRI}: Certified", "Rationale: the record was reviewed.")
    done = said(first, tuple(line.replace("03/14", "04/02") for line in appeal))
    assert decided(done, f"decided.{MRI}") == set()
    assert not [one for one in done.json["proposals"] if one["key"].startswith("items.")]


def test_a_paragraph_that_no_line_breaks_is_read_to_its_end(imr, tmp_path):
    tells = "The record tells of low back pain with stiffness in the spring. " * 60
    file = tmp_path / "letter.txt"
    file.write_text("\n".join((*HEAD, f"{tells}The request for {MRI} is denied.")), encoding="utf-8")
    assert [one["title"] for one in imr("read", file, "--json").json["requests"]] == [MRI]
