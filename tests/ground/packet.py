"""Packets: documents in a row, page furniture over all of them, faults planted; a PDF and its truth."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from .documents import Document, build
from .markup import Row, Template, templates, written
from .sheet import HIGH, WIDE, Page
from .world import World

if TYPE_CHECKING:
    from collections.abc import Callable

SEX = ("sex", "sexcap", "sexword", "sexletter")
CONTRADICTED = {"injury": {"injury"}, "age": {"age"}, "sex": set(SEX), "side": {"part", "partcap"}}
"""What a document may say otherwise than the rest, and the values that show it."""
TOLD = ("progress report", "consultation", "qme report", "emergency")
PLAN = (  # type, least and most in a packet of usual size
    ("fax cover", 0, 1),
    ("index", 0, 1),
    ("imr application", 1, 1),
    ("ur determination", 1, 2),
    ("rfa", 1, 2),
    ("progress report", 3, 6),
    ("therapy note", 1, 5),
    ("imaging", 1, 3),
    ("consultation", 0, 2),
    ("qme report", 0, 1),
    ("operative report", 0, 1),
    ("injection", 0, 1),
    ("electrodiagnostic study", 0, 1),
    ("first report", 0, 1),
    ("emergency", 0, 1),
    ("pharmacy", 0, 1),
    ("lab", 0, 2),
    ("chiropractic note", 0, 3),
    ("acupuncture note", 0, 3),
    ("psychology report", 0, 1),
    ("nursing note", 0, 1),
    ("billing", 0, 2),
    ("legal", 0, 1),
    ("correspondence", 0, 2),
)


@dataclass
class Packet:
    """What a file holds."""

    documents: list[Document]
    truth: Row
    furniture: list[Callable[[Canvas, int, int], None]]
    pages: list[tuple[Page, Document]] = field(default_factory=list)

    def pdf(self) -> bytes:
        """The file, every page as words."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(WIDE, HIGH), invariant=1)
        for number, (page, document) in enumerate(self.pages, 1):
            page.draw(canvas, document.look.labels_first)
            for piece in self.furniture:
                piece(canvas, number, len(self.pages))
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def packet(seed: int, unseen: bool = False, only: str = "", pages: int = 0, most: int = 0) -> Packet:
    """A packet drawn by a seed: of seen or of unseen templates alone; of one type where asked; of so many
    pages at least, or of so many documents at most."""
    rng = random.Random(f"{seed}{unseen}{only}")
    world = World(rng, unseen)
    choice: dict[str, list[Template]] = {}
    for each in templates():
        if each.unseen == unseen and (not only or each.kind == only):
            choice.setdefault(each.kind, []).append(each)
    documents: list[Document] = []
    while not documents or sum(len(each.pages) for each in documents) < pages:
        documents += _round(world, choice, rng, bool(only))
    if most and most < len(documents):
        documents = [documents[at] for at in sorted(rng.sample(range(len(documents)), most))]
    if not only and rng.random() < 0.5:
        _contradict(world, documents, rng)
    return assembled(world, documents, rng)


def _contradict(world: World, documents: list[Document], rng: random.Random) -> None:
    """Makes one document say another injury date, age, sex or side."""
    what = rng.choice(list(CONTRADICTED))
    marks = CONTRADICTED[what]
    if what == "side" and "{s}" not in world.scenario["part"]:
        return
    able = [
        n for n, each in enumerate(documents) if each.template.kind in TOLD and marks & {fact["kind"] for fact in each.facts}
    ]
    if not able:
        return
    at = rng.choice(able)
    old, side = documents[at], world.side
    given = dict(old.model)
    day = date.fromisoformat(old.truth["date"]) if old.truth["date"] else world.ur_date
    if what == "injury":
        wrong = world.injury + timedelta(rng.choice((-365, -31, 10, 90)))
        given["injury"] = written(wrong, given["form"])
    elif what == "age":
        given["age"] = world.age(day) + rng.choice((-11, 7, 12))
    elif what == "sex":
        other = "male" if world.sex == "female" else "female"
        given |= {"sex": other, "sexcap": other.capitalize(), "sexletter": other[0].upper()}
        given["sexword"] = "man" if other == "male" else "woman"
    else:
        world.side = "right" if side == "left" else "left"
    new = build(world, old.template, day, random.Random(rng.random()), given)
    world.side = side
    told = {"text": wrong.isoformat()} if what == "injury" else {}
    new.facts = [{**fact, **told, "kind": f"wrong_{what}"} if fact["kind"] in marks else fact for fact in new.facts]
    documents[at] = new


def _round(world: World, choice: dict[str, list[Template]], rng: random.Random, single: bool) -> list[Document]:
    kinds = [(kind, 8, 8) for kind in choice] if single else [each for each in PLAN if each[0] in choice]
    blocks = []
    for kind, least, most in kinds:
        count = rng.randint(least, most)
        pool = choice[kind]
        chosen = rng.sample(pool, min(count, len(pool)))
        often = [each for each in chosen if "once" not in each.options]
        if often and (kind.endswith("note") or kind == "progress report") and rng.random() < 0.5 and not single:
            chosen = [often[0]] * count  # one clinic's notes of many days, one after another
        blocks.append(_block(world, chosen, _days(world, kind, len(chosen), rng), rng))
    if not single and rng.random() < 0.35:
        head, tail = blocks[:4], blocks[4:]
        rng.shuffle(tail)
        blocks = head + tail
    return [each for block in blocks for each in block]


def _block(world: World, chosen: list[Template], days: list[date], rng: random.Random) -> list[Document]:
    made: list[Document] = []
    for template, day in zip(chosen, days, strict=True):
        again = made and made[-1].template is template
        made.append(build(world, template, day, rng, dict(made[-1].model) if again else None))
    return made


def _days(world: World, kind: str, count: int, rng: random.Random) -> list[date]:
    """Days that fit a type: a decision's own day, a form's own day, else days of care after the injury."""
    if kind == "ur determination":
        return [world.ur_date - timedelta(60 * at) for at in range(count)]
    if kind == "rfa":
        return [world.rfa_date - timedelta(60 * at) for at in range(count)]
    if kind in ("imr application", "fax cover", "index"):
        return [world.ur_date + timedelta(rng.randrange(5, 25)) for _ in range(count)]
    if kind == "first report":
        return [(world.span_end or world.injury) + timedelta(rng.randrange(0, 9)) for _ in range(count)]
    if kind == "progress report":
        return [world.rfa_date - timedelta(2 + 30 * at + (at and rng.randrange(5))) for at in range(count)]
    back = rng.randrange(20, 300)
    step = 3 if kind.endswith("note") else 40
    return [world.rfa_date - timedelta(back + step * (count - at)) for at in range(count)]


def assembled(world: World, documents: list[Document], rng: random.Random) -> Packet:
    rows: list[Row] = []
    facts: list[Row] = []
    missing: list[Row] = []
    pages: list[tuple[Page, Document]] = []
    for document in documents:
        start, kept, lost = len(pages) + 1, list(range(len(document.pages))), 0
        told = {fact["page"] - 1 for fact in document.facts if fact["kind"] in ("author", "authorfull", "dos", "dostext")}
        spare = [inner for inner in kept[1:-1] if inner not in told]
        if spare and document.look.counter in ("of", "slash", "caps", "pages") and rng.random() < 0.4:
            lost = rng.choice(spare) + 1
            kept.remove(lost - 1)
            missing.append({"what": f"page {lost} of {len(document.pages)}", "named_on": start + lost - 2})
        place = {inner + 1: start + at for at, inner in enumerate(kept)}
        pages += [(document.pages[inner], document) for inner in kept]
        rows.append({**document.truth, "first": start, "last": len(pages)})
        facts += [
            {**fact, "page": place[fact["page"]], "document": len(rows) - 1}
            for fact in document.facts
            if fact["page"] in place
        ]
        missing += _absent(document, place)
    truth = {"truth": rows, "scans": [], "missing": missing, "conflicts": _conflicts(facts), **_told(world, rows, facts)}
    truth["patient"] = f"{world.first} {world.last}"
    return Packet(documents, truth, _furniture(rng, world), pages)


def _absent(document: Document, place: dict[int, int]) -> list[Row]:
    return [
        {"what": fact["text"], "named_on": place[fact["page"]]}
        for fact in document.facts
        if fact["kind"] == "absent" and fact["page"] in place
    ]


def _told(world: World, rows: list[Row], facts: list[Row]) -> Row:
    """What the documents say, as it is to be found."""
    seen = {
        kind: sorted({fact["page"] for fact in facts if fact["kind"] == kind})
        for kind in ("age", *SEX, "injury", "part", "partcap", "urdate", "rfadate")
    }
    own = {"ur determination": "urdate", "rfa": "rfadate"}
    for row in rows:
        if row["date"] and row["type"] in own and row["date"] in (world.ur_date.isoformat(), world.rfa_date.isoformat()):
            seen[own[row["type"]]].append(row["first"])
    span = [world.injury.isoformat(), world.span_end.isoformat()] if world.span_end else [world.injury.isoformat()]
    told = {
        "sex": (world.sex, [page for kind in SEX for page in seen[kind]]),
        "injury": (span, seen["injury"]),
        "ur_denial": (world.ur_date.isoformat(), seen["urdate"]),
        "rfa": (world.rfa_date.isoformat(), seen["rfadate"]),
        "body_part": (world.side_words(world.scenario["part"]), seen["part"] + seen["partcap"]),
        "age": (sorted({int(fact["text"]) for fact in facts if fact["kind"] == "age"}), seen["age"]),
    }
    return {
        "facts": {name: {"value": value, "pages": pages} for name, (value, pages) in told.items()},
        "requests": _requests(rows, facts),
        "diagnoses": [_cut(fact, "text", "code", "named", "page") for fact in facts if fact["kind"] == "diagnosis"],
        "medications": [_cut(fact, "text", "dose", "page") for fact in facts if fact["kind"] == "medication"],
        "exam": [_cut(fact, "text", "structure", "side", "polarity", "page") for fact in facts if fact["kind"] == "exam"],
    }


def _cut(fact: Row, *names: str) -> Row:
    return {name: fact[name] for name in names}


def _requests(rows: list[Row], facts: list[Row]) -> list[Row]:
    source = {"imr application": "application", "ur determination": "ur", "rfa": "rfa"}
    found: dict[tuple[int, int], Row] = {}
    for fact in facts:
        row = rows[fact["document"]]
        if fact["kind"] != "request" or row["type"] not in source or "title" not in fact["item"].get("printed", ()):
            continue
        item, at = fact["item"], fact["document"]
        printed = {
            each["name"] for each in facts if each["kind"] == "count" and (each["document"], each["n"]) == (at, item["n"])
        }
        decision = item["decision"] if row["type"] == "ur determination" and "decision" in printed else None
        granted = printed & {"allow", "granted", "grantedfor"} or decision != "modified"
        found.setdefault(
            (at, item["n"]),
            {
                "source": source[row["type"]],
                "title": item["title"],
                "asked": item["asked"] if printed & {"qty", "quantity", "often", "comma", "paren"} else None,
                "allowed": item["allowed"] if decision and granted else None,
                "decision": decision,
                "page": fact["page"],
            },
        )
    return list(found.values())


def _conflicts(facts: list[Row]) -> list[Row]:
    planted: dict[str, Row] = {}
    for fact in facts:
        if fact["kind"].startswith("wrong_"):
            row = planted.setdefault(fact["kind"][6:], {"what": fact["kind"][6:], "value": fact["text"], "pages": []})
            row["pages"].append(fact["page"])
    return list(planted.values())


def _furniture(rng: random.Random, world: World) -> list[Callable[[Canvas, int, int], None]]:
    """Fax lines, Bates numbers and stamps that lie over the whole file."""
    sent = world.ur_date + timedelta(rng.randrange(20, 50))
    pieces = []
    if rng.random() < 0.45:
        pieces.append(
            _fax_line(
                rng.randrange(5), f"{sent:%m/%d/%Y}", f"{rng.randrange(8, 12)}:{rng.randrange(10, 60)}", world.carrier, rng
            )
        )
    if rng.random() < 0.4:
        pieces.append(_bates(rng))
    if rng.random() < 0.3:
        pieces.append(_stamp(rng, f"{sent:%m/%d/%Y}"))
    return pieces


def _fax_line(kind: int, day: str, time: str, sender: str, rng: random.Random) -> Callable[[Canvas, int, int], None]:
    number = f"559555{rng.randrange(1000, 9999)}"

    def piece(canvas: Canvas, n: int, total: int) -> None:
        text = (
            f"{day} {time}AM   FROM: {sender}   TO: {number}   PAGE {n} OF {total}",
            f"{day}  {time}  {number}                P.{n:03d}/{total:03d}",
            f"To: {number}  Page: {n:02d} of {total}   {day} {time} AM PDT   Fax server",
            f"FAX {day} {time} Pg {n}/{total}  ID: {sender.upper()[:18]}",
            f"Received: {day} {time}  ->  {number}    page {n} of {total}",
        )[kind]
        canvas.setFont("Courier", 8)
        canvas.drawString(22, HIGH - 14, text)

    return piece


def _bates(rng: random.Random) -> Callable[[Canvas, int, int], None]:
    prefix, start = rng.choice(("GPC", "FD-", "DEF_", "EX A ", "MED")), rng.randrange(1, 900)

    def piece(canvas: Canvas, n: int, _total: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawRightString(WIDE - 24, 14, f"{prefix}{start + n:06d}")

    return piece


def _stamp(rng: random.Random, day: str) -> Callable[[Canvas, int, int], None]:
    text = rng.choice(
        (
            f"Uploaded {day} via provider portal",
            f"RECEIVED {day} MAIL ROOM 4",
            f"Scanned {day} Doc ID 8827310",
            f"e-filed {day}",
        )
    )
    top = rng.random() < 0.5

    def piece(canvas: Canvas, _n: int, _total: int) -> None:
        canvas.setFont("Helvetica-Bold", 7)
        wide = stringWidth(text, "Helvetica-Bold", 7)
        canvas.drawString(WIDE - 20 - wide if top else 20, HIGH - 24 if top else 12, text)

    return piece
