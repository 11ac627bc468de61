"""What becomes of each request that a paper seems to name: none at all, asked for, or decided so; by learned weights.

Two steps. Weights of a table count traits of the words around a request's names and of what stands there (`_linear`). Then
boosted trees weigh that beside what each relation would decide (`relations`): one kind tells whether it is a request, one
whether it is decided so, asked of each decision in turn, so that all decisions share what is learned.
`tests.ground.learn_requests` learns all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import exp
from typing import Literal, NamedTuple

from imr_desktop.extract.requests.around import words_around
from imr_desktop.extract.requests.binding import MARKED
from imr_desktop.extract.requests.boosted import Trees, trees_of
from imr_desktop.extract.requests.candidates import Marked
from imr_desktop.extract.requests.care import names_care
from imr_desktop.extract.requests.deciding import ruling_in
from imr_desktop.extract.requests.learned import Item, Mention, Scores, Weights, scores_of, traits_in
from imr_desktop.extract.requests.letter import Letter, is_mark, sentence_of
from imr_desktop.extract.requests.model import Found
from imr_desktop.extract.requests.relations import READ_CLOSELY, Said, relations_in
from imr_desktop.extract.requests.ruling import by_counts, sign
from imr_desktop.extract.requests.saying import verdict_of
from imr_desktop.extract.requests.topics import short_names
from imr_desktop.extract.requests.traits import Traits, left_and_right, small_words, words_of
from imr_desktop.extract.requests.words import Verdict
from imr_desktop.paths import resource

_NONE = "-"
_MOST_NONE = 0.8
"""How likely it may be by weights alone, at the most, that what stands in relation to others is no request."""
_MOST_CONTRADICTED = 0.7
"""How likely a decision may be at the most that a relation which is read closely contradicts."""
_LEAST_LOOSE, _BESIDE_IT = 0.9, ("rule", "decision", "marked")
"""How likely a certification must be where it is neither read closely nor stands beside its request."""
_MOST_READ, _MOST_WORDS, _NEAR, _FAR, _MOST_MENTIONS = 1_500, 40, 3, 12, 4

Outcome = Literal["none", "asked", "certified", "modified", "denied", "deferred"]
TABLE, KEPT_TABLE, DECIDED_TABLE = "request_outcomes.txt", "request_kept.txt", "request_decided.txt"
RULED = "rule "
"""How the trait begins that tells what rules bind."""
OUTCOMES: tuple[Outcome, ...] = ("none", "asked", "certified", "modified", "denied", "deferred")
"""The columns of the table: no request at all; one that a paper asks for; what a letter decides."""
VERDICTS: tuple[Verdict, ...] = ("certified", "modified", "denied", "deferred")
_OF_PAPER: Mapping[bool, tuple[Outcome, ...]] = {True: ("none", *OUTCOMES[2:]), False: ("none", "asked")}
"""What may come of an item: of a letter that decides, and of a paper that asks."""
Likely = dict[Outcome, float]


class Model(NamedTuple):
    """What is learned: weights of traits, and the trees that tell a request, and a decision."""

    linear: Weights
    kept: Trees
    decided: Trees


class Read(NamedTuple):
    """A paper as it is weighed: each request's traits, what its relations say, and what the letter decides how often."""

    traits: list[Traits]
    said: list[Said]
    decides: bool
    shares: Mapping[Verdict, float]


def outcomes_in(
    letter: Letter, ruled: Sequence[Found], told: Sequence[Found | None], *, decides: bool, model: Model | None = None
) -> list[Likely]:
    """How likely each outcome is of each item that a paper names, the likelihoods of one adding up to 1.

    `ruled` and `told` as `relations.relations_in` takes them.
    """
    model = model or shipped()
    read = read_in(letter, ruled, model.linear.vocabulary, decides=decides)
    linear = linear_in(read, model.linear)
    read = related(read, letter, ruled, told, linear)
    return [doubted(likely, said) for likely, said in zip(weighed(read, linear, model), read.said, strict=True)]


def doubted(likely: Likely, said: Said) -> Likely:
    """How likely each outcome is: no more than so far sure, where what is read closely decides otherwise.

    A certification takes a request out of the dispute: where nothing that is read closely says it, it must be surer.
    """
    best, second = sorted(VERDICTS, key=lambda verdict: likely.get(verdict, 0.0), reverse=True)[:2]
    other = next((made for name in READ_CLOSELY if (made := said.verdicts.get(name)) not in (None, best)), None)
    request = 1 - likely["none"]
    loose = best == "certified" and all(said.verdicts.get(name) != best for name in (*READ_CLOSELY, *_BESIDE_IT))
    if other is None and loose and likely.get(best, 0.0) < _LEAST_LOOSE * request:
        other = second
    over = likely.get(best, 0.0) - _MOST_CONTRADICTED * request
    return likely if other is None or over <= 0 else {**likely, best: likely[best] - over, other: likely[other] + over}


def read_in(letter: Letter, ruled: Sequence[Found], vocabulary: Collection[str], *, decides: bool) -> Read:
    """What a paper shows of its items but their relations; `ruled` as `relations.relations_in` takes them."""
    own = traits_of_items(letter, ruled, vocabulary, decides=decides)
    traits = [[*one, *other] for one, other in zip(own, words_around(letter), strict=True)]
    made = Counter(one for one, marked in zip(letter.verdicts, letter.rows, strict=True) if one and not marked.aside)
    shares = {verdict: made[verdict] / (made.total() or 1) for verdict in VERDICTS}
    return Read(traits, [], decides, shares)


def related(
    read: Read, letter: Letter, ruled: Sequence[Found], told: Sequence[Found | None], linear: Sequence[Likely]
) -> Read:
    """A paper with what the relations of those items say that weights alone do not hold for none, or rules are sure of.

    Care of the history is named in the same words: beside it no short name would tell one request from the others.
    """
    short = short_names(letter.items, [one["none"] for one in linear])
    sure = {at for at, one in enumerate(told) if one is not None and one.sure}
    others = {number for numbers in short.values() for number in numbers} - sure
    able = [at for at, one in enumerate(linear) if at in sure or (one["none"] < _MOST_NONE and at not in others)]
    items = [
        letter.items[at]._replace(
            mentions=tuple(one for number in [at, *short.get(at, ())] for one in letter.items[number].mentions)
        )
        for at in able
    ]
    said = [Said({}, {})] * len(linear)
    made = relations_in(Letter(letter.rows, items), [ruled[at] for at in able], [told[at] for at in able])
    for at, one in zip(able, made, strict=True):
        said[at] = one
    return read._replace(said=said)


def linear_in(read: Read, weights: Weights) -> list[Likely]:
    """How likely the weights alone hold each outcome of each item."""
    return [_likelihoods(scores_of(traits, weights.traits, len(OUTCOMES)), _OF_PAPER[read.decides]) for traits in read.traits]


def _likelihoods(scores: Scores, able: Sequence[Outcome]) -> Likely:
    counted = {outcome: exp(scores[OUTCOMES.index(outcome)]) for outcome in able}
    return {outcome: count / sum(counted.values()) for outcome, count in counted.items()}


class Whole(NamedTuple):
    """A paper with what its items say together; `linear` is what the weights say of each, `trust` see `trusted`."""

    read: Read
    linear: Sequence[Likely]
    trust: Sequence[Mapping[str, float]]
    rules: Sequence[Verdict | None]
    likely: Likely


def whole_of(read: Read, linear: Sequence[Likely]) -> Whole:
    """What the trees are asked about: found once for all items."""
    likely = {outcome: sum(one[outcome] for one in linear) / len(linear) for outcome in (linear[0] if linear else ())}
    trust = trusted(read, linear) if read.decides else ()
    return Whole(read, linear, trust, [one.verdicts.get("rule") for one in read.said], likely)


def weighed(read: Read, linear: Sequence[Likely], model: Model) -> list[Likely]:
    """How likely each outcome is by the trees; `linear` is what the weights say of each item."""
    found: list[Likely] = []
    whole = whole_of(read, linear)
    for at in range(len(linear)):
        none = model.kept.likelihood(of_request(whole, at))
        if not read.decides:
            found.append({"none": none, "asked": 1 - none})
            continue
        told = {verdict: model.decided.likelihood(of_decision(whole, at, verdict)) for verdict in VERDICTS}
        together = sum(told.values())
        found.append({"none": none, **{verdict: (1 - none) * likely / together for verdict, likely in told.items()}})
    return found


def of_request(whole: Whole, at: int) -> dict[str, float]:
    """The figures by which trees tell whether an item is a request."""
    said, own = whole.read.said[at], whole.linear[at]
    figures = {name: float(VERDICTS.index(made)) for name, made in said.verdicts.items()}
    beside = {"none before": whole.linear[max(0, at - 1) : at], "none behind": whole.linear[at + 1 : at + 2]}
    return {
        **figures,
        **said.figures,
        **{f"likely {outcome}": own.get(outcome, 0.0) for outcome in OUTCOMES},
        **{name: near[0]["none"] for name, near in beside.items() if near},
        "none of all": whole.likely["none"],
        "decides": float(whole.read.decides),
    }


_OTHER = -2.0
"""What stands for a relation that decides otherwise than asked."""
_DOUBT = 0.5
"""How much doubt stands beside what a paper shows of a relation: so many items that agree by halves."""


def trusted(read: Read, linear: Sequence[Likely]) -> list[dict[str, float]]:
    """How far each relation may be trusted with each item: how likely what it says of the paper's other items is."""
    found: list[dict[str, float]] = []
    order = range(len(read.said))
    before = _summed(read, linear, order, _DOUBT)
    behind = list(reversed(_summed(read, linear, reversed(order), 0.0)))
    for above, below in zip(before, behind, strict=True):
        found.append({name: (agreed + below[name][0]) / (told + below[name][1]) for name, (agreed, told) in above.items()})
    return found


def _summed(read: Read, linear: Sequence[Likely], order: Iterable[int], doubt: float) -> list[dict[str, tuple[float, float]]]:
    """For each item, in that order, what its relations told of those before: how likely that is together, of how much."""
    sums: dict[str, tuple[float, float]] = {}
    found = []
    for at in order:
        own, likely = read.said[at].verdicts, linear[at]
        found.append({name: sums.get(name, (doubt / 2, doubt)) for name in own})
        for name, verdict in own.items():
            agreed, told = found[-1][name]
            sums[name] = agreed + likely[verdict], told + 1 - likely["none"]
    return found


def of_decision(whole: Whole, at: int, verdict: Verdict) -> dict[str, float]:
    """The figures by which trees tell whether an item is decided so."""
    read, linear, rules, trust = whole.read, whole.linear, whole.rules, whole.trust[at]
    votes = sum(share**2 for name, share in trust.items() if read.said[at].verdicts[name] == verdict)
    said, own = read.said[at], linear[at]
    beside = {"before": slice(max(0, at - 1), at), "behind": slice(at + 1, at + 2)}
    figures = {name: 1.0 if made == verdict else _OTHER for name, made in said.verdicts.items()}
    for name, place in beside.items():
        figures |= {f"rule {name}": 1.0 if made == verdict else _OTHER for made in rules[place] if made}
        figures |= {f"likely {name}": one[verdict] for one in linear[place]}
    return {
        **figures,
        **said.figures,
        "likely": own[verdict] / max(1e-6, 1 - own["none"]),
        "likely of all": whole.likely[verdict],
        "none": own["none"],
        "rules so": rules.count(verdict) / len(rules),
        "rules": (len(rules) - rules.count(None)) / len(rules),
        "share": read.shares[verdict],
        "decision": float(VERDICTS.index(verdict)),
        "votes": votes / (sum(share**2 for share in trust.values()) or 1),
        "votes of it": votes,
    }


@cache
def shipped() -> Model:
    """The learned tables that are shipped."""
    linear, kept, decided = (resource("letter", name).read_text("utf-8") for name in (TABLE, KEPT_TABLE, DECIDED_TABLE))
    return Model(weights_of(linear), trees_of(kept), trees_of(decided))


def weights_of(text: str) -> Weights:
    """A table: its first line the vocabulary, then a trait and what it counts for each outcome a line."""
    words, *rows = text.splitlines()
    return Weights(frozenset(words.split(" ")), traits_in(rows), ())


@lru_cache(maxsize=4096)
def _verdict(text: str) -> Verdict | str:
    """What words decide; a question decides nothing."""
    return _NONE if text.rstrip().endswith("?") else verdict_of(text[:_MOST_READ]) or _NONE


def traits_of_items(letter: Letter, ruled: Sequence[Found], vocabulary: Collection[str], *, decides: bool) -> list[Traits]:
    """The traits of each item, in the order in which a paper names them first; `ruled` are the items as rules bind them."""
    own = _Letter(
        letter,
        [made or _NONE for made in letter.verdicts],
        [
            (at, made.verdict)
            for at, one in enumerate(letter.rows)
            if not one.aside and (made := ruling_in(one.row, at)) is not None
        ],
        sorted(letter.named),
    )
    found: list[Traits] = []
    for at, item in enumerate(letter.items):
        traits = [f"decides {decides}", *_of_item(item), *_of_rules(ruled[at]), *_of_letter(own, at)]
        for number, mention in enumerate(item.mentions[:_MOST_MENTIONS]):
            which = "first" if number == 0 else "again"
            for trait in _of_mention(own, mention, vocabulary):
                traits += (trait, f"{which} {trait}")
        found.append(traits)
    return found


class _Letter(NamedTuple):
    """A letter, what each of its rows decides, the rows that do nothing but decide, and those that name an item."""

    letter: Letter
    verdicts: list[str]
    rulings: Sequence[tuple[int, str]]
    named: Sequence[int]

    @property
    def rows(self) -> Sequence[Marked]:
        """Its rows."""
        return self.letter.rows


def _of_item(item: Item) -> Iterator[str]:
    yield f"named {min(len(item.mentions), _MOST_MENTIONS)}"
    best = max(mention.margin for mention in item.mentions)
    yield f"margin {max(-_FAR, min(_FAR, round(best)))}"
    yield f"length {min(len(item.title.split()), 8)}"
    yield f"care {names_care(item.title)} capital {item.title[:1].isupper()} figure {any(map(str.isdigit, item.title))}"


def _of_rules(one: Found) -> Iterator[str]:
    yield f"{RULED}{one.verdict or _NONE}"
    yield f"counts {by_counts(one.asked, one.allowed) or _NONE} asked {one.asked is not None}"


def _of_letter(letter: _Letter, at: int) -> Iterator[str]:
    kinds = {verdict for verdict, one in zip(letter.verdicts, letter.rows, strict=True) if verdict != _NONE and not one.aside}
    yield f"letter {' '.join(sorted(kinds))}"
    yield f"rank {letter.rulings[at][1] if len(letter.rulings) == len(letter.letter.items) else _NONE}"


def _of_mention(letter: _Letter, one: Mention, vocabulary: Collection[str]) -> Iterator[str]:
    yield from _in_row(letter, one, vocabulary)
    yield from _around(letter, one)


def _in_row(letter: _Letter, one: Mention, vocabulary: Collection[str]) -> Iterator[str]:
    marked = letter.rows[one.row]
    row = marked.row
    first = one.words[0]
    part, end = first.part, 0 if first.label else one.words[-1].end
    yield f"place {row.form} {part.kind} label {first.label} aside {marked.aside} heading {marked.heading} asks {marked.asks}"
    yield f"row {letter.verdicts[one.row]} {row.form}"
    for other in row.parts:
        if other is not part:
            yield f"cell {other.kind} {_verdict(other.text)} {_value(other.text)}"
            if other.kind == "decision":
                yield f"decision {sign(other.text) or _verdict(other.text)}"
            if other.kind in MARKED:
                yield f"column {other.kind} {_value(other.text)}"
            if other.label:
                yield f"cell labelled {_verdict(other.label)} {_value(other.text)}"
    if part.label:
        yield f"label {_verdict(part.label)}"
    before, own, behind = sentence_of(part.text, 0 if first.label else first.start)
    yield f"sentence {_verdict(own)}"
    yield f"rest {_verdict(part.text[end:])}"
    yield f"next {_verdict(behind)} care {names_care(behind)}"
    yield f"previous {_verdict(before)} care {names_care(before)}"
    left, right = left_and_right(words_of(marked), part, 0 if first.label else first.start)
    yield f"left {left} right {right}"
    yield f"left {left}"
    yield f"right {right}"
    yield from (f"word {word}" for word in set(small_words(own)[:_MOST_WORDS]) & set(vocabulary))
    yield from (f"next word {word}" for word in set(small_words(behind)[:_MOST_WORDS]) & set(vocabulary))


def _value(text: str) -> str:
    """What a cell holds, where it says no decision: a mark, a figure, nothing."""
    if is_mark(text):
        return "mark"
    return "none" if not text.strip(" -0") else "figure" if text.strip()[:1].isdigit() else "words"


def _around(letter: _Letter, one: Mention) -> Iterator[str]:
    rows, verdicts, named, marks = letter.rows, letter.verdicts, letter.named, letter.letter.marks
    for step in (-2, -1, 1, 2, 3):
        at = one.row + step
        here = 0 <= at < len(rows)
        yield f"at {step} {verdicts[at] if here else _NONE} named {at in named}"
    yield from (f"above {heading.verdict}" for heading in rows[one.row].above)
    head = next((at for at in range(one.row - 1, -1, -1) if rows[at].heading or rows[at].lead), None)
    yield f"head {verdicts[head] if head is not None else _NONE}"
    end = next((at for at in named if at > one.row), len(rows))
    below = next((at for at in range(one.row + 1, min(end, one.row + _FAR)) if verdicts[at] != _NONE), None)
    yield f"below {verdicts[below] if below is not None else _NONE} near {below is not None and below - one.row <= _NEAR}"
    start = next((at for at in reversed(named) if at < one.row), -1)
    over = next((at for at in range(one.row - 1, max(start, one.row - _FAR), -1) if verdicts[at] != _NONE), None)
    yield f"over {verdicts[over] if over is not None else _NONE} near {over is not None and one.row - over <= _NEAR}"
    up = next((verdict for at, verdict in reversed(letter.rulings) if at < one.row), _NONE)
    yield f"ruling above {up}"
    mark = marks[one.row]
    if mark:
        yield from {
            f"same mark {verdicts[at]}"
            for at, other in enumerate(marks)
            if other == mark and at != one.row and verdicts[at] != _NONE
        }
