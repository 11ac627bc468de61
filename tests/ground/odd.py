"""Packets that try a reader: two patients in one file, pages in reverse, one document, very many, days to come, Spanish."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from .documents import Document, build
from .markup import Template, templates
from .packet import Packet, assembled, packet
from .world import World

SPANISH = """@head
^ INFORME DE PROGRESO DEL MÉDICO TRATANTE
Fecha de la visita: {dos}
Paciente: {patient}     Fecha de la lesión: {injury}
El paciente, de {age} años, refiere dolor de espalda. Niega fiebre. No hay pérdida de control de esfínteres.
La maniobra de elevación de la pierna es positiva del lado derecho. No se observa atrofia.
*med {drugcap} {dose}
*dx {dx} ({icd})
@sign"""


SMALL = (
    ("imr-state", "ur-retro", "rfa-dwc-scanlike", "pr-soap", "pr-reeval", "im-table", "th-massage", "la-slip"),
    ("imr-oldform", "ur-knoll", "rfa-dwc", "pr-dwc-form", "pr-narrative", "im-ehr", "th-eval", "la-gene"),
)
"""Named, so that the suite's packets stay what they are when bodies are added."""


def _seen(*kinds: str) -> list[Template]:
    return [each for each in templates() if not each.unseen and each.kind in kinds]


def _notes(world: World, count: int, rng: random.Random, *kinds: str) -> list[Document]:
    pool = _seen(*kinds)
    return [build(world, rng.choice(pool), world.rfa_date - timedelta(3 * at + 5), rng) for at in range(count)]


def two_patients(seed: int) -> Packet:
    """Another person's notes lie in the middle; `strangers` says on which pages."""
    rng = random.Random(seed)
    one, other = World(rng), World(rng)
    kinds = ("progress report", "imaging", "therapy note", "consultation")
    first, middle, last = (_notes(world, count, rng, *kinds) for world, count in ((one, 8), (other, 4), (one, 6)))
    made = assembled(one, [*first, *middle, *last], rng)
    rows = made.truth["truth"]
    made.truth["strangers"] = [[rows[8]["first"], rows[11]["last"]]]
    return made


def reverse(seed: int) -> Packet:
    """The last page lies on top."""
    made = packet(seed)
    total = len(made.pages)
    made.pages.reverse()
    for row in made.truth["truth"]:
        row["first"], row["last"] = total + 1 - row["last"], total + 1 - row["first"]
    made.truth["truth"].reverse()
    return made


def single(seed: int) -> Packet:
    """One document is the whole file."""
    rng = random.Random(seed)
    world = World(rng)
    return assembled(world, _notes(world, 1, rng, "qme report"), rng)


def small(seed: int, unseen: bool = False) -> Packet:
    """A few documents of many types: for the suite."""
    rng = random.Random(seed)
    world = World(rng)
    before = (world.rfa_date - timedelta(9 * n) for n in range(1, 6))
    days = (world.ur_date + timedelta(9), world.ur_date, world.rfa_date, *before)
    named = {each.name: each for each in templates()}
    chosen = [named[name] for name in SMALL[unseen]]
    return assembled(world, [build(world, each, day, rng) for each, day in zip(chosen, days, strict=True)], rng)


def many(seed: int, count: int = 1936) -> Packet:
    """Nothing but documents of one page."""
    rng = random.Random(seed)
    world = World(rng)
    made: list[Document] = []
    while len(made) < count:
        made += [each for each in _notes(world, 50, rng, "therapy note", "lab", "acupuncture note") if len(each.pages) == 1]
    return assembled(world, made[:count], rng)


def future(seed: int) -> Packet:
    """Notes of 2042: days that cannot be."""
    rng = random.Random(seed)
    world = World(rng)
    later = [
        build(world, each, world.ur_date.replace(year=2042, day=1), rng) for each in _seen("progress report", "imaging")[:4]
    ]
    made = assembled(world, _notes(world, 4, rng, "progress report") + later, rng)
    for row in made.truth["truth"][4:]:
        row["date"] = None
    return made


def spanish(seed: int) -> Packet:
    """A record in Spanish between English ones."""
    rng = random.Random(seed)
    world = World(rng)
    body = Template("progress report", "pr-spanish", {}, tuple(SPANISH.split("\n")))
    mine = [build(world, replace(body), world.rfa_date - timedelta(20 * at), rng) for at in range(3)]
    return assembled(world, _notes(world, 3, rng, "imaging") + mine + _notes(world, 2, rng, "therapy note"), rng)


ODD: dict[str, Callable[[int], Packet]] = {
    "two-patients": two_patients,
    "reverse": reverse,
    "single": single,
    "small": small,
    "many": many,
    "future": future,
    "spanish": spanish,
}
