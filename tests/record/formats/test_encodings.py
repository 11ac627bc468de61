"""Text is read in the encoding that its letters speak for; where none does, that is said."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.record.formats.encodings import UNTOLD, decode

SPANISH = "José Muñoz, dolor en la región lumbar. Fecha de la lesión: 14/03/2024. ¿Dolor? 37°"
QUOTES = "The patient’s pain is “worse” – 6/10 … Señor’s café"
VIETNAMESE = "Nguyễn Thị Hạnh bị đau lưng từ tháng ba, đã điều trị vật lý"
EASTERN = {
    "shift_jis": "患者は腰の痛みを訴えています。検査の結果は陽性です。",
    "euc_jp": "患者は腰の痛みを訴えています。検査の結果は陽性です。",
    "gb18030": "患者主诉腰部疼痛,检查结果为阳性。姓名:李明",
    "big5": "患者主訴腰部疼痛,檢查結果為陽性。姓名:李明",
    "euc_kr": "환자는 허리 통증을 호소합니다. 검사 결과는 양성입니다. 이름 김철수 환자",
}


@pytest.mark.parametrize(
    "encoding", ["latin-1", "cp1252", "mac-roman", "cp437", "cp850", "utf-8", "utf-16-le", "utf-32-le", "utf-32"]
)
def test_western_text(encoding):
    assert decode(SPANISH.encode(encoding)) == SPANISH


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-8-sig", "utf-16-be", "utf-32-be"])
def test_quotes_of_a_word_processor(encoding):
    assert decode(QUOTES.encode(encoding)) == QUOTES


@pytest.mark.parametrize("encoding", EASTERN)
def test_eastern_text(encoding):
    assert decode(EASTERN[encoding].encode(encoding)) == EASTERN[encoding]


def test_vietnamese_tones_of_their_own():
    parts = {
        "ễ": "ê\u0303",
        "ị": "i\u0323",
        "ạ": "a\u0323",
        "ừ": "ư\u0300",
        "ã": "a\u0303",
        "ề": "ê\u0300",
        "ậ": "â\u0323",
        "ý": "y\u0301",
    }
    written = "".join(parts.get(one, one) for one in VIETNAMESE)
    assert decode(written.encode("cp1258")) == unicodedata.normalize("NFC", VIETNAMESE)


def test_a_few_bytes_are_no_evidence_and_are_marked():
    data = b"Patient: " + "李明".encode("gb18030") + b"\nThe patient is seen for pain that radiates to the left leg."
    text = decode(data)
    assert text is not None
    assert text.startswith(f"Patient: {UNTOLD}")
    assert text.endswith("left leg.")


def test_broken_utf_8_stays_utf_8():
    assert decode("Muñoz café naïve – señor".encode() + b"\xff") == f"Muñoz café naïve – señor{UNTOLD}"


def test_bytes_that_are_no_text():
    assert decode(bytes(range(256)) * 20) is None


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_not(data):
    text = decode(data)
    assert text is None or text.encode("utf-8", "strict") is not None
