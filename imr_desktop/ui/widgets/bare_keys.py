"""Which bare letters, digits and signs a widget takes as commands: what is typed to it and is none of them is prose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BareKeys:
    """Told by `bare_keys()` of a widget; small letters without Shift, capitals with it.

    A widget, or what it stands in, that keeps what its keys did in itself and not in the case offers `standing()`, and
    `return_to(standing)`, which takes back what was done since and says how many changes that were.

    `series`: may follow one another as fast as one types (answers, page turns). `last`: may end a series, and nothing follows
    (decisions). `words`: of such letters, prose where a breath is no more than that. `alone`: neither before nor after
    another. `name`: what they are, in a sentence: "these are {name}".
    """

    series: str = ""
    last: str = ""
    alone: str = ""
    words: tuple[str, ...] = ()
    name: str = "keys"
    repeat: bool = False

    def may_follow(self, before: str, char: str) -> bool:
        """Whether a character is a command after those `before` it in one breath."""
        if not before:
            return char in self.series + self.last + self.alone
        if char == before[-1] and set(before) == {char} and char in self.alone:
            return True  # the same key again
        if before + char in self.words:
            return False
        return char in self.series + self.last and all(one in self.series for one in before)
