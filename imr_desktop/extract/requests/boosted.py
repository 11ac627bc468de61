"""Boosted trees that were learned elsewhere: a table of them, and what they count for a reading of named figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

UNIT = 1_000
"""The table's whole numbers for 1."""
UNKNOWN = -1.0
"""What stands for a figure that is not told; all that are told are more, but for a relation's -2 (`relations`)."""


class Node(NamedTuple):
    """A question of a tree: whether the figure of this number is at most `limit`; where it leads if so, and if not."""

    figure: int
    limit: float
    within: Node | float
    beyond: Node | float


class Trees(NamedTuple):
    """The figures' names, and the trees that ask for them."""

    names: tuple[str, ...]
    trees: tuple[Node | float, ...]

    def likelihood(self, figures: Mapping[str, float]) -> float:
        """How likely it is, from 0 to 1, what the trees were learned to tell."""
        told = [figures.get(name, UNKNOWN) for name in self.names]
        return 1 / (1 + exp(-sum(_counted(tree, told) for tree in self.trees)))


def _counted(tree: Node | float, told: Sequence[float]) -> float:
    while isinstance(tree, tuple):
        figure, limit, within, beyond = tree
        tree = within if told[figure] <= limit else beyond
    return tree


def trees_of(text: str) -> Trees:
    """A table: the figures' names in its first line, then a tree a line, each question before what it leads to.

    A question is a figure's number and its limit, `3:0.5`; a leaf what it counts, in thousandths.
    """
    head, *lines = text.splitlines()
    return Trees(tuple(head.split("\t")), tuple(_tree(iter(line.split())) for line in lines))


def _tree(words: Iterator[str]) -> Node | float:
    word = next(words)
    if ":" not in word:
        return int(word) / UNIT
    figure, limit = word.split(":")
    return Node(int(figure), float(limit), _tree(words), _tree(words))
