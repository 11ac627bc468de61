"""Packages made to harm are refused with a sentence, in bounded time and memory, and leave nothing behind."""

import base64
import json
import os
import random
import zlib

import msgspec
import pytest
from exchange_support import NOW, PUBLIC, SECRET, SEED, encode, entries, plain_package, versions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_desktop.case import codec
from imr_desktop.case.model import BoundText, Comment, DisputedItem
from imr_desktop.errors import CaseInvalid, FileUnreadable, ImrError, UsageError
from imr_desktop.store.exchange import PackageContents, parts, read_package, write_package
from imr_desktop.store.exchange.strict import packed

replace = msgspec.structs.replace


def refused(sender, path, kind=ImrError, passphrase=""):
    """The sentence a package is refused with."""
    with pytest.raises(kind) as caught:
        read_package(path, (SECRET,), passphrase, temp=sender.temp)
    assert sender.left() == []
    assert caught.value.sentence.endswith(".")
    assert len(caught.value.sentence) < 300
    return caught.value.sentence


def raw(sender, data):
    path = sender.folder / "raw.imrcase"
    path.write_bytes(data)
    return path


def case_part(data):
    return parts.CASE, zlib.compress(data)


# --- the sealed file


def stanza(number=0):
    return b"-> X25519 " + base64.b64encode(bytes([number % 256]) * 32).rstrip(b"=") + b"\n" + b"A" * 43 + b"\n"


@pytest.mark.parametrize("count", [65, 100, 10_000])
def test_a_header_of_thousands_of_recipients(sender, case, count):
    data = sender.package(case).read_bytes()
    data = data.replace(b"\n-> ", b"\n" + stanza() * count + b"-> ", 1)
    assert "more than 64 recipients" in refused(sender, raw(sender, data), FileUnreadable)


def test_64_recipients_are_still_tried(sender, case):
    data = sender.package(case).read_bytes().replace(b"\n-> ", b"\n" + b"".join(map(stanza, range(60))) + b"-> ", 1)
    assert "changed on its way" in refused(sender, raw(sender, data), FileUnreadable)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"age-encryption.org/v1",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1\n---",
        b"%PDF-1.7\n",
        b"age-encryption.org/v1\n--- \n",
        b"age-encryption.org/v1\n-> \n\n--- AAAA\n",
        b"age-encryption.org/v1\n->\n--- AAAA\n",
        b"age-encryption.org/v1\n-> X25519\n\n--- AAAA\n" + bytes(50),
        b"age-encryption.org/v2\n" + stanza() + b"--- AAAA\n",
        b"age-encryption.org/v1\n" + b"-> X25519 AAAA\n" + (b"A" * 64 + b"\n") * 10**5,
        b"age-encryption.org/v1\n" + b"x" * 10**6,
        b"age-encryption.org/v1\n-> X25519 \xff\xfe\n\n--- AAAA\n",
        b"age-encryption.org/v1\n-> X25519 A\nA\n--- AAAA\n",
        b"age-encryption.org/v1\n-> scrypt AAAA 99999999999999999999\n\n--- AAAA\n",
        b"age-encryption.org/v1\n-> scrypt\n\n--- AAAA\n",
        b"age-encryption.org/v1\n" + stanza() + b"-> scrypt A 1\n\n--- AAAA\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n-----END AGE ENCRYPTED FILE-----\n",
        b"age-encryption.org/v1\n" + stanza() + b"--- " + b"A" * 43 + b"\n",
        b"\x00" * 10**6,
    ],
)
def test_what_is_no_sealed_file(sender, data):
    refused(sender, raw(sender, data), (FileUnreadable, UsageError))


@pytest.mark.parametrize("work", ["19", "30", "63", "99"])
def test_a_passphrase_that_costs_too_much_is_not_tried(sender, work):
    data = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA %s\n%s\n--- %s\n" % (work.encode(), b"A" * 43, b"A" * 43)
    said = refused(sender, raw(sender, data + bytes(99)), FileUnreadable, passphrase="seven green lamps")
    assert "more computing than this program allows" in said


def test_a_package_that_was_cut_off_is_refused_at_once(sender, case):
    data = sender.package(case).read_bytes()
    for length in (*range(700), *random.Random(5).sample(range(len(data)), 300), len(data) - 65_552, len(data) - 1):
        refused(sender, raw(sender, data[:length]), (FileUnreadable, UsageError))


def test_a_flipped_bit_or_more_bytes_are_refused(sender, case):
    data = sender.package(case, count=1).read_bytes()
    chance = random.Random(7)
    grease = data.find(b"-> ", 30)
    for place in (*range(300), *chance.sample(range(300, len(data)), 300)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        refused(sender, raw(sender, bytes(flipped)), (FileUnreadable, UsageError))
    assert grease
    refused(sender, raw(sender, data + b"x"), FileUnreadable)
    refused(sender, raw(sender, data + data), FileUnreadable)


def test_chunks_that_changed_places_are_refused(sender, case):
    data = sender.package(case).read_bytes()
    start = data.find(b"\n", data.find(b"\n--- ") + 1) + 1 + 16
    size = 65_552
    one, two = data[start : start + size], data[start + size : start + 2 * size]
    refused(sender, raw(sender, data[:start] + two + one + data[start + 2 * size :]), FileUnreadable)
    refused(sender, raw(sender, data[:start] + data[start + size :]), FileUnreadable)


# --- what is in it


def test_the_maker_of_hostile_packages_makes_good_ones_too(sender, case):
    case = replace(case, files=(), documents=())
    with read_package(sender.made([case_part(codec.encode(case))]), (SECRET,), temp=sender.temp) as opened:
        assert opened.case == case


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.booleans())
def test_any_sealed_bytes_give_a_sentence(sender, data, with_magic):
    refused(sender, sender.sealed((parts.MAGIC if with_magic else b"") + data))


def test_lengths_that_lie(sender, case):
    good = plain_package([case_part(codec.encode(replace(case, files=())))])
    for size in (0, 1, 2**63, 2**64 - 1, len(good)):
        refused(sender, sender.sealed(good[:9] + size.to_bytes(8, "big") + good[17:]))
    for data in (good[:-1], good + b"x", good[:8], good + good[8:], good[:8] + good[8:] * 2):
        refused(sender, sender.sealed(data))


def test_parts_that_are_too_many_doubled_misplaced_or_missing(sender, case):
    one = case_part(codec.encode(replace(case, files=())))
    entry = parts.AUDIT, packed(encode(list(entries(case, 1))), "x")
    for listed in (
        [],
        [one, one],
        [entry, one],
        [(b"z", b""), one],
        [entry],
        [one, entry, (parts.VERSION, entry[1])],
        [one, (parts.FILE, b"a"), (parts.FILE, b"a")],
        [one, (parts.MANIFEST, b"")],
    ):
        refused(sender, sender.made(listed))
    assert "more parts than a package may have" in refused(sender, sender.made([one, *[entry] * 10_100]))


def test_a_file_the_case_does_not_name_and_one_that_is_missing(sender, case):
    listed = [case_part(codec.encode(case))]
    assert "does not hold the files" in refused(sender, sender.made(listed))
    listed.extend((parts.FILE, content) for content in sender.originals.kept.values())
    read_package(sender.made(listed), (SECRET,), temp=sender.temp).close()
    assert "does not hold the files" in refused(sender, sender.made([*listed, (parts.FILE, b"stowaway")]))
    assert "does not hold the files" in refused(sender, sender.made([*listed[:-1], (parts.FILE, b"changed")]))
    assert "does not hold the files" in refused(sender, sender.made(listed, case_id="other"))


def test_a_manifest_that_is_not_signed_or_says_something_else(sender, case):
    one = case_part(codec.encode(replace(case, files=())))
    good = plain_package([one])
    refused(sender, sender.sealed(good[:-64] + bytes(64)), FileUnreadable)
    other = plain_package([one], seed=b"\x07" * 32)
    refused(sender, sender.sealed(good[:-64] + other[-64:]), FileUnreadable)
    for changes in ({"public_key": "00" * 32}, {"public_key": "zz"}, {"origin": "0000 0000 0000 0000"}, {"parts": ()}):
        refused(sender, sender.made([one], **changes), FileUnreadable)
    assert "newer version of IMR Desktop" in refused(sender, sender.made([one], format=2))


def test_parts_swapped_between_packages_of_the_same_sender(sender, case):
    first, second = (plain_package([case_part(codec.encode(replace(case, files=(), age=age)))]) for age in (50, 51))
    size = 9 + int.from_bytes(first[9:17], "big") + 8
    assert "what was signed" in refused(sender, sender.sealed(second[:size] + first[size:]))


def with_file(name, digest="0" * 64):
    file = {"digest": digest, "name": name, "pages": 1, "first_page": 1}
    return json.dumps({"id": "case-1", "files": [file]}).encode()


def with_items(items):
    return b'{"id":"case-1","items":[' + b",".join(items) + b"]}"


BOMBS = {
    "deep": lambda: b'{"id":"case-1","items":' + b"[" * 100_000,
    "deep unknown": lambda: b'{"id":"case-1","x":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    "a million items": lambda: with_items([b'{"id":"1","title":""}'] * 10**6),
    "many items": lambda: with_items(b'{"id":"%d","title":""}' % one for one in range(300_000)),
    "twice the same id": lambda: with_items([b'{"id":"1","title":"a"}', b'{"id":"1","title":"b"}']),
    "a doubled key": lambda: b'{"id":"case-1","number":"1","number":"2"}',
    "a doubled key inside": lambda: with_items([b'{"id":"1","title":"a","title":"b"}']),
    "a doubled key, escaped": lambda: b'{"id":"case-1","number":"1","n\\u0075mber":"2"}',
    "not a number": lambda: b'{"id":"case-1","facts":[{"key":"k","value":NaN}]}',
    "infinite": lambda: b'{"id":"case-1","facts":[{"key":"k","value":1e999}]}',
    "a huge number": lambda: b'{"id":"case-1","age":' + b"9" * 5_000_000 + b"}",
    "a surrogate": lambda: b'{"id":"case-1","number":"\\ud800"}',
    "bad utf-8": lambda: b'{"id":"case-1","number":"\xed\xa0\x80"}',
    "wrong types": lambda: b'{"id":"case-1","items":{"1":2}}',
    "another schema": lambda: b'{"id":"case-1","patient":"x"}',
    "a newer schema": lambda: b'{"id":"case-1","schema_version":99}',
    "no object": lambda: b"[]",
    "nothing": lambda: b"",
    "a path": lambda: with_file("../../etc/passwd"),
    "a path for Windows": lambda: with_file("..\\x.pdf"),
    "a drive": lambda: with_file("C:x.pdf"),
    "absolute": lambda: with_file("/etc/passwd"),
    "a device": lambda: with_file("CON.pdf"),
    "an escape": lambda: with_file("a\x1b[2J"),
    "a path as digest": lambda: with_file("a.pdf", "../../x"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_case_that_is_none(sender, name):
    refused(sender, sender.made([case_part(BOMBS[name]())]), CaseInvalid)


@pytest.mark.parametrize("name", BOMBS)
def test_a_version_that_is_none(sender, case, name):
    (good,) = versions(replace(case, files=()), 1)
    version = encode(good).replace(encode(good.case), BOMBS[name]() or b"null")
    listed = [case_part(codec.encode(good.case)), (parts.VERSION, zlib.compress(version))]
    refused(sender, sender.made(listed), CaseInvalid)


def test_deep_and_odd_audit_entries(sender, case):
    (good,) = entries(case, 1)
    written = encode([good])
    for detail in (b'{"a":' * 5000 + b"1" + b"}" * 5000, b'{"a":1,"a":2}', b"[]", b'{"a":NaN}', b'{"a":"\\ud800"}'):
        data = written.replace(b'{"b":[1,null],"version":1}', detail)
        assert data != written
        listed = [case_part(codec.encode(replace(case, files=()))), (parts.AUDIT, zlib.compress(data))]
        refused(sender, sender.made(listed), CaseInvalid)


def test_data_that_blows_up_when_inflated(sender, case):
    bomb = zlib.compress(b'{"id":"' + b"a" * (1 << 26))
    assert "more data than a case can have" in refused(sender, sender.made([(parts.CASE, bomb)]))
    one = case_part(codec.encode(replace(case, files=())))
    for data in (bomb, bomb[:-10], zlib.compress(b"{}") + b"more", b"not deflated", zlib.compress(b"{}")[:-1]):
        refused(sender, sender.made([one, (parts.VERSION, data)]))
    (good,) = versions(replace(case, files=(), summary=""), 1)
    large = zlib.compress(
        encode(
            replace(
                good,
                case=replace(good.case, comments=tuple(Comment(f"c{n}", "x" * 1_000_000, "office", NOW) for n in range(8))),
            )
        )
    )
    assert "more data than a case can have" in refused(sender, sender.made([one, *[(parts.VERSION, large)] * 40]))


def test_bound_words_that_cannot_be_are_left_out(sender, case):
    wild = replace(case, files=(), documents=(), bound=(BoundText("", "summary", -5, 10**9, "age"),))
    (version,) = versions(wild, 1)
    listed = [case_part(codec.encode(wild)), (parts.VERSION, packed(encode(version), "x"))]
    with read_package(sender.made(listed), (SECRET,), temp=sender.temp) as opened:
        assert opened.case.bound == ()
        assert next(opened.versions).case.bound == ()


def test_json_in_another_spelling_is_read_all_the_same(sender, case):
    case = replace(case, files=(), documents=())
    spelled = json.dumps(json.loads(codec.encode(case)), indent=3).encode()
    with read_package(sender.made([case_part(spelled)]), (SECRET,), temp=sender.temp) as opened:
        assert opened.case == case


def test_a_case_that_cannot_be_sent_is_said(sender, case):
    twice = replace(case, items=(DisputedItem("1", "a"), DisputedItem("1", "b")))
    with pytest.raises(CaseInvalid, match="holds “1” twice under items"):
        write_package(sender.folder / "x", PackageContents(twice), (PUBLIC,), signing_seed=SEED)
    assert os.listdir(sender.folder) == []
