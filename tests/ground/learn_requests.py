"""`python -m tests.ground.learn_requests`: learns from seen templates which words name a request, and its outcome.

Writes six tables in `resources/letter` (extra ``learn``): ``request_words.txt`` (`extract.requests.learned`), a conditional
random field over the words of a row (CRFsuite); ``request_outcomes.txt`` (`extract.requests.outcomes`), weights of traits
of what that field names in papers of templates that it was not learned from (CRFsuite); ``request_kept.txt`` and
``request_decided.txt``, boosted trees (LightGBM) over what those weights say of papers that they were not learned from;
``request_allowed.txt`` and ``request_given.txt`` (`extract.requests.allowing`), weights that tell how much is allowed
(CRFsuite). The words that count by themselves are those of at least three templates; none that is filled in, and none of
care. `--held N` says how well all do on templates that none was learned from.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import pycrfsuite

from imr_desktop.extract.parts.furniture import without_furniture
from imr_desktop.extract.requests import allowing, learned, outcomes
from imr_desktop.extract.requests.allowing import figures_near
from imr_desktop.extract.requests.boosted import trees_of
from imr_desktop.extract.requests.both import found_besides
from imr_desktop.extract.requests.candidates import Candidate, Marked
from imr_desktop.extract.requests.care_words import care_word_at
from imr_desktop.extract.requests.evidence import by_rules
from imr_desktop.extract.requests.items import bound_items, decided_as
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.model import PAPERS, Found
from imr_desktop.extract.requests.outcomes import OUTCOMES, Outcome
from imr_desktop.extract.requests.reading import layout_of_page
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.traits import Word, traits_of, words_in
from imr_desktop.record import Reader, reading_sandbox

from .alike import same_care
from .boost import boosted
from .documents import build
from .laid_out import laid_out
from .learn import _MARKS, ROOT
from .markup import Template, templates
from .packet import _days, assembled
from .world import World
from .written import ALIKE, Asked, written_out

SEED, LEAST_TEMPLATES, LEAST_OFTEN, LEAST_WEIGHT, FOLDS = 900, 3, 4, 0.02, 4
SETTINGS = {"c1": 0.05, "c2": 0.5, "max_iterations": 80, "feature.possible_transitions": True, "feature.minfreq": LEAST_OFTEN}
RULES_KNOWN = 0.5
OFTEN, LAID_OFTEN = 2, 3
"""How often a paper that is written out, or laid out, counts beside the rounds of a template."""
SIGNS = ["0", "00", "000", "(", ")", ".", ",", ":", ";", "-", "/", "#", "$", "%", "|", "&"]


class Paper(NamedTuple):
    """A paper as the reader sees it: whose it is, its own words, what lists of words find in it, what rules do,
    and its requests.
    """

    name: str
    kind: str
    own: frozenset[str]
    rows: list[Marked]
    found: list[Candidate]
    kept: list[Found]
    requests: list[Asked]

    @property
    def decides(self) -> bool:
        """Whether it is a letter of utilization review."""
        return PAPERS[self.kind] == "ur"


class Named(NamedTuple):
    """What a paper seems to name, and what is true of each: its request, if it is one."""

    paper: Paper
    items: list[learned.Item]
    requests: list[Asked | None]

    @property
    def outcomes(self) -> list[Outcome]:
        """What is decided of each, or that it is no request."""
        return [self._outcome(one) for one in self.requests]

    def _outcome(self, one: Asked | None) -> Outcome:
        return "none" if one is None else cast("Outcome", one.outcome) if self.paper.decides else "asked"


def papers(rounds: int) -> list[Paper]:
    """So many papers of each seen template, and those that are written out and laid out."""
    found = [*_written(), *_laid_out()]
    with reading_sandbox() as sandbox:
        reader = Reader(sandbox)
        for template in (each for each in templates() if each.kind in PAPERS and not each.unseen):
            found += (_paper(reader, template, random.Random(f"{SEED} {at} {template.name}")) for at in range(rounds))
    return found


def _paper(reader: Reader, template: Template, rng: random.Random) -> Paper:
    world = World(rng, False)
    made = assembled(world, [build(world, template, _days(world, template.kind, 1, rng)[0], rng)], rng)
    pages = reader.read_bytes(made.pdf(), "paper.pdf").pages
    layouts = without_furniture([layout_of_page(page) if page.readable else "" for page in pages]).texts
    own = frozenset(word for line in template.lines for word in words_in(_MARKS.sub(" ", line)))
    requests = [
        Asked((row["title"],), row["decision"] or "none", row["asked"], row["allowed"]) for row in made.truth["requests"]
    ]
    return _read(template.name, template.kind, own, layouts, requests)


def _read(name: str, kind: str, own: frozenset[str], pages: Sequence[str], requests: list[Asked]) -> Paper:
    return Paper(name, kind, own, *by_rules(Sheet.of(pages), PAPERS[kind])[:3], requests)


def _written() -> Iterator[Paper]:
    """The papers written out that are not held back, each as often as it is to count."""
    for one in written_out():
        if not one.held:
            yield from [
                _read(f"written {one.name}", one.kind, frozenset(words_in(one.text)), [one.text], list(one.requests))
            ] * OFTEN


def _laid_out() -> Iterator[Paper]:
    """The papers laid out that are not held back, each as often as it is to count."""
    for one in laid_out():
        if not one.held:
            name, kind, text, requests = one.paper
            read = _read(f"laid out {one.of} {name}", kind, frozenset(words_in(text)), text.split("\f"), list(requests))
            yield from [read] * LAID_OFTEN


def vocabulary(read: Iterable[Paper]) -> frozenset[str]:
    """The words that several of the papers' templates share."""
    own = Counter(word for words in {paper.name: paper.own for paper in read}.values() for word in words)
    shared = (word for word, count in own.items() if count >= LEAST_TEMPLATES and word.isalpha() and care_word_at(word) < 0)
    return frozenset([*shared, *SIGNS])


def tags(words: Sequence[Word], requests: Iterable[Asked]) -> list[str]:
    """For each word of a row, whether it begins a request's name, goes on with it, or is none of it."""
    here = [word.text.lower() for word in words]
    found = ["O"] * len(here)
    for name in sorted((words_in(name) for one in requests for name in one.names), key=len, reverse=True):
        for at in range(len(here) - len(name) + 1):
            if here[at : at + len(name)] == name and set(found[at : at + len(name)]) == {"O"}:
                found[at : at + len(name)] = ["B", *["I"] * (len(name) - 1)]
    return found


def learn(read: Iterable[Paper], known: frozenset[str], path: Path) -> None:
    """Learns from papers that word each request as it is told which words name one; writes CRFsuite's model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for paper in read:
        shown = [row for row in traits_of(paper.rows, known) if row.words]
        if all(any("B" in tags(row.words, [one]) for row in shown) for one in paper.requests):
            for words, of_row, own in shown:
                trainer.append([[*of_row, *each] for each in own], tags(words, paper.requests))
    trainer.set_params(SETTINGS)
    trainer.train(str(path))


def words_learned(read: Sequence[Paper]) -> str:
    """The table of the words."""
    known = vocabulary(read)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "model"
        learn(read, known, path)
        info = _info(path)
    steps = [[info.transitions.get((one, two), 0.0) for two in learned.TAGS] for one in learned.TAGS]
    return _table([" ".join(sorted(known)), *map(_whole, steps)], info, learned.TAGS)


def seen_in(named: Named, known: frozenset[str]) -> outcomes.Read:
    """What a paper shows of what it seems to name, but for relations."""
    ruled, _ = by_rules_bound(named)
    return outcomes.read_in(Letter(named.paper.rows, named.items), ruled, known, decides=named.paper.decides)


def weighed_in(one: Seen, weights: learned.Weights) -> Seen:
    """A paper with what weights say of it, and then its relations."""
    linear = outcomes.linear_in(one.shown, weights)
    letter = Letter(one.named.paper.rows, one.named.items)
    return Seen(one.named, outcomes.related(one.shown, letter, *by_rules_bound(one.named), linear), linear)


def by_rules_bound(named: Named) -> tuple[list[Found], list[Found | None]]:
    """What a paper seems to name as rules bind it, and as they found it besides."""
    ruled = bound_items(named.paper.rows, named.items, decides=named.paper.decides)
    return ruled, found_besides(ruled, named.paper.kept)


def allowed_learned(read: Iterable[Named], of: Sequence[str]) -> str:
    """The table of how much is allowed of what has one of these outcomes."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for one in read:
        if not one.paper.decides or not {*of} & {*one.outcomes}:
            continue
        letter, (ruled, told) = Letter(one.paper.rows, one.items), by_rules_bound(one)
        for at, request in enumerate(one.requests):
            allowed = request.allowed or (request.asked if request.outcome == "certified" else None) if request else None
            if request and request.outcome in of and (allowed is not None or request.outcome == "modified"):
                taken = decided_as(one.paper.rows, one.items[at], told[at] or ruled[at], "modified")
                for figure, traits in figures_near(letter, at, (ruled[at], told[at], taken)).items():
                    trainer.append([sorted(traits)], [allowing.COLUMNS[figure == allowed]])
    trainer.set_params({"c1": 0.1, "c2": 1.0, "max_iterations": 100, "feature.minfreq": 3})
    return _table([], _trained(trainer), allowing.COLUMNS)


def outcomes_learned(read: Sequence[Seen], known: frozenset[str]) -> str:
    """The table of the outcomes; rules were made on these templates, so that half is learned without what they say."""
    rng = random.Random(SEED)
    trainer = pycrfsuite.Trainer(verbose=False)
    for one in read:
        for traits, outcome in zip(one.shown.traits, one.named.outcomes, strict=True):
            trainer.append([traits if rng.random() < RULES_KNOWN else _unruled(traits)], [outcome])
    trainer.set_params({"c1": 0.1, "c2": 1.0, "max_iterations": 100, "feature.minfreq": 4})
    return _table([" ".join(sorted(known))], _trained(trainer), OUTCOMES)


def _trained(trainer: Any) -> Any:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "model"
        trainer.train(str(path))
        return _info(path)


def _unruled(traits: list[str]) -> list[str]:
    return [trait for trait in traits if not trait.startswith(outcomes.RULED)]


class Seen(NamedTuple):
    """What a paper names, what it shows of that, and what weights say of it that were not learned from it."""

    named: Named
    shown: outcomes.Read
    linear: list[outcomes.Likely]


def elsewhere_weighed(folds: Sequence[list[Named]]) -> Iterator[list[Seen]]:
    """Fold by fold, what weights say that were learned from the other folds."""
    known = vocabulary(one.paper for fold in folds for one in fold)
    shown = [[Seen(one, seen_in(one, known), []) for one in fold] for fold in folds]
    for fold in shown:
        others = [one for other in shown if other is not fold for one in other]
        weights = outcomes.weights_of(outcomes_learned(others, known))
        yield [weighed_in(one, weights) for one in fold]


def trees_learned(read: Iterable[Seen]) -> tuple[str, str]:
    """The tables of the trees: what tells a request, and what tells a decision."""
    kept: list[tuple[dict[str, float], bool]] = []
    decided: list[tuple[dict[str, float], bool]] = []
    for one in read:
        whole = outcomes.whole_of(one.shown, one.linear)
        for at, outcome in enumerate(one.named.outcomes):
            kept.append((outcomes.of_request(whole, at), outcome == "none"))
            if one.shown.decides and outcome != "none":
                decided += ((outcomes.of_decision(whole, at, verdict), verdict == outcome) for verdict in outcomes.VERDICTS)
    return boosted(kept), boosted(decided)


def _info(path: Path) -> Any:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger.info()


def _table(head: Iterable[str], info: Any, columns: Sequence[str]) -> str:
    counted: dict[str, list[float]] = {}
    for (trait, tag), weight in info.state_features.items():
        counted.setdefault(trait, [0.0] * len(columns))[columns.index(tag)] = weight
    rows = [f"{trait}\t{_whole(row)}" for trait, row in sorted(counted.items()) if max(map(abs, row)) >= LEAST_WEIGHT]
    return "\n".join([*head, *rows]) + "\n"


def _whole(row: Iterable[float]) -> str:
    return " ".join(str(round(weight * learned.UNIT)) for weight in row)


def named_elsewhere(read: Sequence[Paper], folds: int) -> Iterator[list[Named]]:
    """Fold by fold, what is named in papers of templates that were not learned from, and the true outcomes."""
    names = sorted({paper.name for paper in read})
    random.Random(SEED).shuffle(names)
    for fold in range(folds):
        away = set(names[fold::folds])
        weights = learned.weights_of(words_learned([paper for paper in read if paper.name not in away]))
        held = [paper for paper in read if paper.name in away]
        yield [_named(paper, learned.items_in(paper.rows, paper.found, weights)) for paper in held]


def _named(paper: Paper, items: list[learned.Item]) -> Named:
    true: list[Asked | None] = [None] * len(items)
    for asked in paper.requests:
        able = [
            (max(same_care(name, one.title) for name in asked.names), -at) for at, one in enumerate(items) if true[at] is None
        ]
        likeness, at = max(able, default=(0, 0))
        if likeness >= ALIKE:
            true[-at] = asked
    return Named(paper, items, true)


def held_out(folds: Sequence[list[Seen]]) -> Iterator[str]:
    """Kind by kind: items named and true, those told to be requests, and those told with the right decision."""
    counts: dict[str, Counter[str]] = {}
    for away in folds:
        kept, decided = map(trees_of, trees_learned(one for fold in folds if fold is not away for one in fold))
        model = outcomes.Model(learned.Weights(frozenset(), {}, ()), kept, decided)
        for one in away:
            counts.setdefault(one.named.paper.kind, Counter()).update(_told(one, model))
    for kind, count in counts.items():
        right, given, true = (count[name] for name in ("right", "given", "true"))
        said = " ".join(f"{name} {number}" for name, number in sorted(count.items()))
        yield f"{kind}: precision {right / given:.3f} recall {right / true:.3f} ({said})"


def _told(one: Seen, model: outcomes.Model) -> Counter[str]:
    count = Counter(
        true=len(one.named.paper.requests),
        named=len(one.named.items),
        named_true=sum(each != "none" for each in one.named.outcomes),
    )
    for said, true in zip(outcomes.weighed(one.shown, one.linear, model), one.named.outcomes, strict=True):
        best = max(said, key=said.__getitem__)
        count.update(given=best != "none", titles=best != "none" and true != "none", right=best == true != "none")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="papers of each template")
    parser.add_argument("--held", type=int, default=0, help="only say how it does where every Nth template is held out")
    given = parser.parse_args()
    read = papers(given.rounds)
    folds = list(elsewhere_weighed(list(named_elsewhere(read, given.held or FOLDS))))
    if given.held:
        sys.stdout.writelines(f"{line}\n" for line in held_out(folds))
        return
    seen = [one for fold in folds for one in fold]
    kept, decided = trees_learned(seen)
    home = ROOT / "resources" / "letter"
    (home / learned.TABLE).write_text(words_learned(read), "utf-8")
    for table, of in ((allowing.TABLE, ["modified"]), (allowing.GIVEN_TABLE, ["modified", "certified"])):
        (home / table).write_text(allowed_learned((one.named for one in seen), of), "utf-8")
    (home / outcomes.TABLE).write_text(outcomes_learned(seen, vocabulary(read)), "utf-8")
    (home / outcomes.KEPT_TABLE).write_text(kept, "utf-8")
    (home / outcomes.DECIDED_TABLE).write_text(decided, "utf-8")


if __name__ == "__main__":
    main()
