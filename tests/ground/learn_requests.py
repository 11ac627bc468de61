"""`python -m tests.ground.learn_requests`: learns which words name a request from the seen templates' papers.

Writes `resources/letter/request_words.txt` (`extract.requests.learned` reads it): a conditional random field over the words
of a row, learned by CRFsuite (extra ``learn``). The words that count by themselves are those of at least three templates;
none that is filled in, and none of care. `--held N` says how well it does on templates it did not learn from.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from imr_desktop.extract.likeness import same_request
from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.requests import learned
from imr_desktop.extract.requests.candidates import Marked, candidates
from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.model import PAPERS
from imr_desktop.extract.requests.reading import layout_of_page
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.traits import Word, traits_of, words_in
from imr_desktop.record import Reader, reading_sandbox

from .alike import same_care
from .documents import build
from .learn import _MARKS, ROOT
from .markup import Row, Template, templates
from .packet import _days, assembled
from .world import World

SEED, LEAST_TEMPLATES, LEAST_OFTEN, LEAST_WEIGHT = 900, 3, 8, 0.03
SETTINGS = {"c1": 0.1, "c2": 0.5, "max_iterations": 80, "feature.possible_transitions": True, "feature.minfreq": LEAST_OFTEN}
SIGNS = ["0", "00", "000", "(", ")", ".", ",", ":", ";", "-", "/", "#", "$", "%", "|", "&"]
ALIKE = 75


class Paper(NamedTuple):
    """A paper as the reader sees it, and the requests that it names."""

    template: Template
    rows: list[Marked]
    requests: list[Row]

    @property
    def titles(self) -> list[str]:
        """How it names them."""
        return [str(row["title"]) for row in self.requests]


def papers(rounds: int, kinds: Iterable[str] = PAPERS) -> list[Paper]:
    """So many papers of each seen template of some kinds."""
    found: list[Paper] = []
    with reading_sandbox() as sandbox:
        reader = Reader(sandbox)
        for template in (each for each in templates() if each.kind in kinds and not each.unseen):
            found += (_paper(reader, template, random.Random(f"{SEED} {at} {template.name}")) for at in range(rounds))
    return found


def _paper(reader: Reader, template: Template, rng: random.Random) -> Paper:
    world = World(rng, False)
    made = assembled(world, [build(world, template, _days(world, template.kind, 1, rng)[0], rng)], rng)
    pages = reader.read_bytes(made.pdf(), "paper.pdf").pages
    layouts = without_furniture([layout_of_page(page) if page.readable else "" for page in pages]).texts
    rows, _ = candidates(rows_of(Sheet.of(layouts)), PAPERS[template.kind])
    return Paper(template, rows, made.truth["requests"])


def vocabulary(read: Iterable[Paper]) -> frozenset[str]:
    """The words that several of the papers' templates share."""
    chosen = {paper.template.name: paper.template.lines for paper in read}
    own = Counter(
        word for lines in chosen.values() for word in {w for line in lines for w in words_in(_MARKS.sub(" ", line))}
    )
    shared = (word for word, count in own.items() if count >= LEAST_TEMPLATES and word.isalpha() and care_word_at(word) < 0)
    return frozenset([*shared, *SIGNS])


def tags(words: Sequence[Word], titles: Iterable[str]) -> list[str]:
    """For each word of a row, whether it begins a title, goes on with it, or is none of it."""
    here = [word.text.lower() for word in words]
    found = ["O"] * len(here)
    for title in map(words_in, titles):
        for at in range(len(here) - len(title) + 1):
            if here[at : at + len(title)] == title and set(found[at : at + len(title)]) == {"O"}:
                found[at : at + len(title)] = ["B", *["I"] * (len(title) - 1)]
    return found


def learn(read: Iterable[Paper], known: frozenset[str], path: Path) -> None:
    """Learns from papers; writes CRFsuite's model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for paper in read:
        for words, traits in traits_of(paper.rows, known, PAPERS[paper.template.kind]):
            if words:
                trainer.append(traits, tags(words, paper.titles))
    trainer.set_params(SETTINGS)
    trainer.train(str(path))


def table_of(path: Path, known: frozenset[str]) -> str:
    """A model as the table that `learned` reads."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    steps = [[info.transitions.get((one, two), 0.0) for two in learned.TAGS] for one in learned.TAGS]
    counted: dict[str, list[float]] = {}
    for (trait, tag), weight in info.state_features.items():
        counted.setdefault(trait, [0.0] * len(learned.TAGS))[learned.TAGS.index(tag)] = weight
    rows = [f"{trait}\t{_whole(row)}" for trait, row in sorted(counted.items()) if max(map(abs, row)) >= LEAST_WEIGHT]
    return "\n".join([" ".join(sorted(known)), *map(_whole, steps), *rows]) + "\n"


def _whole(row: Iterable[float]) -> str:
    return " ".join(str(round(weight * learned.UNIT)) for weight in row)


def held_out(read: Sequence[Paper], folds: int) -> Iterator[str]:
    """Titles right, given and true in papers of templates that were not learned from, kind by kind."""
    names = sorted({paper.template.name for paper in read})
    random.Random(SEED).shuffle(names)
    counts: dict[str, Counter[str]] = {}
    for fold in range(folds):
        away = set(names[fold::folds])
        kept = [paper for paper in read if paper.template.name not in away]
        known = vocabulary(kept)
        with tempfile.TemporaryDirectory() as home:
            learn(kept, known, Path(home) / "model")
            weights = learned.weights_of(table_of(Path(home) / "model", known))
        for paper in (paper for paper in read if paper.template.name in away):
            counts.setdefault(paper.template.kind, Counter()).update(_told(paper, weights))
    for kind, count in counts.items():
        right, given, true = (count[name] for name in ("right", "given", "true"))
        yield f"{kind}: precision {right / given:.3f} recall {right / true:.3f} ({right} right, {given} given, {true} true)"


def _told(paper: Paper, weights: learned.Weights) -> dict[str, int]:
    given: list[str] = []
    for span in learned.learned_in(paper.rows, PAPERS[paper.template.kind], weights):
        if not any(same_request(span.title, other) for other in given):
            given.append(span.title)
    left = list(given)
    for title in paper.titles:
        best = max(left, key=lambda one, title=title: same_care(title, one), default="")  # type: ignore[misc]
        if best and same_care(title, best) >= ALIKE:
            left.remove(best)
    return {"right": len(given) - len(left), "given": len(given), "true": len(paper.titles)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8, help="papers of each template")
    parser.add_argument("--held", type=int, default=0, help="only say how it does where every Nth template is held out")
    given = parser.parse_args()
    read = papers(given.rounds)
    if given.held:
        sys.stdout.writelines(f"{line}\n" for line in held_out(read, given.held))
        return
    known = vocabulary(read)
    with tempfile.TemporaryDirectory() as home:
        learn(read, known, Path(home) / "model")
        table = table_of(Path(home) / "model", known)
    (ROOT / "resources" / "letter" / learned.TABLE).write_text(table, "utf-8")


if __name__ == "__main__":
    main()
