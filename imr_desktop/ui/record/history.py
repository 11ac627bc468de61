"""Where the reviewer was in the record, to go back to and forward again. Imports no Qt."""

from __future__ import annotations

MOST = 200


class PlacesSeen:
    """Pages that were left for another place, as a browser keeps them."""

    def __init__(self) -> None:
        self._back: list[int] = []
        self._forward: list[int] = []

    def clear(self) -> None:
        """Another record: none of these is in it."""
        self._back, self._forward = [], []

    def leave(self, page: int, to: int) -> None:
        """A jump leaves a page; what lay ahead is gone."""
        if page and page != to:
            if not self._back or self._back[-1] != page:
                self._back = [*self._back, page][-MOST:]
            self._forward = []

    def back(self, page: int) -> int:
        """The page to go back to from `page`; 0 for none."""
        return _step(self._back, self._forward, page)

    def forward(self, page: int) -> int:
        """The page to go forward to again; 0 for none."""
        return _step(self._forward, self._back, page)

    @property
    def has_back(self) -> bool:
        return bool(self._back)

    @property
    def has_forward(self) -> bool:
        return bool(self._forward)


def _step(come: list[int], gone: list[int], page: int) -> int:
    while come:
        to = come.pop()
        if to != page:
            gone.append(page)
            return to
    return 0
