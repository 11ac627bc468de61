"""Words that stand twice at the same place: drawn again to look bold, or laid under words that stand there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from imr_desktop.record.evidence.parts import PartWord
from imr_desktop.record.evidence.places import Places, overlap

SAME_PLACE = 0.55
UNDER = 0.5


def doubled(words: Sequence[PartWord], hidden: Collection[int] = (), machine: Collection[int] = ()) -> frozenset[int]:
    """Indexes of the words to leave out: the later of two alike, and a machine's under a true word.

    The same words elsewhere on the page are a real repetition and stay.
    """
    shown = [index for index in range(len(words)) if index not in hidden]
    under = _under(words, shown, machine) if machine else set()
    again, places = set[int](), Places(words)
    counted = Counter(words[index].text for index in shown)
    for index in shown:
        if index in under or counted[words[index].text] == 1:
            continue
        if any(_is_again(words[index], words[other]) for other in places.near(words[index].box)):
            again.add(index)
        else:
            places.add(index)
    return frozenset(under | again)


def _under(words: Sequence[PartWord], shown: Sequence[int], machine: Collection[int]) -> set[int]:
    """A machine's words where true words stand."""
    true = Places(words, [index for index in shown if index not in machine])
    return {index for index in shown if index in machine and true.covered(words[index].box) > UNDER}


def _is_again(word: PartWord, other: PartWord) -> bool:
    both = min(overlap(word.box, other.box), overlap(other.box, word.box))
    return word.text == other.text and both > SAME_PLACE
