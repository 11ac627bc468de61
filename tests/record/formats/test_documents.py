"""What stands on the pages of a document is its text; what does not, is not."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.record.formats import ccda, docx, hl7, html, odt, rtf, xml
from tests.record.formats.conftest import zipped


def texts(reader, data: bytes) -> list[str]:
    parsed = reader.read(io.BytesIO(data))
    assert not parsed.wrong
    return [page.text for page in parsed.pages]


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def t(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def test_word_in_reading_order(word):
    row = "".join(f"<w:tc>{p(t(cell))}</w:tc>" for cell in ("naproxen", "500 mg"))
    data = word(
        p(t("PROGRESS REPORT"))
        + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
        + p(
            t("Straight leg raise is "),
            "<w:del><w:r><w:delText>negative</w:delText></w:r></w:del>",
            f"<w:ins>{t('positive')}</w:ins>",
        )
        + p(t("secret", "<w:vanish/>"), t("seen", '<w:vanish w:val="0"/>'), '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p(
            '<w:r><w:commentReference w:id="0"/></w:r>',
            '<w:r><w:br w:type="page"/><w:lastRenderedPageBreak/></w:r>',
            t("Second page"),
        )
        + '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>',
        header=p(t("Valley Spine Center")),
        footer=p(t("Confidential")),
        footnotes=f'<w:footnote w:id="2">{p(t("See the report."))}</w:footnote>',
        comments=f'<w:comment w:id="0" w:author="Dr. Ames">{p(t("which side?"))}</w:comment>',
    )
    assert texts(docx, data) == [
        "Valley Spine Center\nPROGRESS REPORT\nnaproxen\t500 mg\nStraight leg raise is positive\nseen[2]\n"
        "[Comment by Dr. Ames: which side?]\n[2] See the report.",
        "Second page\nConfidential",
    ]
    assert docx.read(io.BytesIO(data)).pages[0].hidden == "secret"


def test_a_text_box_is_read_once(word):
    box = f"<w:txbxContent>{p(t('In a box'))}</w:txbxContent>"
    ways = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f'<mc:AlternateContent xmlns:mc="x">{ways}</mc:AlternateContent>'
    assert texts(docx, word(p(t("Around"), f"<w:r>{both}</w:r>"))) == ["Around\nIn a box"]


@pytest.mark.parametrize(("inches", "verdict"), [(1, "read"), (6, "not read")])
def test_a_large_picture_in_a_document_is_not_read(word, inches, verdict):
    side = inches * 914_400
    picture = f'<w:r><w:drawing><extent cx="{side}" cy="{side}"/><blip/></w:drawing></w:r>'
    (page,) = docx.read(io.BytesIO(word(p(t("Scan"), picture)))).pages
    assert page.verdict == verdict


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\colortbl;\red0;}{\*\generator X;}
{\info{\author Someone}}{\header Valley Spine\par}\pard\b REPORT\b0\par Jos\'e9 \u8211? {\f1\'cf\'f0}\par
naproxen\cell 500 mg\cell\row SLR {\deleted negative}positive{\v secret}\par
{\pict\wmetafile8\picwgoal900\pichgoal900 0100abcd}
{\*\shppict{\pict\bin4 }}}}}}{\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt link}}{\u-10179?\u-8704?}\page
{\shp{\*\shpinst{\sp{\sn a}{\sv 2}}{\shptxt Box\par}}{\shprslt Box}}{\footnote A note}}"""


def test_rtf_says_what_its_pages_say():
    assert texts(rtf, RTF) == [
        "Valley Spine\nREPORT\nJosé – Пр\nnaproxen\t500 mg\nSLR positive\nlink😀",
        "Box\n[Note: A note]",
    ]
    assert rtf.read(io.BytesIO(RTF)).pages[0].hidden == "secret"


ODT = """<d xmlns:office="o" xmlns:text="t" xmlns:table="a" xmlns:style="s" xmlns:fo="f" xmlns:dc="c">
<office:automatic-styles>
<style:style style:name="P9"><p fo:break-before="page"/></style:style><style:style style:name="T9"><style:text-properties
text:display="none"/></style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:p>deleted</text:p>
</text:tracked-changes><text:p>Date:<text:s text:c="2"/>today<text:note><text:note-citation>1</text:note-citation>
<text:note-body>
<text:p>foot</text:p></text:note-body></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p>
</table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table><text:p>x<text:span
text:style-name="T9">secret</text:span></text:p><text:p text:style-name="P9">two</text:p></office:text></office:body></d>"""


def test_open_documents():
    data = zipped(**{"content.xml": ODT})
    assert texts(odt, data) == ["Date:  today[1]\na\tb\nx\n[1] foot", "two"]
    assert odt.read(io.BytesIO(data)).pages[0].hidden == "secret"


PAGE = """<!DOCTYPE html><html><head><meta charset="windows-1252"><title>T</title><style>.h, p.x {display: none}</style>
<script>if (a<b) alert("x")</script></head><body><h1>Visit</h1><p>José &amp; Mu&ntilde;oz<br>today</p>
<div style="DISPLAY : none">not seen</div><i class="h">nor this</i><table><tr><th>Drug</th><th>Dose</th></tr><tr><td>
<p>naproxen</p></td>
<td>500 mg</td></tr></table><ul><li>one<li>two</ul>
<input type=checkbox checked> off work<input type=hidden value=token></body></html>"""


def test_a_web_page_as_a_browser_shows_it():
    data = PAGE.encode("cp1252")
    assert texts(html, data) == ["Visit\n\nJosé & Muñoz\ntoday\n\nDrug\tDose\nnaproxen \t500 mg\n\none\ntwo\n\n☒ off work"]
    assert html.read(io.BytesIO(data)).pages[0].hidden == "not seen nor this"


CDA = """<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Summary of Care</title><effectiveTime value="20240801103000-0700"/>
<recordTarget><patientRole><patient><name><given>Maria</given><family>Delgado</family></name>
<birthTime value="19790502"/></patient>
</patientRole></recordTarget><component><structuredBody><component><section><title>Medications</title><text><table>
<thead><tr><th>Drug</th>
<th>Dose</th></tr></thead><tbody><tr><td>naproxen<br/>oral</td><td>500 mg</td></tr></tbody></table><list><item>Stop <content
revised="delete">today</content>tomorrow</item></list></text><entry><code displayName="never shown"/></entry>
</section></component>
<component><section><title>Allergies</title><entry/></section></component></structuredBody></component></ClinicalDocument>"""


def test_a_clinical_document_is_its_narrative():
    assert texts(ccda, CDA.encode()) == [
        "Summary of Care\nDate: 08/01/2024\nPatient: Maria Delgado\nDate of birth: 05/02/1979\n\nMedications\nDrug\tDose\n"
        "naproxen oral\t500 mg\nStop tomorrow\n\nAllergies\n(Codes only, without a narrative.)"
    ]


def test_a_clinical_document_around_another_file_says_so():
    body = "<nonXMLBody><text representation='B64'>JVBE</text></nonXMLBody>"
    wrapped = f"<ClinicalDocument><component>{body}</component></ClinicalDocument>"
    assert "wraps another file" in ccda.read(io.BytesIO(wrapped.encode())).wrong


MESSAGE = (
    "MSH|^~\\&|LAB|VALLEY|EHR|BAY|202408011030||ORU^R01|1|P|2.3\rPID|1||7781204||DELGADO^MARIA^J||19790502|F\r"
    "OBR|1|||UDS^URINE DRUG SCREEN|||202407301000|||||||||1234^AMES^JOHN\rOBX|1|ST|OPI^OPIATES||NEGATIVE||||||F\r"
    "OBX|2|NM|GLU^GLUCOSE||5.4|mmol/L|3.9-5.5|H|||F\rOBX|3|FT|RAD^REPORT||L4\\S\\5 \\T\\ L5.\\.br\\No fracture\\F\\\r"
    "OBX|4|SN|CRP^CRP||>^100|mg/L\rNTE|1||Confirmed by "
    "GC\\E\\MS\rZDS|1^2\rOBX|5|ED|PDF^REPORT||^application^pdf^Base64^JVBE\r"
)


def test_a_message_in_lines():
    (page,) = hl7.read(io.BytesIO(MESSAGE.encode())).pages
    assert page.text == (
        "Observation result (HL7 ORU R01)\nDate: 08/01/2024\nFrom: LAB VALLEY\nPatient: MARIA J DELGADO\nDate of "
        "birth: 05/02/1979\n\n"
        "Order: URINE DRUG SCREEN\nCollected: 07/30/2024 10:00\nOrdered by: JOHN AMES\nOPIATES: NEGATIVE\n"
        "GLUCOSE: 5.4 mmol/L (reference 3.9-5.5) high\nREPORT: L4^5 & L5.\nNo fracture|\nCRP: >100 mg/L\nNote: "
        "Confirmed by GC\\MS\n"
        "Other: 1 2\nREPORT: [a file inside the message]"
    )
    assert (page.verdict, page.reasons) == ("not read", ("A file inside the message was not read.",))


def test_xml_gives_words_and_never_tags():
    assert texts(xml, b"<?xml version='1.0'?><rec><name>Maria</name><note>Lumbar pain</note></rec>") == ["Maria\nLumbar pain"]


HOSTILE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">%s]><x>&b;</x>'


@pytest.mark.parametrize(
    "inside", [b"", b'<!ENTITY c SYSTEM "file:///etc/passwd">', b'<!ENTITY % d SYSTEM "http://x.example/">%d;']
)
@pytest.mark.parametrize("reader", [xml, ccda])
def test_entities_are_refused(reader, inside):
    assert "damaged" in reader.read(io.BytesIO(HOSTILE.replace(b"%s", inside))).wrong


@settings(max_examples=40)
@given(st.sampled_from([docx, rtf, odt, html, ccda, hl7, xml]), st.binary(max_size=200), st.integers(0, 4000), st.data())
def test_damage_gives_pages_or_a_sentence(reader, noise, at, data):
    whole = {
        rtf: RTF,
        html: PAGE.encode(),
        ccda: CDA.encode(),
        hl7: MESSAGE.encode(),
        odt: zipped(**{"content.xml": ODT}),
    }.get(reader, noise)
    cut = data.draw(st.integers(0, 30))
    parsed = reader.read(io.BytesIO(whole[:at] + noise + whole[at + cut :]))
    assert bool(parsed.pages) != bool(parsed.wrong)
    assert all(page.text.encode() is not None for page in parsed.pages)


def test_rows_and_points_of_a_web_page_end_though_it_does_not_say_so():
    page = b"<html><table><tr><td>Drug<td>Dose<tr><td>Norco<td>10 mg</table><ul><li>left<li>right</ul>"
    text = html.read(io.BytesIO(page)).pages[0].text
    assert text.split("\n") == ["Drug\tDose", "Norco\t10 mg", "", "left", "right"]
