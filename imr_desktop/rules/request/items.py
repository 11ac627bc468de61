"""The request of a disputed item: what is in dispute, with what was asked for at first and what was allowed."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from imr_desktop.case.model import DisputedItem
from imr_desktop.rules.model import Request
from imr_desktop.rules.request.clean import MAX_CHARACTERS
from imr_desktop.rules.request.parse import divided, parse_request


def request_of(item: DisputedItem) -> Request:
    """What the words of the part in dispute say, and the numbers of the other parts where the item holds their words."""
    request = parse_request(item.disputed_text)
    if not item.authorized or request.authorized is not None:
        return request
    return _beside(request, item.requested[:MAX_CHARACTERS], item.authorized[:MAX_CHARACTERS])


@lru_cache(maxsize=256)
def _beside(request: Request, requested: str, authorized: str) -> Request:
    original, allowed = divided(requested, authorized)
    return msgspec.structs.replace(request, original=original, authorized=allowed)
