"""Which bare letters, digits and signs a widget takes as commands: what is typed to it and is none of them is prose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BareKeys:
    """Told by `bare_keys()` of a widget; small letters without Shift, capitals with it.

    `series`: may follow one another as fast as one types (answers, page turns). `last`: may end a series, and nothing follows
    (decisions). `alone`: neither before nor after another. `name`: what they are, in a sentence: "these are {name}".
    """

    series: str = ""
    last: str = ""
    alone: str = ""
    name: str = "keys"
    repeat: bool = False

    def may_follow(self, before: str, char: str) -> bool:
        """Whether a character is a command after those `before` it in one breath."""
        if not before:
            return char in self.series + self.last + self.alone
        if char == before[-1] and set(before) == {char} and char in self.alone:
            return True  # the same key again
        return char in self.series + self.last and all(one in self.series for one in before)
