"""What plain sentences decide by their grammar, where it leaves no doubt: "neither A nor B is approved", "all but C".

A sentence is read as signs (`signs`), and what stands together in it by patterns over them. What a sentence does not say in
one of these forms it does not decide; what would be, was once, or is asked for, is no decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imr_desktop.extract.requests.clauses import numbers_in
from imr_desktop.extract.requests.forms import FORMS, LIST, Made, head_decides, made_by
from imr_desktop.extract.requests.learned import Mention
from imr_desktop.extract.requests.letter import Letter, place_of, whole
from imr_desktop.extract.requests.mentions import plain_words
from imr_desktop.extract.requests.numbers import NUMBER
from imr_desktop.extract.requests.rows import Part
from imr_desktop.extract.requests.saying import placed_sentences
from imr_desktop.extract.requests.signs import BEHIND, NAME, PARTLY, Sign, Span, clauses_of, collapsed, signs_of, text_of
from imr_desktop.extract.requests.topics import named_by_word, own_words
from imr_desktop.extract.requests.words import OPPOSITE, Verdict

_EXCEPTED = re.compile(r"&?e(?P<s>N(?:&{1,2}N){0,11})(?P<w>(?=&?w))?")
_OF_THESE = re.compile("&?dw")
"""How a clause goes on to tell of what it leaves out: "except A, for which six visits are allowed"."""
_REST = re.compile("[&t]{0,3}N[bc]")
_DECIDES = re.compile("[GRMWgrm]")
_BEHIND_IT = re.compile("[dkxc]{0,6}")
"""What may stand behind a verb and tell how much."""
_AGAIN = re.compile(r"&{1,2}[bcn]{0,3}[GRMW](?!N)")
"""A second verb of the same names."""
_NAMES_ALONE = re.compile(r"[xdk:&()]{0,9}(?:N[xdk:&()]{0,9}){1,9}")
_GOES_ON = re.compile(r"&{0,2}N(?:&{1,2}N){0,11}&{0,2}")
_BUT_NOT = re.compile(rf"&{{0,2}}n{LIST}&{{0,2}}")
_BEGINS = re.compile(rf"[&t]{{0,3}}({LIST})")
"""An entry below a line that decides; a list behind a label that does; "but not C"; what a clause begins with."""
_AMOUNT = re.compile(rf"(?<![\w.]){NUMBER}\b(?! ?(?:mg|mcg|%))")
_VERB = re.compile(
    r"(?<=\w),?\s{1,9}(?:which|who|is|are|was|were|has|have|been|not|cannot|can|will|hereby|should)\b", re.IGNORECASE
)
_FIGURE = re.compile(r"\d")
_FORMER = re.compile("former|latter")
_PLACES = {"former": 0, "latter": -1, "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_COUNTS = {" two": 2, " three": 3, " four": 4}
_COUNTING = frozenset({"asked", "allowed", "amount", "lost", "changed"})
_SMALL = frozenset({"the", "a", "an", "and", "which", "is", "are", "of", "for"})
_PAIR, _NEAR, _SHORT = 2, 3, 4


def decided_plainly(letter: Letter) -> tuple[list[Verdict | None], list[Verdict | None]]:
    """For each request of a letter what its sentences decide, None where they do not, or not as one; and of that what one
    decides that leaves some out of all.
    """
    reader = _Reader(letter)
    for at in range(len(letter.rows)):
        if at not in letter.legends:
            reader.read_row(at)
    agreed = [made[0] if len(set(made)) == 1 else None for made in reader.found]
    return [agreed[at] for at in reader.first], [agreed[at] if at in reader.but else None for at in reader.first]


class _Reader:
    """Goes through a letter's sentences, and keeps of which requests they spoke last, and what they decided.

    `first` is which request each name is of, `own` the words that name one alone, `numbers` which one each number is of,
    `all` all of them, `series` those that "the first" counts. Of what was read so far `topic` was spoken of last, `pair` are
    the last two that were named together, `spoken` all that a decision named; `made` is what the next clause may leave out,
    `head` what a line above a list decides, `but` what "all but" decided. `counted`: the sentence tells an amount; `fields`:
    titles are labelled.
    """

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.first = _first_names(letter)
        self.own = own_words([one.title for one in letter.items], self.first)
        self.found: list[list[Verdict]] = [[] for _ in letter.items]
        self.all = tuple(sorted(set(self.first)))
        self.numbers = {mark: self.first[at] for mark, at in letter.by_mark.items()}
        self.series = tuple(sorted(self.numbers.values()))
        self.topic: tuple[int, ...] = ()
        self.pair: tuple[int, ...] = ()
        self.made: Made | None = None
        self.head: Verdict | None = None
        self.spoken: set[int] = set()
        self.but: set[int] = set()
        self.counted = False
        self.fields = any(part.kind == "title" and part.label for one in letter.rows for part in one.row.parts)

    def read_row(self, at: int) -> None:
        """Read the sentences of a row."""
        self.topic, self.made = (), None
        for part in self.letter.rows[at].row.parts:
            text = whole(part) if self._reads_label(at, part) else part.text
            names = list(self._names(at, part, text))
            for start, sentence in placed_sentences(text):
                end = start + len(sentence)
                own = [Span(one.start - start, one.end - start, one.item) for one in names if start <= one.start < end]
                if not sentence.endswith("?"):
                    self._read(list(signs_of(sentence, own)), leads=sentence.endswith(":"))

    def _reads_label(self, at: int, part: Part) -> bool:
        """Whether a part's label belongs to its sentence: no column's head, nor one of fields that tell how much."""
        return bool(part.label) and not self.letter.rows[at].row.form and not (self.fields and part.kind in _COUNTING)

    def _names(self, at: int, part: Part, text: str) -> Iterator[Span]:
        """Where a part's words name requests: in full, else by a word that names no other."""
        labelled = self._reads_label(at, part)
        behind = len(part.label) + 2 if labelled else 0
        named = [
            (number, one.words) for number, item in enumerate(self.letter.items) for one in item.mentions if one.row == at
        ]
        full = [
            Span(words[0].start + shift, _ends(text, words[0].start + shift, words[-1].end + shift), self.first[number])
            for number, words in named
            if words[0].part is part and (labelled or not words[0].label)
            for shift in [0 if words[0].label else behind]
        ]
        words = [Span(*one) for one in named_by_word(text, self.own)]
        short = [one for one in words if text_of(list(signs_of(text[one.start : one.end], ()))) == "x"]
        full = [one for one in full if not any(_meet(one, other) and one.item != other.item for other in short)]
        yield from full
        yield from (one for one in short if not any(_meet(one, other) for other in full))

    # ----- a sentence

    def _read(self, signs: list[Sign], *, leads: bool) -> None:
        text = text_of(signs)
        self.counted = any(one.sign != NAME and _AMOUNT.search(one.words) for one in signs)
        if NAME not in text and leads:
            self.head = head_decides(text)
            return
        if self.head and _NAMES_ALONE.fullmatch(text) and not (self.counted and self.head == "certified"):
            self._decide(tuple(item for one in signs for item in one.items), self.head)
            return
        self.head = None
        label: Verdict | None = None
        for clause in clauses_of(collapsed(signs)):
            label = self._read_clause(clause, label)

    def _read_clause(self, clause: list[Sign], label: Verdict | None) -> Verdict | None:
        """Read a clause; what a label before it decides is of the names that go on with its list."""
        text = text_of(clause)
        if label and _GOES_ON.fullmatch(text):
            self._decide(self._items(clause), label)
            return label
        if "h" in text or ("a" in text and "w" not in text):
            self._speak_of(self._items(clause))
            return None
        if _BUT_NOT.fullmatch(text) and self.made and not self.made.negated:
            self._decide(self._items(clause), Made(self.made.verb, negated=True).verdict)
            return None
        if any(one.stands == "Q" for one in clause) and not _REST.match(text):
            return None
        excepted, clause = self._excepted(clause)
        text = text_of(clause)
        if "e" in text:  # it leaves out what is not told
            self._speak_of(self._items(clause))
            return None
        if _DECIDES.search(text):
            self.spoken.update(item for one in clause for item in one.items)
        label, at, ruled = None, 0, False
        while at < len(text):
            match = next((found for form in FORMS if (found := form.match(text, at))), None)
            if match:
                made = self._take(match, clause, excepted)
                ruled = ruled or made is not None
                label = made if ":" in match.group() and match.group().find(":") < match.start("s") - match.start() else None
            at = max(match.end(), at + 1) if match else at + 1
        if not ruled:
            self.topic = ()
            self._speak_of(self._items(clause))
        return label

    def _excepted(self, clause: list[Sign]) -> tuple[tuple[int, ...], list[Sign]]:
        """What a clause leaves out of all, and the clause without it."""
        match = _EXCEPTED.search(text_of(clause))
        if match is None:
            return (), clause
        end = next((at for at in range(*match.span("s")) if clause[at].stands == "A"), match.end("s"))
        items = self._items([one for one in clause[match.start("s") : end] if one.sign == NAME])
        rest = [Sign("&"), *clause[match.start("s") :]] if match["w"] is not None else clause[end:]
        before = clause[: match.start()]
        if text_of(before) == "n" or (items and not before and NAME not in text_of(rest)):  # "none but A is approved"
            before = [*before, Sign(NAME, stands="A")]
        return items, [*before, *rest]

    def _take(self, match: re.Match[str], clause: list[Sign], excepted: tuple[int, ...]) -> Verdict | None:
        """Take what a form decides."""
        text, part = text_of(clause), match.groupdict()
        ones = clause[match.start("s") : match.end("s")] if part.get("s") else _subject(clause[: match.start()])
        items = self._items(ones) if ones else self.topic
        if "T" in text[match.start() : match.end() + _NEAR].split("&")[0] or "T" in match.group():
            self._speak_of(items)
            return None
        if part.get("same") == "" and any(one.stands == "P" for one in ones):
            return None
        made = made_by(part, self.made)
        if not items or made is None:
            return None
        if part.get("same") is None:
            self.made = made
        verdict = self._whole(match, clause, ones, made.verdict)
        if any(one.stands == "Q" for one in ones):
            self._of_rest(items, verdict)
            return None
        if any(one.stands == "A" for one in ones) and excepted:
            items = tuple(one for one in items if one not in excepted)
            self.but.update((*items, *excepted))
            other = OPPOSITE.get(verdict) if verdict and not _OF_THESE.search(text) else None
            self._decide(tuple(one for one in excepted if not self.found[one]), other)
        elif part.get("o") or part.get("o2"):
            if verdict != "certified" or self.counted or any(one.stands == "P" for one in ones):
                return None
            self._decide(tuple(one for one in self.all if one not in items), "denied")
        self._decide(items, verdict)
        return verdict

    def _whole(
        self, match: re.Match[str], clause: list[Sign], ones: Sequence[Sign], verdict: Verdict | None
    ) -> Verdict | None:
        """What is decided, None where an amount beside it, or a second verb, leaves open whether of all of it."""
        text, part = text_of(clause), match.groupdict()
        at = match.end("v") if part.get("v") and (not part.get("s") or match.start("s") < match.start("v")) else match.end()
        behind = _BEHIND_IT.match(text, at)
        end = behind.end() if behind else at
        if _AGAIN.match(text, end) or "q" in text[: match.end()]:
            return None
        if verdict != "certified":
            return verdict
        if any(PARTLY in one.words for one in ones) or "k" in text[at:end] or text.startswith("(M", end):
            return "modified"
        names = [one.words for one in ones if not one.stands] if part.get("v") else []
        before = [words.split(BEHIND)[0] if at == match.end("v") else words for words in names]
        told = any(map(_AMOUNT.search, [*before, *(one.words for one in clause[at:end])]))
        return None if text.startswith(("n", "N", "z"), end) or (told and not part.get("o")) else verdict

    def _of_rest(self, items: Sequence[int], verdict: Verdict | None) -> None:
        """Where the rest of an amount is denied, the request was certified in part."""
        for one in items if verdict == "denied" else ():
            self.found[one] = ["modified"]

    def _decide(self, items: Sequence[int], verdict: Verdict | None) -> None:
        if verdict:
            for one in items:
                self.found[one].append(verdict)
        self.spoken.update(items)
        self._speak_of(items)

    def _speak_of(self, items: Sequence[int]) -> None:
        self.topic = tuple(items) or self.topic
        if len(items) == _PAIR:
            self.pair = tuple(items)
        if len(items) > 1 and not self.numbers:
            self.series = tuple(items)

    # ----- what words stand for

    def _items(self, signs: Sequence[Sign]) -> tuple[int, ...]:
        """The requests that words name or stand for; none where one of them is not clear."""
        found: list[int] = []
        for one in signs:
            if one.sign == NAME:
                items = one.items or self._meant(one)
                if not items:
                    return ()
                found += [item for item in items if item not in found]
        return tuple(found)

    def _meant(self, one: Sign) -> tuple[int, ...]:
        if one.stands == "A":
            return self.all
        if one.stands == "B":
            return next((each for each in (self.topic, self.pair, self.series, self.all) if len(each) == _PAIR), ())
        if one.stands == "O" and not (self.counted and one.words == "the rest"):
            left = tuple(at for at in self.all if at not in self.spoken)
            return left if len(left) < len(self.all) else ()
        if one.stands == "L":
            return self._by_place(one.words)
        return self.topic if one.stands in "PQ" else ()

    def _by_place(self, words: str) -> tuple[int, ...]:
        """The requests of numbers, or of a place in the list before: "items 1 and 3", "the last two", "the latter"."""
        if figure := _FIGURE.search(words):
            marks = list(map(str, numbers_in(words[figure.start() :])))
            return tuple(self.numbers[mark] for mark in marks) if all(mark in self.numbers for mark in marks) else ()
        series = self.pair if _FORMER.search(words) else self.series
        place = next((at for name, at in _PLACES.items() if name in words), 0)
        count = next((count for name, count in _COUNTS.items() if name in words), 1)
        if count + (place > 0) >= len(series) and count > 1:
            return ()
        return series[-count:] if place < 0 else series[place : place + count]


def _ends(text: str, start: int, end: int) -> int:
    """Where a name ends, at the latest where a verb stands."""
    verb = _VERB.search(text, start, end)
    return verb.start() if verb else end


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _first_names(letter: Letter) -> list[int]:
    """For each request the first that has its words and more, or fewer of them, where no list has both: a name in short."""
    words = [frozenset(plain_words(one.title).split()) - _SMALL for one in letter.items]
    listed = [any(_is_listed(letter, mention) for mention in one.mentions) for one in letter.items]
    return [
        next(
            other
            for other in range(at + 1)
            if other == at
            or (own and words[other] and (own <= words[other] or words[other] <= own) and not (listed[at] and listed[other]))
        )
        for at, own in enumerate(words)
    ]


def _is_listed(letter: Letter, mention: Mention) -> bool:
    """Whether a name stands in a list or table, or alone in its part; "the brace" tells of one that was named before."""
    place = place_of(letter, mention)
    alone = len(place.text) - (place.end - place.start) <= _SHORT
    return not mention.title.lower().startswith("the ") and (bool(place.mark or place.row.form) or alone)


def _subject(before: Sequence[Sign]) -> Sequence[Sign]:
    """What a clause begins with, of which it goes on to tell."""
    match = _BEGINS.match(text_of(before))
    return before[match.start(1) : match.end(1)] if match else ()
