"""A parser that was taken over and lies: loaded before the process confines itself, it replaces what the program calls.

Which lie it tells stands in the environment of `told`, a file beside this one that the test writes.
"""

import gc
import importlib
import time
from pathlib import Path

import msgspec

from imr_desktop.sandbox import child, messages

encode = msgspec.msgpack.encode
PAGE = {"number": 1, "text": "words", "readable": True, "width": 612.0, "height": 792.0}
WORD = {"text": "w", "box": [1.0, 2.0, 3.0, 4.0]}
FOUND = {"state": "signed", "byte_range": [0, 10, 20, 30], "certified": True, "foreign": "", "faults": []}


def picture(width=2, height=2, stride=8, bgra=bytes(16)):
    return {"width": width, "height": height, "stride": stride, "bgra": bgra}


def pages(*several, kind="pdf", wrong=""):
    return {"kind": kind, "pages": list(several), "wrong": wrong}


def page(**changed):
    return {**PAGE, **changed}


def bad_utf8():
    return encode(pages(page(text="MARK"))).replace(b"MARK", b"\xff\xfe\xfd\xfc")


VALUES = {
    "picture: 16 bytes for 4000 x 4000": picture(4000, 4000, 16000),
    "picture: one row short": picture(400, 400, 1600, bytes(1600 * 399)),
    "picture: a row shorter than its pixels": picture(4, 4, 4),
    "picture: more bytes than rows": picture(bgra=bytes(17)),
    "picture: no width": picture(0, 2, 8),
    "picture: a height below nothing": picture(2, -2, 8, b""),
    "picture: a side of a billion": picture(10**9, 1, 4 * 10**9, b""),
    "picture: numbers beyond 64 bits of sign": picture(2**63, 1, 2**63, b""),
    "picture: words for numbers": picture("2", "2", "8"),
    "picture: text for pixels": picture(bgra="x" * 16),
    "picture: a list": [2, 2, 8],
    "picture: nothing": None,
    "pages: 20,001": pages(*(page(number=number) for number in range(1, 20_002))),
    "pages: a million": {"kind": "pdf", "pages": [None] * 1_000_000, "wrong": ""},
    "pages: numbered from 5": pages(page(number=5)),
    "pages: the same twice": pages(PAGE, PAGE),
    "pages: a text of 600,000 letters": pages(page(text="x" * 600_000)),
    "pages: a width that is no number": pages(page(width=float("nan"))),
    "pages: an endless height": pages(page(height=float("inf"))),
    "pages: a width below nothing": pages(page(width=-1.0)),
    "pages: an unknown kind": pages(PAGE, kind="x" * 1000),
    "pages: a sentence of a megabyte": pages(wrong="x" * 1_000_000),
    "pages: a sentence that steers the terminal": pages(wrong="is\x1b[2J\nbad"),
    "pages: both pages and a sentence": pages(PAGE, wrong="is damaged"),
    "pages: neither": pages(),
    "pages: bytes that are no text": bad_utf8,
    "pages: wrong types": {"kind": 1, "pages": "x", "wrong": []},
    "words: a box that is no number": [{"text": "w", "box": [1.0, float("nan"), 3.0, 4.0]}],
    "words: a word of a megabyte": [{"text": "w" * 1_000_000, "box": [1.0, 2.0, 3.0, 4.0]}],
    "words: a box of three": [{"text": "w", "box": [1.0, 2.0, 3.0]}],
    "words: 600,000 of them": [{**WORD, "text": ""}] * 600_000,
    "verify: signed, whole and certified": FOUND,
    "verify: a byte range of its own": {**FOUND, "byte_range": [0, 5, 5, 2**62]},
    "verify: a byte range below nothing": {**FOUND, "byte_range": [-8, 10, 20, 30]},
    "verify: another state": {**FOUND, "state": "trusted"},
    "verify: a fault that steers the terminal": {**FOUND, "faults": ["is\x1b[2J bad"]},
    "verify: a million faults": {**FOUND, "faults": ["is bad"] * 1_000_000},
    "verify: a report": {"intact": True, "covers_whole_file": True, "certified": True, "trusted": True},
}


def frame(data):
    return len(data).to_bytes(8, "big") + data


def answer(number, value=b"", failure=""):
    return frame(encode({"type": "answer", "number": number, "value": value, "failure": failure, "spent": False}))


def need(number, start, length):
    return frame(encode({"type": "need", "number": number, "start": start, "length": length}))


def nested():
    data = b"\x91" * 100_000
    return frame(data)


TRUE = encode(pages(page(text="from another file")))
FRAMES = {
    "frame: an answer to another request": lambda number: answer(number ^ 1, TRUE),
    "frame: an answer without number": lambda number: frame(encode({"type": "answer", "value": TRUE})),
    "frame: two answers": lambda number: answer(number, TRUE) + answer(number, TRUE),
    "frame: an answer for the next request": lambda number: answer(number, TRUE) + answer(number + 1, TRUE),
    "frame: ready again": lambda number: frame(encode({"type": "ready", "status": {"layers": []}})),
    "frame: a gigabyte to come": lambda number: (1 << 30).to_bytes(8, "big"),
    "frame: all the bytes there are": lambda number: b"\xff" * 8,
    "frame: deeply nested": lambda number: nested(),
    "frame: noise": lambda number: frame(bytes(range(256)) * 10),
    "frame: empty": lambda number: frame(b""),
    "frame: bytes before the file": lambda number: need(number, -1, 10),
    "frame: bytes behind the file": lambda number: need(number, 10**9, 10),
    "frame: a gigabyte of the file": lambda number: need(number, 0, 1 << 30),
    "frame: another request's file": lambda number: need(number + 1, 0, 1),
    "frame: a failure of a megabyte": lambda number: answer(number, failure="x" * 1_000_000),
    "frame: a failure that steers the terminal": lambda number: answer(number, failure="bad\x1b[2J."),
    "frame: a closed pipe": None,
    "frame: silence": None,
}
ALL = [*VALUES, *FRAMES]


def take_over():
    told = Path(__file__).with_name("told").read_text()
    if told in VALUES:
        value = VALUES[told]
        data = value() if callable(value) else encode(value)
        for place in (
            "imr_desktop.record.drawing:draw",
            "imr_desktop.record.drawing:words",
            "imr_desktop.record.parse:parse",
            "imr_desktop.determination.inspection:inspect",
        ):
            module, _, name = place.partition(":")
            if module in __import__("sys").modules:
                setattr(importlib.import_module(module), name, lambda payload: data)
    elif told in FRAMES:
        child._answer = lambda request, allowed: lie(told, request)


def lie(told, request):
    line = next(one for one in gc.get_objects() if type(one) is child._Line)
    if told == "frame: silence":
        time.sleep(600)
    if told == "frame: a closed pipe":
        line._answers.close()
        time.sleep(600)
    line._answers.write(FRAMES[told](request.number))
    line._answers.flush()
    time.sleep(600)
    return messages.Answer(request.number)
