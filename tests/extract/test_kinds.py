"""A document's kind is told where no heading names it; what is of no kind is called nothing; no list of words lies idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import imr_desktop.extract.parts as parts
from imr_desktop.extract import split_documents
from imr_desktop.extract.parts.kind import kind_of_document
from imr_desktop.extract.parts.look import look_at
from imr_desktop.extract.parts.vocabulary import words_of
from imr_desktop.extract.parts.word_lists import word_lists

from .records import read_of

HISTORY = (
    "On {day} the patient was seen for pain of the neck. Examination showed tenderness and full strength. Motion was "
    "measured, medications were continued, and a return visit was set. "
)
DECIDED = (
    "The treatment that you asked for is not medically necessary under the MTUS and is not certified. Our physician "
    "reviewer can be reached by telephone. If you disagree, the enclosed form for an independent medical "
    "review may be sent within 30 days."
)


def test_a_review_that_tells_a_long_history_first_is_known_by_its_end():
    pages = ["".join(HISTORY.format(day=f"{month}/{day}/2024") for day in range(1, 12)) for month in range(1, 5)]
    looks = [look_at(page, None, True) for page in (*pages, DECIDED)]
    assert kind_of_document(looks).kind.key == "ur determination"
    assert kind_of_document(looks[:-1]).kind.key != "ur determination"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I had the pleasure of seeing your patient on your referral. In my opinion surgery is a choice.", "consultation"),
        (
            "Needle out, 40 mg of steroid and 4 mL of anesthetic injected under ultrasound. Tolerated well. Bandage.",
            "injection",
        ),
        (
            "Balance forward 120.00. Charges 80.00. Payments 0.00. Amount due 200.00. Please remit to the address above.",
            "billing",
        ),
        ("Shopping for the weekend: bread, apples, two candles, a birthday card for grandmother.", ""),
        ("Chapter one. It rained on the harbor all night, and nobody in the village had slept.", ""),
    ],
)
def test_papers_without_a_heading_are_known_by_their_words(text, kind):
    (found,) = split_documents(read_of(text), 1)
    assert (found.kind or found.type) == (kind or "other")


APART = {
    "functional capacity evaluation": (
        "VALE WORK PERFORMANCE\nFunctional Capacity Evaluation\nWorker Ana Ruiz\nFull effort by grip curves.\n"
        "Floor to waist 25 lb 20 lb 10 lb\nWaist to shoulder 15 lb 10 lb 5 lb\nBo Sample, OTR/L",
        "therapy note",
    ),
    "anesthesia record": (
        "ANESTHESIA RECORD Vale Surgery Center\nRUIZ ANA 52F\nDate ASA Start End\n11/09/23 2 0718 0934\n"
        "Propofol 150 Fentanyl 100 Ondansetron 4\nInterscalene R, ropivacaine 0.5% 20 mL, ultrasound\nLMA 4.\nB Sample MD",
        "other",
    ),
    "qme report": (
        "ANN SAMPLE, M.D.\nJune 3, 2024\nRe: Ana Ruiz v. Vale Foods; ADJ0000001\nSupplemental Report\nDear Counsel: I answer "
        "your letter of April 29, 2024. The applicant was not seen again. I was sent films of the neck. Time: two hours, "
        "ML203.\nFilms\nThe protrusion does not move the root. My other opinions stand.\nAnn Sample, MD, QME",
        "progress report",
    ),
}


@pytest.mark.parametrize("kind", APART)
def test_papers_that_are_like_others_have_kinds_of_their_own(kind):
    text, type_ = APART[kind]
    (found,) = split_documents(read_of(text), 1)
    assert (found.kind, found.type) == (kind, type_)


def test_a_letter_that_sends_records_for_review_is_no_application():
    letter = (
        "Vale Claims TPA\nSeptember 22, 2025\nIndependent Medical Review Organization\nAttn: Medical Records Unit\n"
        "Re: Ana Ruiz\nTo the reviewer:\nWe send the decision in dispute, the request and the reports.\nPlease note that we "
        "do not dispute liability for the knee. One note could not be found.\nSincerely,\nBo Sample\nClaims Examiner\nEncl."
    )
    (found,) = split_documents(read_of(letter), 1)
    assert found.type == "correspondence"


def test_words_of_one_stem_are_told_together():
    assert words_of("Certified") & words_of("certification") == {"certi-"}


def test_each_list_of_words_makes_patterns_and_none_lies_idle():
    code = "".join(path.read_text("utf-8") for path in Path(parts.__file__).parent.glob("*.py"))
    for table, lists in word_lists().items():
        for name, words in lists.items() if isinstance(lists, dict) else ():
            assert re.compile("|".join(words).replace("{noun}", "visit")), name
            assert len(set(words)) == len(words), (table, name)
            assert table in ("roles", "head_labels") or re.search(rf"""["']{name}["']""", code), (table, name)


def test_a_physician_who_appeals_against_a_review_decides_nothing():
    letter = (
        "Birch Pain Clinic\nMay 3, 2024\nOakmere Review, Appeals Department\nRE: Appeal of non-certification 24-118\n"
        "To whom it may concern:\nI am appealing your letter of April 20, 2024, which cut the blocks from three to one and "
        "denied the infusion. The guideline that your reviewer cites under the MTUS supports a series. I ask that another "
        "physician review this request.\nRespectfully,\nJon Vale, M.D."
    )
    assert kind_of_document([look_at(letter, None, True)]).kind.type == "correspondence"
    asks = (
        "Application for independent medical review\nI disagree with this decision.\nDisputed treatment: blocks\nAna Sample"
    )
    assert kind_of_document([look_at(asks, None, True)]).kind.type == "imr application"


@pytest.mark.parametrize("title", ["HOJA DE INFORMACION DEL PACIENTE", "Cuestionario de salud", "Formulario de admisión"])
def test_a_spanish_form_that_a_patient_fills_in_asks_for_no_review(title):
    form = (
        f"Birch Clinic\n{title}\nNombre completo: Ana Sample\nFecha de nacimiento: 2 nov 1979\n"
        "Fecha del accidente: 9 agosto 2019\n"
        "¿Qué parte del cuerpo le duele?\nmano derecha\n¿Qué medicinas toma?\nAlergias: polen\n"
        "Nombre de su médico: Dr. Vale\n"
    )
    asks = f"Solicitud de revisión médica independiente\n{form.partition(title)[2]}Tratamiento negado: bloqueo"
    assert [kind_of_document([look_at(text, None, True)]).kind.key for text in (form, asks)] == ["other", "imr application"]
