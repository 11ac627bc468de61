"""The interface's language: every visible sentence is written in English and looked up here.

A message is its own name: the English sentence, with ``{name}`` for what is filled in after it was found. What has no
translation, or one that cannot be filled, is shown in English. Words of files, letters, the audit trail and the command
line's data are never looked up. Where the language is English there is no catalog, and nothing is read.

The catalog of a language is a gettext file, ``resources/language/es.po``; `packaging/strings.py` keeps it. Imports no Qt.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imr_desktop.paths import resource

if TYPE_CHECKING:
    from imr_desktop.catalogs import Entry
    from imr_desktop.retelling import Retelling

LANGUAGES = (("system", "As the system"), ("en", "English"), ("es", "Español"))
"""What can be chosen, each with its name: a language is named in itself."""

MESSAGE = "message"
"""The context of what lower floors say, in catalogs."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Catalog:
    """A language's sentences by their English: of one thing and of several where a number says which, and by context."""

    said: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    within: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Catalog:
        """The sentences that are translated; what is not translated yet is not in it."""
        done = [entry for entry in entries if entry.done]
        return cls(
            {entry.text: entry.said[0] for entry in done if not entry.context and not entry.many},
            {entry.text: (entry.said[0], entry.said[1]) for entry in done if entry.many},
            {(entry.context, entry.text): entry.said[0] for entry in done if entry.context},
        )


class _InForce:
    """The language the window speaks; English before anyone chose."""

    name = "en"
    catalog = Catalog()
    retold: Retelling | None = None


def use(chosen: str, system: str = "") -> None:
    """Speak this language from now on: ``en``, ``es``, or ``system``, which is what `system` names (``es_MX``)."""
    wanted = system if chosen == "system" else chosen
    _InForce.name = "es" if wanted.lower().startswith("es") else "en"
    _InForce.catalog, _InForce.retold = _loaded(_InForce.name), None


def in_force() -> str:
    """``en`` or ``es``."""
    return _InForce.name


def _loaded(name: str) -> Catalog:
    if name == "en":
        return Catalog()
    from imr_desktop import catalogs

    try:
        return Catalog.of(catalogs.entries(resource("language", f"{name}.po").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        _log.warning("no catalog: %s", type(error).__name__)
        return Catalog()


def told(sentence: str) -> str:
    """A sentence of a lower floor in the language in force: found by the pattern it was made by; as it is where none fits.

    Those floors speak English, for what they say is stored, exported and printed too. Only what shows it calls this.
    """
    if _InForce.name == "en" or not sentence:
        return sentence
    if _InForce.retold is None:
        from imr_desktop.retelling import Retelling

        within = _InForce.catalog.within
        patterns = {text: said for (context, text), said in within.items() if context == MESSAGE}
        _InForce.retold = Retelling(patterns, _InForce.catalog.said)
    said = _InForce.retold(sentence)
    return said if said != sentence else _InForce.catalog.said.get(sentence, sentence)


def tr(text: str, /, **fields: object) -> str:
    """The sentence in the language in force, its fields filled in."""
    return _filled(_InForce.catalog.said.get(text, text), text, fields)


def trn(one: str, many: str, count: float, /, **fields: object) -> str:
    """The sentence for a number of things: `one` for a single one, else `many`; ``{count}`` is the number."""
    pair = _InForce.catalog.many.get(one)
    at = 0 if count == 1 else 1
    english = (one, many)[at]
    return _filled(pair[at] if pair else english, english, {"count": count, **fields})


def trc(context: str, text: str, /, **fields: object) -> str:
    """As `tr`, for an English word that has two translations; `context` says which is meant, where that is known."""
    catalog = _InForce.catalog
    return _filled(catalog.within.get((context, text)) or catalog.said.get(text, text), text, fields)


def mark(text: str) -> str:
    """The same text, named as one to be translated where it is shown: for tables, which stand before a language does."""
    return text


def markc(context: str, text: str) -> str:
    """As `mark`, for an English word that has two translations."""
    return text


def _filled(said: str, english: str, fields: Mapping[str, object]) -> str:
    if not fields:
        return said
    try:
        return said.format(**fields)
    except (KeyError, IndexError, ValueError, AttributeError):  # a translation with a field that is not there
        return english.format(**fields)
