"""Time stamps: off unless asked for, one question over the network, and no answer taken that does not hold."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from test_container import holds, parts
from time_stamp_authority import TYPE, Authority, served

from imr_desktop.determination import container, sign, time_stamps, timestamping
from imr_desktop.determination.long_term import LongTerm
from imr_desktop.errors import SigningError, TimeStampError, UsageError


@pytest.fixture
def stamped(authority, key, unsigned):
    """Sign with a time stamp of the authority."""

    def make(by=authority, reply=None, at=None):
        with served(by, reply) as url:
            return sign(unsigned, dataclasses.replace(key, long_term=LongTerm.of("", url)), at)

    authority.asked.clear()
    authority.fault, authority.slip = "", timedelta()
    return make


def test_a_time_stamp_stands_in_the_container_and_no_bit_of_it_changes_unseen(stamped, authority):
    signed = stamped()
    made, digits, span = parts(signed)
    assert len(made) == len(digits) // 2  # with what is behind it
    assert not made[der_size(made) :].strip(b"\0")
    made, reserved = made[: der_size(made)], len(made)
    assert container.canonical(made) == made
    assert container.room(made, reserved)
    assert abs(stamped_at(made) - datetime.now(UTC)) < timedelta(minutes=1)
    assert authority.certificate.dump() in made
    assert authority.root.public_bytes(Encoding.DER) not in made
    digests = {"sha256": hashlib.sha256(signed[: span[1]] + signed[span[2] :]).digest()}
    assert holds(made, digests)
    start = made.index(bytes.fromhex("060b2a864886f70d010910020e"))  # the attribute
    unseen = [bit for bit in range(start * 8, len(made) * 8, 41) if kept(made, bit)]
    assert [bit for bit in unseen if token_holds(flipped(made, bit))] == []


def stamped_at(made):
    """When the stamp in a container says that it was made."""
    from asn1crypto import cms

    token = cms.ContentInfo.load(made)["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
    return token["content"]["encap_content_info"]["content"].parsed["gen_time"].native


def der_size(data):
    head = 2 + (data[1] & 0x7F)
    return head + int.from_bytes(data[2:head], "big")


def flipped(made, bit):
    changed = bytearray(made)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def kept(made, bit):
    try:
        return container.canonical(flipped(made, bit)) == flipped(made, bit)
    except ValueError:
        return False


def token_holds(made):
    """Whether the time stamp's own signature holds, and is over the signature's."""
    from asn1crypto import cms

    info = cms.ContentInfo.load(made)["content"]["signer_infos"][0]
    try:
        return time_stamps.holds(
            info["unsigned_attrs"][0]["values"][0], hashlib.sha256(info["signature"].native).digest(), "sha256"
        )
    except Exception:  # noqa: BLE001  a turned bit makes pyHanko raise anything
        return False


def test_only_a_digest_and_a_number_are_sent(stamped, authority, signed):
    made = parts(stamped())[0]
    made = made[: der_size(made)]
    from asn1crypto import cms

    signature = cms.ContentInfo.load(made)["content"]["signer_infos"][0]["signature"].native
    assert 1 <= len(authority.asked) <= 2
    for query in authority.asked:
        request = tsp.TimeStampReq.load(query, strict=True)
        assert {name for name in request.native if request[name].native not in (None, [])} <= {
            "version", "message_imprint", "nonce", "cert_req",
        }  # fmt: skip
        assert len(query) < 80
    imprints = [tsp.TimeStampReq.load(query)["message_imprint"]["hashed_message"].native for query in authority.asked]
    assert imprints[-1] == hashlib.sha256(signature).digest()
    assert imprints[:-1] == [hashlib.sha256(b"").digest()]
    assert set(authority.headers) <= {
        "Accept-Encoding", "Content-Type", "Content-Length", "Accept", "User-Agent", "Host", "Connection",
    }  # fmt: skip
    assert authority.headers["User-Agent"] == "imr-desktop"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("refuses", "refuses the request"),
        ("other nonce", "is to another question"),
        ("other digest", "not signed as it should be"),
        ("bad signature", "not signed as it should be"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused(stamped, authority, fault, said):
    authority.fault = fault
    with pytest.raises(TimeStampError, match=said):
        stamped()


def test_a_certificate_that_is_not_for_time_stamps_is_refused(stamped):
    with pytest.raises(TimeStampError, match="not made for time stamps"):
        stamped(Authority(ExtendedKeyUsageOID.EMAIL_PROTECTION))


def test_two_clocks_that_differ_are_said(stamped, authority):
    authority.slip = timedelta(hours=3)
    with pytest.raises(TimeStampError, match="set this computer's clock"):
        stamped()
    authority.slip = timedelta()
    with pytest.raises(TimeStampError, match="set this computer's clock"):
        stamped(at=datetime.now(UTC) - timedelta(minutes=20))


def answering(code=200, kind=TYPE, body=b"", to=None):
    def reply(handler, _):
        handler.send_response(code)
        handler.send_header("Content-Type", kind)
        if to:
            handler.send_header("Location", to)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (answering(503), "answered 503"),
        (answering(302, to="http://127.0.0.1:9/elsewhere"), "answered 302"),
        (answering(307, to="file:///etc/passwd"), "answered 307"),
        (answering(kind="text/html", body=b"<html>"), "no time stamp"),
        (answering(body=b"rubbish"), "cannot be read"),
        (answering(body=b""), "cannot be read"),
        (answering(body=bytes(200_000)), "more than a time stamp"),
        (lambda handler, _: handler.wfile.write(b"\0\1\2 no http"), "did not answer as a web server|cannot be reached"),
        (lambda handler, _: None, "did not answer as a web server|cannot be reached"),
    ],
)
def test_an_authority_that_answers_anything_else(stamped, authority, reply, said):
    with pytest.raises(TimeStampError, match=said) as failed:
        stamped(authority, reply)
    assert str(failed.value).endswith(".")


def test_an_authority_that_never_ends(stamped, authority, monkeypatch):
    import time

    monkeypatch.setattr(timestamping, "_SECONDS", 0.3)

    def trickle(handler, _):
        answering(body=b"\x30")(handler, _)
        for _ in range(40):
            time.sleep(0.05)
            try:
                handler.wfile.write(b"\0")
                handler.wfile.flush()
            except OSError:
                return

    with pytest.raises(TimeStampError, match="took too long"):
        stamped(authority, trickle)


def test_no_authority_there(unsigned, key):
    away = dataclasses.replace(key, long_term=LongTerm.of("B-T", "http://127.0.0.1:1/"))
    with pytest.raises(TimeStampError, match="127.0.0.1 cannot be reached"):
        sign(unsigned, away)


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "file:///etc/passwd", "x", "http://", "https://u:p@host/", "http://h:x/", "http://a b/"]
)
def test_an_address_that_is_none(unsigned, key, url):
    with pytest.raises(SigningError, match="address of the time-stamp authority"):
        sign(unsigned, dataclasses.replace(key, long_term=LongTerm.of("B-T", url)))


def test_levels_and_what_they_need(tmp_path):
    assert LongTerm.of("", "") == LongTerm.of("B-B", "https://a/") == LongTerm()
    assert LongTerm.of("", "https://a/").level == "B-T"
    wrong = ("B-X", "", "no signature level"), ("B-T", "", "needs a time-stamp"), ("B-LT", "https://a/", "--crl")
    for level, url, said in wrong:
        with pytest.raises(UsageError, match=said):
            LongTerm.of(level, url)
    (tmp_path / "x.crl").write_bytes(b"no list")
    with pytest.raises(UsageError, match="no revocation list"):
        LongTerm.of("B-LT", "https://a/", [tmp_path / "x.crl"])
    with pytest.raises(UsageError, match="cannot be read"):
        LongTerm.of("B-LT", "https://a/", [tmp_path / "none.crl"])


def test_a_signature_without_a_time_stamp_loads_no_network_code(tmp_path, unsigned, new):
    from determination_support import PASSPHRASE

    (tmp_path / "u.pdf").write_bytes(unsigned)
    code = f"""
import sys
from pathlib import Path
from imr_desktop.determination import SigningKey, sign
import socket
def refuse(self, *_):
    raise AssertionError("connected")
socket.socket.connect = socket.create_connection = refuse
sign(Path({str(tmp_path / "u.pdf")!r}).read_bytes(), SigningKey.load(Path({str(new.key)!r}), {PASSPHRASE!r}))
assert "imr_desktop.determination.timestamping" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
