"""What stands around a text: letterheads, blocks that name the patient, signatures, counters, running heads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfmetrics import stringWidth

from .markup import CLOSE, OPEN
from .sheet import HIGH, WIDE, Look, Page, Sheet, _line, _rect, _text

if TYPE_CHECKING:
    from random import Random

Values = Mapping[str, object]


def _center(sheet: Sheet, v: Values) -> None:
    sheet.para(str(v["facility"]), bold=True, size=15, align="center")
    sheet.para(f"{v['street']}, {v['city']}", size=9, align="center")
    sheet.para(f"Tel {v['phone']}   Fax {v['fax']}", size=9, align="center")
    sheet.rule()


def _left(sheet: Sheet, v: Values) -> None:
    sheet.para(str(v["facility"]).upper(), bold=True, size=12)
    sheet.para(str(v["street"]), size=9)
    sheet.para(str(v["city"]), size=9)
    sheet.gap(10)


def _logo(sheet: Sheet, v: Values) -> None:
    sheet.put(_rect(sheet.left, sheet.y - 34, 34, 34, 0.6))
    for at, text in enumerate((v["facility"], v["street"], v["city"], f"P: {v['phone']}  F: {v['fax']}")):
        size = 11 if at == 0 else 8
        font = sheet.bold if at == 0 else sheet.plain
        sheet.put(_text(sheet.right - stringWidth(str(text), font, size), sheet.y - 10 - at * 11, str(text), font, size))
    sheet.y -= 56


def _banner(sheet: Sheet, v: Values) -> None:
    sheet.put(_rect(sheet.left, sheet.y - 24, sheet.right - sheet.left, 24, 0.8))
    sheet.put(_text(sheet.left + 8, sheet.y - 16, str(v["facility"]), sheet.bold, 13))
    sheet.y -= 28
    sheet.para(f"{v['street']} | {v['city']} | {v['phone']}", size=8)
    sheet.gap(8)


def _typed(sheet: Sheet, v: Values) -> None:
    for text in (v["facility"], v["street"], v["city"], v["phone"]):
        sheet.para(str(text).upper(), size=10, align="center")
    sheet.gap(12)


def _sides(sheet: Sheet, v: Values) -> None:
    right = [v["street"], v["city"], f"Phone {v['phone']}"]
    left = [v["facility"], v["authorfull"] if v["author"] else "", v["specialty"] if v["author"] else ""]
    for at, (one, two) in enumerate(zip(left, right, strict=True)):
        sheet.put(_text(sheet.left, sheet.y - 12 - at * 12, str(one), sheet.bold if at == 0 else sheet.plain, 10))
        sheet.put(
            _text(sheet.right - stringWidth(str(two), sheet.plain, 9), sheet.y - 12 - at * 12, str(two), sheet.plain, 9)
        )
    sheet.y -= 44
    sheet.rule()


def _list(sheet: Sheet, v: Values) -> None:
    """A group's paper with all its physicians: names that are not the author's."""
    sheet.para(str(v["facility"]), bold=True, size=13, align="center")
    names = [str(v["other_one"]), *([str(v["authorfull"])] if v["author"] else []), str(v["other_two"])]
    sheet.para("   *   ".join(names), size=7.5, align="center")
    sheet.para(f"{v['street']}   {v['city']}   {v['phone']}", size=8, align="center")
    sheet.gap(10)


def _boxed(sheet: Sheet, v: Values) -> None:
    sheet.put(_rect(sheet.left, sheet.y - 42, sheet.right - sheet.left, 42))
    sheet.put(_text(sheet.left + 6, sheet.y - 15, str(v["facility"]), sheet.bold, 12))
    sheet.put(_text(sheet.left + 6, sheet.y - 27, f"{v['street']}, {v['city']}", sheet.plain, 8))
    sheet.put(_text(sheet.left + 6, sheet.y - 37, f"Telephone: {v['phone']}    Facsimile: {v['fax']}", sheet.plain, 8))
    sheet.y -= 54


def _foot(sheet: Sheet, v: Values) -> None:
    text = f"{v['facility']} - {v['street']} - {v['city']} - {v['phone']}"
    sheet.put(_text((WIDE - stringWidth(text, sheet.plain, 7.5)) / 2, 46, text, sheet.plain, 7.5))


def _small(sheet: Sheet, v: Values) -> None:
    sheet.para(f"{v['facility']}  {v['phone']}", size=8, align="right")
    sheet.gap(6)


HEADS: dict[str, Callable[[Sheet, Values], None]] = {
    "center": _center,
    "left": _left,
    "logo": _logo,
    "banner": _banner,
    "typed": _typed,
    "sides": _sides,
    "list": _list,
    "boxed": _boxed,
    "foot": _foot,
    "small": _small,
    "none": lambda _sheet, _values: None,
}


def _marked(v: Values, *names: str) -> list[str]:
    return [f"{OPEN}{v[name]}{CLOSE}" for name in names]


def _re_block(sheet: Sheet, v: Values) -> None:
    rows = (
        ("RE:", v["patient"]),
        ("DOB:", v["dobtext"]),
        ("D/I:", v["injury"]),
        ("CLAIM #:", v["claim"]),
        ("EMPLOYER:", v["employer"]),
    )
    for label, value in rows:
        sheet.row(f"{label:<10}{OPEN}{value}{CLOSE}", sheet.plain, sheet.look.size, sheet.left + 30)


def _two_columns(sheet: Sheet, v: Values) -> None:
    sheet.fields([("Patient", str(v["lastfirst"])), ("Date of Birth", str(v["dobtext"]))])
    sheet.fields([("Date of Injury", str(v["injury"])), ("Claim No.", str(v["claim"]))])
    sheet.fields([("Employer", str(v["employer"])), ("Carrier", str(v["carrier"]))])


def _bordered(sheet: Sheet, v: Values) -> None:
    sheet.table(
        [
            ["Patient Name", "DOB / Age / Sex", "DOI", "Claim"],
            [str(v["lastfirst"]), f"{v['dobtext']} / {v['age']} / {v['sexletter']}", str(v["injury"]), str(v["claim"])],
        ],
        1,
        [2, 2, 2, 1.5],
    )


def _ehr_line(sheet: Sheet, v: Values) -> None:
    sheet.para(f"{v['caps']}   DOB: {v['dobtext']} ({v['age']} yo {v['sexletter']})   MRN: {v['mrn']}", bold=True)
    sheet.para(f"Injury date: {v['injury']}   Case: {v['claim']}")


def _prose(sheet: Sheet, v: Values) -> None:
    sheet.para(
        f"Patient name: {v['patient']}. Date of birth {v['dobtext']}. Injured {v['injury']}. Claim number {v['claim']}."
    )


def _dotted(sheet: Sheet, v: Values) -> None:
    for label, name in (
        ("Applicant", "patient"),
        ("Employer", "employer"),
        ("Date of Injury", "injury"),
        ("Claim Number", "claim"),
    ):
        sheet.para(f"{label} {'.' * (26 - len(label))} {OPEN}{v[name]}{CLOSE}")


def _name_only(sheet: Sheet, v: Values) -> None:
    sheet.runin("Name:", f"{v['lastfirst']}")


PATIENTS: dict[str, Callable[[Sheet, Values], None]] = {
    "re": _re_block,
    "columns": _two_columns,
    "table": _bordered,
    "ehr": _ehr_line,
    "prose": _prose,
    "dots": _dotted,
    "name": _name_only,
}
PATIENT_NAMES = {
    "re": ("injury",),
    "columns": ("injury",),
    "table": ("injury", "age", "sex"),
    "ehr": ("injury", "age", "sex"),
    "prose": ("injury",),
    "dots": ("injury",),
    "name": (),
}


def sign(sheet: Sheet, v: Values, rng: Random) -> None:
    """A signature block; its kinds differ in words and in where the name stands."""
    name, who, special = str(v["author"]), str(v["authorfull"]), str(v["specialty"])
    kind = rng.choice(("line", "sincerely", "esigned", "stamp", "block", "by", "typed", "respect"))
    sheet.need(100)
    sheet.gap(10)
    if kind == "line":
        sheet.gap(22)
        sheet.para("_" * 34)
        sheet.para(who)
        sheet.para(special)
    elif kind in ("sincerely", "respect"):
        sheet.para({"sincerely": "Sincerely,", "respect": "Respectfully submitted,"}[kind])
        sheet.gap(24)
        sheet.para(who)
        sheet.para(special)
    elif kind == "esigned":
        sheet.para(f"Electronically signed by {who} on {v['signed']} at 4:17 PM")
    elif kind == "stamp":
        sheet.put(_rect(sheet.left + 180, sheet.y - 34, 240, 34))
        sheet.put(_text(sheet.left + 186, sheet.y - 14, f"DIGITALLY SIGNED: {who}", sheet.bold, 8))
        sheet.put(_text(sheet.left + 186, sheet.y - 27, f"{special}  {v['signed']}", sheet.plain, 8))
        sheet.y -= 38
    elif kind == "block":
        sheet.fields([("Signature", f"/s/ {name}"), ("Title", str(v["cred"]))])
        sheet.fields([("Printed name", who), ("License", str(v["lic"]))])
    elif kind == "by":
        sheet.para(f"By: {who}", bold=True)
        sheet.para(f"{special}, Lic. {v['lic']}")
    else:
        sheet.para(who.upper())
        sheet.para(f"{special.upper()}   NPI {v['npi']}")


COUNTERS: dict[str, Callable[[int, int], str]] = {
    "of": lambda n, m: f"Page {n} of {m}",
    "slash": lambda n, m: f"{n}/{m}",
    "dash": lambda n, _m: f"- {n} -",
    "pg": lambda n, _m: f"Pg. {n}",
    "page": lambda n, _m: f"Page {n}",
    "caps": lambda n, m: f"PAGE {n} OF {m}",
    "pages": lambda n, m: f"Page: {n} / {m}",
}


def furnish(sheet: Sheet, v: Values, rng: Random) -> None:
    """Own counters and running heads of a document that is laid out; known only now is how many pages it has."""
    look, total = sheet.look, len(sheet.pages)
    spot = rng.choice(("foot", "foot", "corner", "top"))
    for n, page in enumerate(sheet.pages, 1):
        if look.counter in COUNTERS and not (n == 1 and look.counter in ("dash", "page", "pg") and spot != "foot"):
            text = COUNTERS[look.counter](n, total)
            wide = stringWidth(text, sheet.plain, 8)
            x, y = {"foot": ((WIDE - wide) / 2, 34), "corner": (WIDE - 50 - wide, 34), "top": (WIDE - 50 - wide, HIGH - 40)}[
                spot
            ]
            page.strokes.append((1, _text(x, y, text, sheet.plain, 8)))
        if look.ehr:
            _ehr_frame(page, look, v, n, total)


def _ehr_frame(page: Page, look: Look, v: Values, n: int, total: int) -> None:
    printed, title = v["printed"], v.get("title") or v["facility"]
    head, foot = {
        "banner": (
            f"{v['lastfirst']}   DOB: {v['dobtext']}   MRN {v['mrn']}   Acct {v['acct']}",
            f"Printed on {printed} 3:42 PM   Page {n} of {total}",
        ),
        "chart": (
            f"Patient: {v['patient']}  ({v['mrn']})   {v['facility']}",
            f"Generated by records on {printed}            {n} of {total}",
        ),
        "export": (
            f"{v['facility']} | Chart export | {v['caps']}",
            f"Confidential. Printed: {printed} by HIM07. Page {n}/{total}",
        ),
        "titled": (f"{title}   {v['caps']}   {v['dostext']}", f"Page {n} of {total}   Printed {printed}"),
        "slim": (f"{v['caps']} #{v['mrn']}", f"{printed} 08:11:54"),
    }[look.ehr]
    page.strokes.insert(0, (0, _text(50, HIGH - 30, head, "Helvetica", 8)))
    page.strokes.insert(1, (0, _line(50, HIGH - 34, WIDE - 50, HIGH - 34)))
    page.strokes.append((1, _text(50, 24, foot, "Helvetica", 7.5)))


def continuation(kind: str, v: Values) -> Callable[[Sheet], None]:
    """What stands on the second page and after."""

    def running(sheet: Sheet) -> None:
        n = len(sheet.pages)
        if kind == "name":
            sheet.para(f"RE: {v['patient']}", size=9)
            sheet.para(f"{v['dostext']}", size=9)
            sheet.para(f"Page {n}", size=9)
            sheet.gap(10)
        elif kind == "line":
            sheet.para(f"{v['lastfirst']}      {v['claim']}      Page {n}", size=8.5)
            sheet.rule()
        elif kind == "right":
            sheet.para(f"{v['patient']}, continued", size=9, align="right")
            sheet.gap(6)
        elif kind == "letterhead":  # printed on every sheet of the pad
            HEADS[sheet.look.head](sheet, v)
        elif kind == "title":
            sheet.para(str(v.get("title", "Report")), bold=True, size=10)
            sheet.para(f"Patient: {v['lastfirst']}    Date: {v['dostext']}    Page {n}", size=9)
            sheet.rule()
        elif kind == "facility":
            sheet.para(f"{v['facility']}   {v['phone']}", size=9, align="center")
            sheet.para(f"{v['patient']}   DOI {v['injury']}   {v['dostext']}", size=9, align="center")
            sheet.gap(6)

    return running
