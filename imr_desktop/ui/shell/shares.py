"""How the room between panes is shared: as the reviewer drew it, by layout, else as designed; through zoom and sizes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSplitter, QWidget
from shiboken6 import isValid

SHARES = {
    "wide": 0.40,
    "wide record": 0.56,
    "compact": 0.41,
    "compact record": 0.56,
    "work above checks": 0.83,
    "texts beside items": 0.44,
    "findings above summary": 0.52,
}
"""What the first of two gets, by the name of the splitter and of what is done there."""
LEAST, MOST = 0.1, 0.9


class Shares(QObject):
    """Splitters of two whose proportion is kept. `changed()`: the reviewer drew one; `kept()` is the line to store."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawn: dict[str, float] = {}
        self._splits: dict[QSplitter, str] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.settle)

    def kept(self) -> str:
        """What the reviewer drew, in a line: ``compact=0.45, wide=0.38``."""
        return ", ".join(f"{name}={share:.3f}" for name, share in sorted(self._drawn.items()))

    def take(self, kept: str) -> None:
        """Take a stored line back; what is no share is left out."""
        self._drawn = {}
        for part in kept.split(","):
            name, _equals, share = part.strip().partition("=")
            if name in SHARES and share.replace(".", "", 1).isdecimal() and LEAST <= float(share) <= MOST:
                self._drawn[name] = float(share)
        self.soon()

    def split(self, name: str, direction: Qt.Orientation, parent: QWidget) -> QSplitter:
        """Room for two, shared by that name."""
        split = QSplitter(direction, parent)
        split.setHandleWidth(8)
        split.setChildrenCollapsible(False)
        split.splitterMoved.connect(self._on_drawn)
        self._splits[split] = name
        return split

    def use(self, split: QSplitter, name: str) -> None:
        """Something else is done there: share by another name."""
        self._splits[split] = name
        self._apply(split)

    def used(self, split: QSplitter) -> str:
        """The name a splitter is shared by now."""
        return self._splits[split]

    def forget(self) -> None:
        """The splitters are another layout's now."""
        self._splits = {}

    @Slot()
    def soon(self) -> None:
        """Share anew once the layout stands: sizes set before it are overwritten."""
        self._soon.start()

    @Slot()
    def settle(self) -> None:
        for split in self._splits:
            self._apply(split)

    def _apply(self, split: QSplitter) -> None:
        if isValid(split) and split.count() == 2:
            name = self._splits[split]
            share = self._drawn.get(name, SHARES[name])
            room = _room(split)
            split.setSizes([round(room * share), round(room * (1 - share))])

    @Slot()
    def _on_drawn(self) -> None:
        split = self.sender()
        if isinstance(split, QSplitter) and split in self._splits and all(split.sizes()):
            self._drawn[self._splits[split]] = min(max(split.sizes()[0] / max(sum(split.sizes()), 1), LEAST), MOST)
            self.changed.emit()


def _room(split: QSplitter) -> int:
    return split.width() if split.orientation() == Qt.Orientation.Horizontal else split.height()
