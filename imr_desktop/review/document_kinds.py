"""The kinds of documents that a reviewer can say a document is, for whoever shows them."""

from __future__ import annotations

from imr_desktop.extract.parts.kinds import kind_of, kinds


def kind_choices() -> tuple[tuple[str, str], ...]:
    """Each kind's key and what it is called, in alphabetical order; those that only head other kinds are left out."""
    shown = {kind.key: kind.title for kind in kinds() if not kind.general}
    return tuple(sorted(shown.items(), key=lambda pair: pair[1].lower()))


def type_of_kind(key: str) -> str:
    """The type that a kind is of."""
    return kind_of(key).type


def title_of_kind(key: str) -> str:
    """What a kind, or a type, is called; empty for one that is not known."""
    return next((kind.title for kind in kinds() if kind.key == key), "")
