"""`python -m tests.ground.learn`: learns from seen templates how far each word speaks for a kind of document.

Writes `resources/letter/document_words.txt`. The words are those that the templates themselves consist of: no names, firms,
care or findings that are filled in. `data/papers.txt` adds papers in further words, and such as are of no kind. Ridge
regression of the kinds on the words' presence, rare words counting more (inverse document frequency), kinds of which there
are many counting less, each document of length 1. `--held N` says how well it does on templates it did not learn from.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

import numpy as np

from imr_desktop.extract.documents import _pages
from imr_desktop.extract.parts.kind import words_on
from imr_desktop.extract.parts.look import look_at
from imr_desktop.extract.parts.vocabulary import TABLE, UNIT, words_of
from imr_desktop.record import Reader, reading_sandbox

from .documents import build
from .markup import Template, templates
from .packet import _days, assembled
from .world import World

ROOT = Path(__file__).resolve().parents[2]
SEED, AT_ONCE, RIDGE = 900, 24, 0.4
PAPERS = Path(__file__).parent / "data" / "papers.txt"
_MARKS = re.compile(r"\{[^}]*\}|^/\w+|^@\w+|^%\w+.*|^\*\w+( \w+)?")
Read = tuple[Template, frozenset[str]]


def own_words(template: Template) -> frozenset[str]:
    return frozenset().union(*(words_of(_MARKS.sub(" ", line)) for line in template.lines))


def papers() -> list[Read]:
    """The papers in further words, each as if it were a template."""
    found: list[Read] = []
    for at, chunk in enumerate(PAPERS.read_text("utf-8").split("\n=== ")[1:]):
        kind, *lines = chunk.splitlines()
        paper = Template(kind, f"paper-{at}", {}, tuple(lines))
        found.append((paper, own_words(paper)))
    return found


def documents(rounds: int) -> list[Read]:
    """So many documents of each seen template, as the reader sees them."""
    found: list[Read] = []
    with reading_sandbox() as sandbox:
        reader = Reader(sandbox)
        for at in range(rounds):
            rng = random.Random(SEED + at)
            pool = [each for each in templates() if not each.unseen]
            rng.shuffle(pool)
            for start in range(0, len(pool), AT_ONCE):
                found += _packet(reader, pool[start : start + AT_ONCE], rng)
    return found


def _packet(reader: Reader, pool: list[Template], rng: random.Random) -> list[Read]:
    world = World(rng)
    made = assembled(world, [build(world, each, _days(world, each.kind, 1, rng)[0], rng) for each in pool], rng)
    pages, _ = _pages(reader.read_bytes(made.pdf(), "packet.pdf"))
    looks = [look_at(*page) for page in pages]
    rows = made.truth["truth"]
    return [(each, words_on(looks[row["first"] - 1 : row["last"]])) for each, row in zip(pool, rows, strict=True)]


def learned(read: list[Read]) -> tuple[list[str], list[str], np.ndarray, np.ndarray]:
    """Kinds, words, each word's rarity, and its weight for each kind."""
    kinds = sorted({template.kind for template, _ in read})
    words = sorted(frozenset().union(*(own_words(template) for template, _ in read)))
    stands = np.array([[word in here for word in words] for _, here in read], dtype=float)
    rarity = np.log((len(read) + 1) / (stands.sum(0) + 0.5))
    rows = stands * rarity
    rows /= np.maximum(1e-9, np.linalg.norm(rows, axis=1, keepdims=True))
    own = np.array([kinds.index(template.kind) for template, _ in read])
    counts = (len(read) / len(kinds) / np.bincount(own)[own])[:, None] ** 0.25
    rows, true = rows * counts, (np.eye(len(kinds))[own] - 1 / len(kinds)) * counts
    weights = rows.T @ np.linalg.solve(rows @ rows.T + RIDGE * np.eye(len(rows)), true) * rarity[:, None]
    return kinds, words, rarity, weights


def held_out(read: list[Read], folds: int) -> float:
    """The share of documents that are told by what was learned from other templates."""
    names = sorted({template.name for template, _ in read})
    random.Random(SEED).shuffle(names)
    right = 0
    for fold in range(folds):
        away = set(names[fold::folds])
        kinds, words, rarity, weights = learned([*papers(), *(one for one in read if one[0].name not in away)])
        for template, here in (one for one in read if one[0].name in away):
            at = [index for index, word in enumerate(words) if word in here]
            right += kinds[int((weights[at].sum(0) / (np.linalg.norm(rarity[at]) or 1)).argmax())] == template.kind
    return right / len(read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="documents of each template")
    parser.add_argument("--held", type=int, default=0, help="only say the share told where every Nth template is held out")
    given = parser.parse_args()
    read = documents(given.rounds)
    if given.held:
        sys.stdout.write(f"{held_out(read, given.held):.3f} of {len(read)}\n")
        return
    kinds, words, rarity, weights = learned([*papers(), *read])
    numbers = np.round(np.column_stack([rarity, weights]) * UNIT).astype(int)
    lines = [f"{word} {' '.join(map(str, row))}" for word, row in zip(words, numbers, strict=True)]
    (ROOT / "resources" / "letter" / TABLE).write_text("\n".join(["\t".join(kinds), *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
