"""A passphrase as a key: Argon2id (RFC 9106), made dear enough that guessing takes long."""

from __future__ import annotations

import os
import time

import msgspec

LEAST_MEMORY = 64 * 1024
MOST_MEMORY = 256 * 1024
AIM_SECONDS = 0.5
_MOST_PASSES = 20
_LANES = 4
_BYTES = 32
_SALT = 16


class Argon2(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cost that was chosen: memory in KiB, passes, lanes; and the salt."""

    salt: bytes
    memory: int
    passes: int
    lanes: int

    @property
    def allowed(self) -> bool:
        """Whether the cost is one this program chooses: a hostile file could ask for a terabyte."""
        return (
            LEAST_MEMORY <= self.memory <= MOST_MEMORY
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= 16
            and len(self.salt) == _SALT
        )


def derive(passphrase: bytes, cost: Argon2) -> bytes:
    """The 32-byte key of a passphrase."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(salt=cost.salt, length=_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory).derive(
        passphrase
    )


def tuned() -> Argon2:
    """A cost with a fresh salt that takes about half a second here, with 64 to 256 MiB."""
    cost = Argon2(os.urandom(_SALT), LEAST_MEMORY, 1, _LANES)
    once = _seconds(cost)
    memory = max(LEAST_MEMORY, min(MOST_MEMORY, int(LEAST_MEMORY * AIM_SECONDS / once / 3) // LEAST_MEMORY * LEAST_MEMORY))
    passes = round(AIM_SECONDS / (once * memory / LEAST_MEMORY))
    return msgspec.structs.replace(cost, memory=memory, passes=max(1, min(_MOST_PASSES, passes)))


def _seconds(cost: Argon2) -> float:
    started = time.perf_counter()
    derive(b"measure", cost)
    return max(0.001, time.perf_counter() - started)
