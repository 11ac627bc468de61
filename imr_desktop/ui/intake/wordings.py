"""The wordings of the lists of items: which stand together, which become items, and what the reviewer joins or parts.

Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from imr_desktop.language import tr
from imr_desktop.review.taken import by_hand, titled

if TYPE_CHECKING:
    from imr_desktop.review.taken import ItemOutcome, Proposal, TakenIn


class Wordings:
    """Wordings by the index of their proposal. Nothing is joined that the papers do not join, unless the reviewer does it.

    `order` is that of the list, wordings of one treatment together; `elsewhere` are those of lists that another goes before.
    """

    def __init__(self, taken: TakenIn, indexes: Iterable[int], ticked: Iterable[int]) -> None:
        """`indexes` are those of all items, `ticked` those that are wanted at first."""
        self._taken, self._all = taken, tuple(indexes)
        self._own: set[int] = set()
        self._joined: dict[int, int] = {}
        self._known: tuple[tuple[int, ...], dict[int, ItemOutcome]] = (), {}
        first = self.outcomes([index for index in self._all if index in set(ticked)])
        self.elsewhere = tuple(at for at, one in first.items() if one.kind == "left out" and not one.title)
        self._like = self._likenesses([at for at, one in first.items() if one.kind == "new"])
        self.order = self._arranged(first)

    def title(self, index: int) -> str:
        """A wording's own title."""
        value = self._taken.proposals[index].value
        return str(value.get("title", "")) if isinstance(value, dict) else ""

    def _likenesses(self, new: list[int]) -> dict[int, int]:
        """Of each item the first before it that may be the same treatment."""
        from imr_desktop.review.alike import may_be_one  # with it come all checks: not before the first paint

        found: dict[int, int] = {}
        for at, index in enumerate(new):
            like = next((one for one in new[:at] if may_be_one(self.title(one), self.title(index))), None)
            if like is not None:
                found[index] = found.get(like, like)
        return found

    def _arranged(self, first: dict[int, ItemOutcome]) -> tuple[int, ...]:
        """The items as the papers list them, each followed by its other wordings and by what may be the same."""
        titles = {self.title(at): at for at in sorted(first, reverse=True) if first[at].kind == "new"}
        heads: dict[int, int] = {at: titles.get(one.title, at) for at, one in first.items()}
        leading: dict[int, int] = {at: self._like.get(head, head) for at, head in heads.items()}
        place = {index: number for number, index in enumerate(self._all)}
        listed = [index for index in self._all if index not in self.elsewhere]

        def rank(at: int) -> tuple[int, int, bool, int]:
            return _key(at, leading.get(at, at), heads.get(at, at), place)

        return tuple(sorted(listed, key=rank))

    # --- what becomes of them

    def wanted(self, index: int, ticked: Iterable[int]) -> Proposal:
        """A ticked wording as it is taken in."""
        proposal = self._taken.proposals[index]
        if index in self._own:
            return by_hand(proposal, index)
        target = self._joined.get(index)
        return titled(proposal, self.title(target)) if target is not None and target in set(ticked) else proposal

    def outcomes(self, ticked: Iterable[int]) -> dict[int, ItemOutcome]:
        """What becomes of those that are ticked; asked for again and again, and found once."""
        wanted = tuple(sorted(index for index in ticked if index in self._all))
        if self._known[0] != wanted or not wanted:
            made = self._taken.item_outcomes([self.wanted(index, wanted) for index in wanted])
            self._known = wanted, {at: one for at, one in zip(wanted, made, strict=True) if one is not None}
        return self._known[1]

    def note(self, index: int, outcome: ItemOutcome | None) -> str:
        """What becomes of a wording that is ticked, where it is no plain item of its own."""
        if index in self._joined.values():
            return ""
        if index in self._joined and outcome is not None and outcome.kind == "joined":
            return tr("Joined by you with “{title}”. J parts them.", title=outcome.title)
        if outcome is not None and outcome.kind == "joined":
            words = tr("The same request as “{title}”: joined with it, filling only what is empty there", title=outcome.title)
            return tr("{words}. J makes it an item of its own.", words=words)
        if outcome is not None and outcome.kind == "left out" and outcome.title:
            return tr("Another wording of “{title}”. J makes it an item of its own.", title=outcome.title)
        if index in self._own:
            return tr("An item of its own by your choice")
        like = self._like.get(index)
        return tr("Perhaps the same as “{title}”: J joins them", title=self.title(like)) if like is not None else ""

    # --- what the reviewer does

    def is_under(self, index: int, outcome: ItemOutcome | None) -> bool:
        """Whether a wording is shown as one more of the item above it."""
        joined = outcome is not None and (outcome.kind == "joined" or bool(outcome.title))
        return joined and index not in self._joined.values()

    def take(self, index: int, ticked: Iterable[int]) -> None:
        """A wording of another list is wanted: it is an item of its own where it would not be taken otherwise."""
        outcome = self.outcomes(ticked).get(index)
        if outcome is not None and outcome.kind == "left out":
            self._change(own=index)

    def let_go(self, index: int) -> None:
        """A wording is not wanted: what was said of it is forgotten."""
        self._own.discard(index)
        self._joined.pop(index, None)
        self._known = (), {}

    def join_or_part(self, index: int, ticked: Iterable[int]) -> bool:
        """Join a wording with what it may be the same as, else with the item above; one that is joined is parted.

        Whether anything was done: above the first there is nothing.
        """
        listed = list(ticked)
        outcome = self.outcomes(listed).get(index)
        if index in self._joined:
            self.let_go(index)
        elif outcome is not None and outcome.kind != "new":
            self._change(own=index)
        else:
            target = self._target(index, listed)
            if target is None:
                return False
            self._own.discard(index)
            self._joined[index] = target
        self._known = (), {}
        return True

    def _change(self, own: int) -> None:
        self._own.add(own)
        self._known = (), {}

    def _target(self, index: int, ticked: list[int]) -> int | None:
        """What a wording is joined with: an item of its own itself."""
        outcomes = self.outcomes(ticked)
        like = self._like.get(index)
        order = (*self.order, *self.elsewhere)
        above = [one for one in reversed(order[: order.index(index)]) if one in outcomes and outcomes[one].kind == "new"]
        return like if like in above else next(iter(above), None)


def _key(at: int, leading: int, head: int, place: Mapping[int, int]) -> tuple[int, int, bool, int]:
    """Where a wording stands: with the first of its treatment, with its item, the item before its other wordings."""
    return place[leading], place[head], at != head, place[at]
