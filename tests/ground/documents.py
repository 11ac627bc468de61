"""One document: a template, a look, the claim's people; what comes out is pages and what is true of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from .asked import request
from .markup import DATE_FORMS, Expansion, Line, Row, Template
from .paper import HEADS, PATIENT_NAMES, PATIENTS, continuation, furnish, sign
from .sheet import Look, Page, Sheet, bare, mistyped
from .values import values_of
from .world import Person, World, data

ROLES = {  # who writes each type: credentials, specialty, which list of houses
    "therapy note": (("PT, DPT", "PT", "DPT", "OTR/L", "PTA"), "Physical Therapy", "therapies"),
    "imaging": (("MD", "M.D.", "D.O."), "Diagnostic Radiology", "imagings"),
    "electrodiagnostic study": (("MD", "M.D.", "DO"), "neuro", "clinics"),
    "consultation": (("MD", "DO", "M.D."), "pain", "clinics"),
    "qme report": (("MD", "M.D.", "DC"), "ortho", "clinics"),
    "operative report": (("MD", "M.D."), "ortho", "hospitals"),
    "injection": (("MD", "DO", "M.D."), "pain", "hospitals"),
    "first report": (("MD", "PA-C", "DO"), "occ", "clinics"),
    "emergency": (("MD", "DO", "M.D."), "Emergency Medicine", "hospitals"),
    "pharmacy": (("PharmD", "RPh"), "Pharmacy", "pharmacies"),
    "lab": (("MD", "PhD"), "Pathology", "labs"),
    "chiropractic note": (("DC", "D.C."), "Chiropractic", "clinics"),
    "acupuncture note": (("L.Ac.", "LAc", "DAOM, L.Ac."), "Acupuncture", "therapies"),
    "psychology report": (("PhD", "Psy.D.", "Ph.D."), "Clinical Psychology", "clinics"),
    "nursing note": (("RN", "R.N.", "BSN, RN"), "Nursing", "hospitals"),
    "ur determination": (("MD", "M.D.", "DO"), "ortho", "uros"),
}
PAPER = ("street", "city", "phone", "fax", "lic", "npi", "other_one", "other_two", "mrn", "printed")
CONTINUED = ("none", "name", "line", "right", "letterhead", "title", "facility")
LONG = {"qme report": 2.5, "consultation": 1.5, "progress report": 1.3, "ur determination": 1.3}
PAPERS = {"imr application", "fax cover", "index", "legal", "correspondence", "billing", "ur determination", "rfa"}
"""Not printed from a chart, unless a template says so."""
NO_AUTHOR = {"imr application", "fax cover", "index", "billing"}


@dataclass
class Document:
    """Pages of one document and its truth, page numbers counted from 1 inside of it."""

    template: Template
    look: Look
    pages: list[Page]
    truth: Row
    facts: list[Row] = field(default_factory=list)
    model: Row = field(default_factory=dict)
    """What a further note of the same house looks like."""


def look_of(template: Template, rng: random.Random) -> Look:
    """A look by chance; what the template says of itself goes before."""
    drawn = {
        "font": rng.choice(("sans", "sans", "serif", "serif", "typed")),
        "size": rng.choice((9.0, 9.5, 10.0, 10.5, 11.0)),
        "margin": rng.choice((46.0, 54.0, 60.0, 72.0)),
        "leading": rng.choice((1.18, 1.25, 1.35, 1.5, 1.9)),
        "fields": rng.choice(("inline", "inline", "above", "below", "right")),
        "box": rng.choice(("drawn", "typed", "glyph")),
        "labels_first": rng.random() < 0.12,
        "counter": rng.choice(("none", "none", "of", "of", "slash", "dash", "pg", "page", "caps", "pages")),
        "cont": rng.choice(("none", "none", *CONTINUED)),
        "head": rng.choice([name for name in HEADS if name != "none"]),
        "typos": rng.choice((0.0, 0.0, 0.0, 0.015, 0.03)),
        "ehr": rng.choice(("", "", "", "", "banner", "chart", "export", "slim", "titled")),
    }
    given: dict[str, object] = {name: value for name, value in template.options.items() if name in drawn}
    for name in ("size", "margin", "leading", "typos"):
        if name in given:
            given[name] = float(str(given[name]))
    if "labels_first" in given:
        given["labels_first"] = given["labels_first"] == "yes"
    if "grid" in template.options:
        given["grid"] = template.options["grid"]
    if template.kind in PAPERS:
        drawn["ehr"] = ""
    if template.options.get("head") == "none" and "box" in given and rng.random() < 0.2:  # the form filled in on a screen
        given |= {"fields": "acro", "box": "acro", "labels_first": "no", "font": "sans"}
    if given.get("ehr") == "no":
        given["ehr"] = ""
    return Look(**{**drawn, **given})  # type: ignore[arg-type]


def author_of(world: World, kind: str, rng: random.Random) -> Person:
    names = data("world")
    if kind in ("progress report", "rfa"):
        return world.treater
    if kind in ROLES:
        creds, special, houses = ROLES[kind]
        house = world.uro if houses == "uros" else rng.choice(names[houses])
        return world.person(creds, special, house)
    if kind == "legal":
        return Person(world.attorney.split()[0], world.attorney.split(" ", 1)[1], "Esq.", "Attorney at Law", world.firm)
    if kind == "correspondence":
        return Person(world.adjuster.split()[0], world.adjuster.split(" ", 1)[1], "", "Claims Examiner", world.carrier)
    return Person("", "", "", "", world.carrier)


class Builder:
    """Lays one template out."""

    def __init__(self, world: World, template: Template, dos: date, rng: random.Random, given: Row | None = None) -> None:
        self.world, self.template, self.rng, given = world, template, rng, given or {}
        self.look = given.pop("look", None) or self._look()
        self.older = bool(given.pop("older", False))
        form = given.pop("form", "") or template.options.get("date") or rng.choice(DATE_FORMS)
        who = given.pop("who", None) or author_of(world, template.kind, rng)
        self.values = values_of(world, dos, who, rng, form) | given
        self.dos, self.who = dos, who
        self.text = Expansion(
            self.values, rng, form, data("fillers"), longer=rng.choice((1, 2, 4, 7, 10, 14)) * LONG.get(template.kind, 1)
        )
        self.sheet = Sheet(self.look, rng, continuation(self.look.cont, self.values))
        if self.look.ehr:
            self.sheet.top -= 2
        self.title, self.boxed = "", False
        self.facts: list[Row] = []
        self.table: list[list[str]] = []
        self.heads, self.widths = 0, [1.0]

    def _look(self) -> Look:
        """A treating physician's office writes all on one paper, more often than not."""
        look = look_of(self.template, self.rng)
        if self.template.kind not in ("progress report", "rfa", "consultation") or self.rng.random() < 0.35:
            return look
        house = self.world.__dict__.setdefault("house", look)
        kept = {
            name: getattr(house, name) for name in ("font", "head", "cont", "counter") if name not in self.template.options
        }
        return replace(look, **kept)

    def build(self, groups: dict[str, list[Row]]) -> Document:
        self.text.groups = groups
        self.values |= _sorts(groups["req"])
        lines = list(self.text.lines(self.template.lines))
        broken = self._breaks(len(lines))
        for at, line in enumerate(lines):
            if (
                at in broken
                and not line.text.startswith(("|", "/", "@sign"))
                and not any("full" in mark for mark in line.marks)
            ):
                self._close_table()
                self.sheet.fresh()
            self._line(line)
        self._close_table()
        self.sheet.whole()
        furnish(self.sheet, self.values, self.rng)
        if self.look.ehr in ("chart", "export"):  # whose chart it is stands above each page
            self.text.used.add("facility")
        model = {"look": self.look, "form": self.text.date_form, "who": self.who} | {
            name: self.values[name] for name in PAPER
        }
        return Document(self.template, self.look, self.sheet.pages, self._truth(), self._facts(), model)

    def _breaks(self, count: int) -> set[int]:
        """Where a new sheet is begun though the last is not full, as prints and forms do."""
        if count < 12 or self.rng.random() < 0.6:
            return set()
        return set(self.rng.sample(range(7, count - 1), self.rng.randrange(1, 3)))

    def _line(self, line: Line) -> None:
        text = line.text
        if not text.startswith("|"):
            self._close_table()
        if any("counted" not in mark for mark in line.marks) and text[:1] not in "|+@/":
            self.sheet.keep(text)
        self._lay(text)
        self.boxed = text.startswith("+")
        for mark in line.marks:
            if not text.startswith("/"):
                self._mark(mark)

    def _mark(self, mark: Row) -> None:
        self.facts.append({"mark": mark, "page": len(self.sheet.pages)})

    def _lay(self, text: str) -> None:
        sheet, look = self.sheet, self.look
        first, rest = text[:1], text[1:].strip()
        if not text:
            sheet.gap()
        elif text.startswith("@"):
            self._part(rest)
        elif text.startswith("/"):
            acts: Row = {"page": sheet.fresh, "col": sheet.columns, "endcol": sheet.whole, "gap": partial(sheet.gap, 18)}
            acts[rest]()
        elif text.startswith("---"):
            sheet.rule()
        elif first == "^":
            words = rest.lstrip("^").strip()
            self.title = self.title or bare(words)
            self.values["title"] = self.title
            sheet.para(
                words, bold=True, size=12 if rest.startswith("^") else 14, align="left" if rest.startswith("^") else "center"
            )
            sheet.gap(4)
        elif first == "#":
            sheet.need(30)
            sheet.gap(5)
            sheet.para(rest, bold=True)
        elif text.startswith(">>"):
            sheet.para(text[2:].strip(), align="right")
        elif first == ">":
            sheet.para(rest, indent=24)
        elif first == "~":
            sheet.para(rest, size=7.5)
        elif first == "-":
            sheet.para("- " + mistyped(rest, look.typos, self.rng), indent=10)
        elif first == "+":
            pairs = [pair.partition("=") for pair in rest.split(";;")]
            if look.fields in ("above", "acro") and not self.boxed:
                sheet.gap(4)
            sheet.fields([(label.strip(), value.strip()) for label, _, value in pairs])
        elif text.startswith(("[x]", "[ ]")):
            choices = [each.strip() for each in text.split(";;")]
            sheet.boxes([(each.startswith("[x]"), each[3:].strip()) for each in choices])
        elif first == "|":
            self._row(text)
        elif "::" in text:
            label, _, words = text.partition("::")
            sheet.runin(label.strip() + ":", mistyped(words.strip(), look.typos, self.rng))
        else:
            sheet.para(mistyped(text, look.typos, self.rng))

    def _row(self, text: str) -> None:
        if text.startswith("|="):
            self._close_table()
            self.widths = [float(each) for each in text[2:].split(",")]
            return
        cells = [cell.strip() for cell in text.lstrip("|").split("|")]
        if text.startswith("||"):
            self.heads += 1
        if len(self.widths) != len(cells):
            self.widths = [1.0] * len(cells)
        self.table.append(cells)
        if len(self.table) > self.heads:  # a row stands on the page where it is drawn, so marks are right
            self._flush()

    def _flush(self) -> None:
        self.sheet.table(self.table, self.heads, self.widths)
        self.sheet.y += 8
        self.table, self.heads = [], 0

    def _close_table(self) -> None:
        if self.table:
            self._flush()
            self.sheet.gap(4)

    def _part(self, name: str) -> None:
        if name == "head":
            if self.look.head == "foot" and len(self.sheet.pages) > 1:
                return
            HEADS[self.look.head](self.sheet, self.values)
            if self.look.head != "none":
                self.text.used.add("facility")
        elif name.startswith("patient"):
            kind = name[8:] or self.rng.choice(list(PATIENTS))
            PATIENTS[kind](self.sheet, self.values)
            for each in PATIENT_NAMES[kind]:
                self._mark({"value": each, "text": str(self.values[each])})
            self.sheet.gap(8)
        elif name == "sign":
            sign(self.sheet, self.values, self.rng)
            self.text.used.add("author")
            self._mark({"value": "author", "text": str(self.values["author"])})

    def _truth(self) -> Row:
        used = self.text.used
        dated = "dos" in used or "dostext" in used
        authored = self.template.kind not in NO_AUTHOR and self.who.last and used & {"author", "authorfull"}
        return {
            "first": 1,
            "last": len(self.sheet.pages),
            "type": self.template.kind,
            "date": self.dos.isoformat() if dated else None,
            "note": self.template.name,
            "author": self.values["authorfull"] if authored else None,
            "facility": self.who.facility if "facility" in used else None,
            "title": self.title,
        }

    def _facts(self) -> list[Row]:
        """What was printed, once for each place."""
        found = []
        for each in self.facts:
            mark, page = each["mark"], each["page"]
            if "value" in mark:
                kind = f"older_{mark['value']}" if self.older and mark["value"] == "rfadate" else mark["value"]
                found.append({"kind": kind, "text": mark["text"], "page": page})
            elif "icd" in mark and {"dx", "icd"} & mark.get("printed", set()):
                found.append(
                    {
                        "kind": "diagnosis",
                        "text": mark["dx"],
                        "code": mark["icd"] if "icd" in mark["printed"] else None,
                        "named": "dx" in mark["printed"],
                        "page": page,
                    }
                )
            elif "drug" in mark and {"dose"} & mark.get("printed", set()):
                found.append({"kind": "medication", "text": mark["drug"], "dose": mark["dose"], "page": page})
            elif "structure" in mark and {"finding", "terse"} & mark.get("printed", set()):
                text = mark["finding"] if "finding" in mark["printed"] else mark["terse"]
                found.append(
                    {
                        "kind": "exam",
                        **{name: mark[name] for name in ("structure", "polarity", "side")},
                        "text": text,
                        "page": page,
                    }
                )
            elif "full" in mark:
                found.append({"kind": "request", "item": mark, "page": page})
            elif "counted" in mark:
                found.append({"kind": "count", "n": mark["counted"], "name": mark["name"], "page": page})
        return found


def _sorts(asked: list[Row]) -> dict[str, object]:
    """Which outcomes there are: headings over nothing are not printed, and a letter's title fits what it decides."""
    outcomes = {each["decision"] for each in asked}
    told: dict[str, object] = {f"any{name}": name in outcomes for name in ("certified", "modified", "denied", "deferred")}
    kind = "non-certification" if "denied" in outcomes else "deferral"
    if outcomes & {"certified", "modified"}:
        kind = "partial certification"
    return told | {"several": len(asked) > 1, "kind": kind, "items": len(asked)}


def build(world: World, template: Template, dos: date, rng: random.Random, given: Row | None = None) -> Document:
    """The document, with lists of what it speaks of drawn by chance."""
    groups = {
        "dx": world.diagnoses(rng.randrange(2, 5)),
        "med": world.medications(rng.randrange(2, 5)),
        "exam": world.examination(rng.randrange(3, 7)),
    }
    older = template.kind in ("ur determination", "rfa") and dos < world.rfa_date
    asked = world.requests() if older else list(world.requested)  # an earlier round asked for something of its own
    if older:
        form = world.rfa_date - (world.ur_date - dos)
        days = {"rfadate": form, "received": form + timedelta(1), "deadline": dos + timedelta(30)}
        given = {**(given or {}), **days, "older": True}
    if template.kind == "imr application":
        asked = [each for each in asked if each["decision"] in ("denied", "modified", "deferred")]
    dx = groups["dx"]
    groups["req"] = [
        {**request(each, template, rng), "k": at + 1, "because": dict(dx[at % len(dx)])} for at, each in enumerate(asked)
    ]
    told = "\n".join(template.lines)
    if "*out" in told or "*each out" in told:
        groups["out"] = [request(_withdrawn(world, asked, rng), template, rng)]
    if "*earlier" in told or "*each earlier" in told:
        groups["earlier"] = [_earlier(n, each, dos, rng) for n, each in enumerate(_others(world, asked, rng)[:2], 1)]
    return Builder(world, template, dos, rng, given).build(groups)


def _others(world: World, asked: list[Row], rng: random.Random) -> list[Row]:
    """Care of the same clinical picture that is not asked for here."""
    said = {each["full"].split(",")[0] for each in asked}
    rows = []
    for _, titles, count, _, unit in rng.sample(world.scenario["requests"], len(world.scenario["requests"])):
        full, short, formal = (world.side_words(each) for each in titles.split("|"))
        full, formal = full[0].upper() + full[1:], formal[0].upper() + formal[1:]
        rows.append({"full": full, "short": short, "formal": formal, "asked": count or None, "unit": unit})
    return [row for row in rows if row["full"].split(",")[0] not in said]


def _withdrawn(world: World, asked: list[Row], rng: random.Random) -> Row:
    """Something else that was asked for and taken back: it stands in the letter, and nothing was decided about it."""
    return {**_others(world, asked, rng)[0], "n": len(asked) + 1, "decision": None, "allowed": None}


def _earlier(n: int, care: Row, dos: date, rng: random.Random) -> Row:
    """Care of another time: named, with its own end, and no part of what this paper asks or decides."""
    fate = rng.choice(("approved", "denied", "done", "approved in part"))
    return {
        "n": n,
        "care": care[rng.choice(("full", "formal"))],
        "fate": fate,
        "when": dos - timedelta(rng.randrange(70, 210)),
    }
