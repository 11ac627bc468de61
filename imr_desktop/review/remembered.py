"""Answers the program remembers, so that a text is not looked at twice; forgotten when no case is open any more."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from typing import Any

_Remembering = type(functools.lru_cache(maxsize=1)(len))
_OURS = "imr_desktop."


def forget() -> None:
    """Empty every bounded cache of this program's functions: they hold texts of cases, unbounded ones the program's data."""
    for cache in caches():
        cache.cache_clear()


def caches() -> Iterator[Any]:
    """The bounded caches of all modules that were loaded so far."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS):
            yield from (
                made
                for made in list(vars(module).values())
                if isinstance(made, _Remembering) and made.cache_parameters()["maxsize"] is not None
            )
