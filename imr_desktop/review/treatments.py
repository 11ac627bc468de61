"""What treatments the words of items name, as the rules know them: so that a case is found by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_desktop.review.services import Services


def named_in(services: Services, titles: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names of the treatment, its family and its drugs, by title; none where the rules do not know it."""
    matcher = services.guidelines.packs.matcher
    found = {}
    for title in titles:
        named = matcher.match(title)
        found[title] = () if named is None else (named.service.name, named.service.family, *named.drugs)
    return found
