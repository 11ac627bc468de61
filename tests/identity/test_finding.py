"""The reviewer is found however the name is spelled, and words of every day are not taken for a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.identity import OFFICE_SIGNS, ReviewerIdentity
from imr_desktop.identity.finding import find

WHO = (ReviewerIdentity("Edwin", "R.", "Hartwell", "MD", "", "e.hartwell@example.org", "A 76543", "1987654321", "hartwe9"),)
SAID = ("Edwin R. Hartwell, MD", "A 76543", "1987654321", "e.hartwell@example.org")
TRACES = (
    "Edwin Hartwell",
    "HARTWELL, E.R.",
    "hartwell e",
    "Dr. Hartwell",
    "DrHartwell",
    "Hartwell, M.D.",
    "Hartwell's view",
    "as hartwell said",
    "Ed Hartwell",
    "Teddy Hartwell",
    "Dr. Edwin",
    "EdwinHartwell",
    "EdwinRHartwell",
    "edwin_hartwell_v2.docx",
    "ehartwell@clinic.example",
    "erhartwell",
    "HartwellMD",
    "H a r t w e l l",
    "E d w i n  H a r t w e l l",
    "Edwin Hart-\nwell",
    "Edwin Hart\nwell",
    "Hart\xadwell",
    "Hart\u200bwell",
    "\u202eHartwell",
    "H\u0430rtwell",
    "Har\u03c4well",
    "\u041d\u0430rtw\u0435ll",
    "\uff28\uff41\uff52\uff54\uff57\uff45\uff4c\uff4c",
    "\U0001d407\U0001d41a\U0001d42b\U0001d42d\U0001d430\U0001d41e\U0001d425\U0001d425",
    "H\u0323a\u0307rtwell",
    "&#72;artwell",
    "Hart&shy;well",
    "Edwin%20Hartwell",
    "Hart\\u200bwell",
    "ERH",
    "E.R.H.",
    "E R H",
    "ERH/mk",
    "EH:mk",
    "eh/tw",
    "Dictated by EH",
    "under A76543",
    "a-76-543",
    "A   76543",
    "A\n76543",
    "license no. 76543",
    "76543",
    "A076543",
    "A\u0667\u0666\u0665\u0664\u0663",
    "NPI:1987654321",
    "19 87 65 43 21",
    "1987-654-321",
    "\u0661\u0669\u0668\u0667\u0666\u0665\u0664\u0663\u0662\u0661",
    "hartwe9",
    "E.HARTWELL@EXAMPLE.ORG",
    "Hartwell ER, et al. Spine 2011",
    "byHartwell",
    "Hart<b>well</b>",
    "<i>H</i>artwell",
    "Edwin<br>Hartwell",
    "Hart%C2%ADwell",
    "%2548artwell",
    "&amp;#72;artwell",
    "&#x00000000048;artwell",
    "Hart&ZeroWidthSpace;well",
    "\\x48artwell",
    "\\U00000048artwell",
    "%u0048artwell",
    "=48artwell",
    "\U0001f177\U0001f170\U0001f181\U0001f183\U0001f186\U0001f174\U0001f17b\U0001f17b",
    "Har\u0288well",
    "NPI 808401987654321",
    "licence 076543",
    "A%76543",
)
PLAIN = (
    "Edwin was seen.",
    "The heart is well.",
    "Hartwellian ideas",
    "A 5 mg tablet a day",
    "CPT 76543.1 and 176543",
    "the hart",
    "Dr. Edwin Moss agreed.",
    "on 7/6/543",
    "he/she, and/or, w/o",
    "5 <b and 7> 6, 50% of 20",
)


@pytest.mark.parametrize("around", ["{}", "The request was denied. {} The record shows no trial.", "As said.\n{}"])
@pytest.mark.parametrize("who", [WHO, SAID])
def test_traces(who, around):
    traces = [text for text in TRACES if text != "hartwe9" or who is not SAID]
    assert [text for text in traces if not _finds(who, text, around.format(text))] == []


def _finds(who, text, whole):
    found = find(who, whole)
    assert all(0 <= hit.start < hit.end <= len(whole) for hit in found), whole
    return any(whole[hit.start : hit.end] in text or text in whole[hit.start : hit.end] for hit in found)


def test_others():
    assert [text for text in PLAIN if find(WHO, text) != ()] == []


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("Wei Zhang, MD", "Dr. Zhang"),
        ("Le Thi Hoa", "Dr. Le"),
        ("Le Thi Hoa", "Dr. Hoa"),
        ("Jin-Ho Park", "Jin Ho Park"),
        ("Rose Hill, DO", "Rose Hill"),
        ("Will Power", "Dr. Power"),
        ("Will Power", "WillPower"),
        ("Alan Day", "Day, A."),
        ("Amy Long", "AMY LONG"),
        ("Anna Short", "Short, MD"),
        ("Anna Short", "signed by Short."),
        ("Steve Case", "Steven Case"),
        ("Robert O'Neil", "Bob ONeil"),
        ("Bj\u00f8rn \u00d8ster", "Bjoern Oester"),
        ("Mueller, Hans", "M\u00fcller"),
        ("G\u00fcnter Gro\u00df", "Guenter Gross"),
        ("\u0141ukasz Wa\u0142\u0119sa", "Walesa"),
        ("Anne Rowe-Tilden, MD", "Dr. Tilden"),
        ("Anne Rowe-Tilden, MD", "Rowe-\nTilden"),
        ("Gabriel Garc\u00eda M\u00e1rquez", "Dr. Garcia"),
        ("Abdul al-Rashid", "Rashid"),
        ("Catherine St. John", "St John"),
        ("Vincent D'Angelo, FAAFP", "D\u2019Angelo"),
        ("\u674e\u6885", "\u674e\u6885\u540c\u610f"),
        ("20A12345", "20A-12345"),
        ("Ann Roe; Jane Doe-Poe", "Dr. Poe"),
        ("Ann Roe / Jane Poe", "Dr. Poe"),
        ("Name: Ann Roeder, MD, Lic. No. B 65432", "Dr. Roeder"),
        ("Name: Ann Roeder, MD, Lic. No. B 65432", "B-65432"),
        ("roeder christine", "Dr. Roeder"),
        ("J. Roeder", "jroeder"),
        ("ann.roeder@example.org", "Roeder"),
        ("Ann McRoeder", "MacRoeder"),
        (
            "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2 \u03a0\u03b1\u03c0\u03c0\u03ac\u03c2",
            "\u03a0\u03b1\u03c0\u03c0\u03ac\u03c2",
        ),
        ("Mei Ng", "It was seen by us and Ng in May."),
        ("Mei Ng", "li, ng mei"),
        ("Mei Ng", "dr. ng said"),
        ("Amy Long", "long, amy"),
        ("Amy Long", "dr. long found"),
    ],
)
def test_names_as_people_write_them(who, text):
    assert find((who,), text)


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("Alan Day", "One tablet a day. A day later, day 3 was bad. TAKE A DAY OFF. Each day's pain."),
        ("Anna Short", "A short course; Short Form-36; in a short time."),
        ("Alice Visit", "A visit. Office Visit of 3/1. At this visit, a plan was made."),
        ("Steve Case", "The worker's case. Case Manager. In this case, surgery."),
        ("Susan Hand", "Patient's hand. Hand surgery. The left hand, swollen."),
        ("Amy Long", "Vitamin A. Long term use. Along the spine; as long as. A long way."),
        ("Dr. May", "On May 5, 2015. She may return. In May. The doctor may prescribe."),
        ("Thuy Do", "Do not exceed. They do so. DO NOT SUBSTITUTE"),
        ("Will Power", "Will power through. His willpower. The patient will. Power wheelchair."),
        ("Mei Li", "Li 3 mmol. Claimei. A. Li-ion"),
        ("Mary Stone", "A kidney stone. Stone fruit."),
        ("Andrew Park", "He walked in the park. A Park bench."),
        ("Adam Young", "A young man."),
    ],
)
def test_words_of_every_day(who, text):
    assert [hit for hit in find((who,), text) if hit.certainty != "noted"] == []


def test_an_author_field_names_a_person():
    assert find(("Alan Day",), "Day", as_name=True)
    assert find(("Alan Day",), "Day") == ()


def test_what_is_sure_and_what_is_not():
    assert [hit.certainty for hit in find(SAID, "Edwin Hartwell. Dr. Hartwell. A76543, or 76543.")] == [
        "sure",
        "likely",
        "sure",
        "likely",
    ]
    assert [hit.certainty for hit in find(("David Chen",), "(Chen, 2009) and Chen et al")] == ["noted", "noted"]


def test_nobody_is_nowhere():
    for who in ((), ("", " ", "-", "M.D."), (OFFICE_SIGNS,), (ReviewerIdentity(degrees="MD"),)):
        assert find(who, "Anyone, M.D., A12345") == ()


@settings(max_examples=150, deadline=None)
@given(
    st.builds(ReviewerIdentity, *[st.text(max_size=12)] * 9),
    st.text(max_size=120) | st.text("aAbB .,-'\n&#;%\\u200b12345/:é李", max_size=120),
)
def test_any_identity_in_any_text(who, text):
    for hit in find((who, who.surname), text):
        assert 0 <= hit.start < hit.end <= len(text)
