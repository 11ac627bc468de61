"""Which layers confine the limited process on this computer, and how that is said."""

from __future__ import annotations

import msgspec

_MOST_WORDS = 200


class Layer(msgspec.Struct, frozen=True):
    """One layer: what it keeps the process from, whether it holds here, and else why not (half a sentence)."""

    name: str
    holds: bool
    reason: str = ""


class ConfinementStatus(msgspec.Struct, frozen=True):
    """What the process said of itself before it was given any file."""

    layers: tuple[Layer, ...] = ()
    tested: bool = True

    @property
    def missing(self) -> tuple[Layer, ...]:
        """The layers that do not hold."""
        return tuple(layer for layer in self.layers if not layer.holds)

    @property
    def warning(self) -> str:
        """A finished sentence about what is missing; empty where every layer holds."""
        if not self.missing:
            return ""
        named = "; ".join(_line(layer) for layer in self.missing)
        return (
            f"The process that reads files is less confined on this computer than it could be. Missing: {named}. "
            "Open only files from senders you know; Help › About lists all layers."
        )

    @property
    def text(self) -> str:
        """A heading and one line for each layer, for *About* and the check of the vault."""
        kept = len(self.layers) - len(self.missing)
        listed = (f"✓ {layer.name}" if layer.holds else f"✗ {_line(layer)}" for layer in self.layers)
        untried = () if self.tested else ("These layers were written for this system and never tried on it.",)
        heading = f"The process that reads files is confined by {kept} of {len(self.layers)} layers:"
        return "\n".join((heading, *listed, *untried))

    def bounded(self) -> ConfinementStatus:
        """The same with texts of a length that can be shown."""
        return ConfinementStatus(
            tuple(Layer(layer.name[:_MOST_WORDS], layer.holds, layer.reason[:_MOST_WORDS]) for layer in self.layers[:20]),
            self.tested,
        )


def _line(layer: Layer) -> str:
    return f"{layer.name}: {layer.reason or 'not held here'}"
