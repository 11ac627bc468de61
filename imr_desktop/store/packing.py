"""Documents as bytes: strict JSON, deflated; an older version as what differs from the newer one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
from isal import isal_zlib as zlib  # the stock module's format, in a quarter of its time

from imr_desktop.case.text import common_end, common_start
from imr_desktop.errors import StoreError
from imr_desktop.store.faults import damaged

MOST_BYTES = 256 * 1024 * 1024
_LEVEL = 1
_WINDOW = 32 * 1024  # deflate looks back no further

_encoder = msgspec.json.Encoder(order="deterministic")


class StoredCase(msgspec.Struct):
    """A stored document: the case stays as it was written until it is asked for."""

    case: msgspec.Raw
    id: str
    saved_at: datetime
    version: int


class Delta(msgspec.Struct, frozen=True, array_like=True):
    """Bytes as what differs from others: so many taken from their start and their end, and what stands between, deflated."""

    start: int
    end: int
    middle: bytes


_delta = msgspec.msgpack.Decoder(Delta)


def to_json(value: Any) -> bytes:
    """A document as compact JSON. Raises StoreError for what JSON cannot hold: NaN, infinity, broken text, other types."""
    try:
        data = _encoder.encode(value)
        if b"null" in data:  # this encoder writes NaN as null; the stock one can be told to refuse it
            json.dumps(msgspec.to_builtins(value), allow_nan=False)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return _by_stock(value)
    return data


def _by_stock(value: Any) -> bytes:
    """What the fast encoder does not know (integers beyond 64 bits) as the stock encoder writes it."""
    try:
        return json.dumps(
            msgspec.to_builtins(value), allow_nan=False, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise StoreError(
            "Not saved: the data holds a value that cannot be stored as JSON (a number that is none, broken "
            "text, or nesting without end). Nothing stored was changed."
        ) from error


def from_json(data: bytes) -> Any:
    """The document that `to_json` wrote. Raises StoreDamaged."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        pass
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise damaged("A stored document") from None


def pack(data: bytes) -> bytes:
    """Bytes, deflated."""
    return zlib.compress(data, _LEVEL)


def unpack(body: bytes) -> bytes:
    """The inverse of `pack`. Raises StoreDamaged, also for what would not end."""
    return _inflate(zlib.decompressobj(), body)


def pack_delta(data: bytes, base: bytes) -> bytes:
    """`data` as what differs from `base`."""
    start = common_start(data, base)
    end = common_end(data[start:], base[start:])
    deflate = zlib.compressobj(_LEVEL, zdict=base[start : len(base) - end][-_WINDOW:])
    middle = deflate.compress(data[start : len(data) - end]) + deflate.flush()
    return msgspec.msgpack.encode(Delta(start, end, middle))


def unpack_delta(body: bytes, base: bytes) -> bytes:
    """The inverse of `pack_delta`. Raises StoreDamaged."""
    try:
        delta = _delta.decode(body)
    except msgspec.DecodeError:
        raise damaged("A stored version") from None
    stop = len(base) - delta.end
    inflate = zlib.decompressobj(zdict=base[delta.start : stop][-_WINDOW:])
    return base[: delta.start] + _inflate(inflate, delta.middle) + base[stop:]


def _inflate(inflate: zlib.Decompress, body: bytes) -> bytes:
    try:
        data = inflate.decompress(body, MOST_BYTES)
    except zlib.error:  # type: ignore[misc]  # its stub calls the class an instance
        raise damaged("A stored document") from None
    if not inflate.eof:
        raise damaged("A stored document")
    return data
