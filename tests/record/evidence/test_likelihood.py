"""Words that are words, in several languages, and letters that are others."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.record.evidence.likelihood import garbled

from .drawing import NOTE

ENGLISH = " ".join(NOTE)
READ = {
    "Spanish": "El paciente refiere dolor en la espalda baja que se irradia hacia la pierna derecha desde el accidente",
    "Vietnamese": "Bệnh nhân Nguyễn Thị Hạnh bị đau lưng dưới sau tai nạn lao động ngày mười bốn tháng ba, thông dịch viên",
    "Tagalog": "Ang pasyente ay nakararamdam ng matinding sakit sa likod na umaabot hanggang kanang binti ang aksidente",
    "Polish": "Pacjent zgłasza ból dolnego odcinka kręgosłupa promieniujący do prawej nogi od czasu wypadku przy pracy",
    "names": "Hakobyan Khachatryan Grigoryan Szczepanski Krzysztof Venkataraghavan Subramanian Ghorbanzadeh Mahboubeh Xiong",
    "short forms": "PT c/o LBP rad RLE s/p MVA HX HTN DM2 NKDA ROM WNL TTP mult TP DTRs sym SLR neg bil 5/5 str LE bil",
    "codes": "M54.16 M23.92 S33.5XXA G89.4 97110 97140 62323 72148 99214 J3301 L4-5 L5-S1 WC-7781204 ADJ1234567",
    "numbers": "12.1 4.40 13.2 39.8 88 29.1 250 61.2 5/5 4/5 120/80 72 98.6 10/02/2024 14:22",
    "form": "Name: ______________ Date: ___/___/___ [ ] yes [ ] no ............ Signature: __________________________",
    "drugs": "hydrocodone acetaminophen cyclobenzaprine gabapentin pregabalin duloxetine celecoxib tizanidine eszopiclone",
    "Chinese": "李明 腰椎间盘突出 疼痛 右腿 麻木 物理治疗 十二次 王小明 张秋菊 陈光旭 黄永玉",
    "bullets": "\uf0b7 Lumbar spine tender \uf0b7 Gait normal \uf0b7 Strength full \uf0b7 Reflexes equal \uf0b7",
    "nothing": "",
}


@pytest.mark.parametrize("kind", READ)
def test_language_is_language(kind):
    assert garbled(READ[kind]) == ""


@pytest.mark.parametrize("by", range(1, 26))
def test_moved_letters_are_none(by):
    lower = string.ascii_lowercase
    table = str.maketrans(lower + lower.upper(), lower[by:] + lower[:by] + (lower[by:] + lower[:by]).upper())
    assert garbled(ENGLISH.translate(table))


@pytest.mark.parametrize("by", [-31, -29])
def test_moved_codes_are_none(by):
    assert garbled("".join(chr(ord(sign) + by) if 33 <= ord(sign) + by < 127 else sign for sign in ENGLISH))


@settings(max_examples=40, deadline=None)
@given(st.permutations(string.ascii_lowercase))
def test_letters_in_another_order_are_none(order):
    moved = sum(one != other for one, other in zip(order, string.ascii_lowercase, strict=True))
    if moved > 20:
        assert garbled(ENGLISH.lower().translate(str.maketrans(string.ascii_lowercase, "".join(order))))


def test_letters_without_meaning_are_missing():
    assert garbled(ENGLISH.replace("ti", "\ue001").replace("h", "\ufffd"))


@given(st.text(max_size=400))
def test_any_text_is_judged(text):
    assert garbled(text) == "" or garbled(text).endswith(".")
