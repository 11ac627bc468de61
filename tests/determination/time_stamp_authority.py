"""A time-stamp authority on this computer, for tests: real requests over a real socket, answered by invented means."""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import algos, cms, core, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TYPE = "application/timestamp-reply"


def certificate(name, key, issuer=None, issuer_key=None, usage=None):
    subject = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=900))
        .add_extension(certificates.BasicConstraints(issuer is None, None), True)
        .add_extension(certificates.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    sign = certificates.KeyUsage(issuer is not None, *[False] * 4, issuer is None, issuer is None, False, False)
    builder = builder.add_extension(sign, True)
    if usage:
        builder = builder.add_extension(certificates.ExtendedKeyUsage([usage]), True)
    return builder.sign(issuer_key or key, hashes.SHA256())


class Authority:
    """Signs what it is asked; `asked` keeps the requests, `fault` names what it is to do wrong."""

    def __init__(self, usage=ExtendedKeyUsageOID.TIME_STAMPING):
        root_key, self.key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = certificate("Invented Stamp Root", root_key)
        made = certificate("Invented Stamp Authority", self.key, self.root, root_key, usage)
        self.certificate = x509.Certificate.load(made.public_bytes(Encoding.DER))
        self.asked, self.fault, self.slip = [], "", timedelta()

    def answer(self, query: bytes) -> bytes:
        self.asked.append(query)
        request = tsp.TimeStampReq.load(query)
        if self.fault == "refuses":
            return bytes.fromhex("30053003020102")  # status 2, rejection, and no token
        imprint = request["message_imprint"].copy()
        if self.fault == "other digest":
            imprint["hashed_message"] = hashlib.sha256(b"other").digest()
        nonce = request["nonce"].native + (self.fault == "other nonce")
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.3.6.1.4.1.99999.1",
                "message_imprint": imprint,
                "serial_number": int(time.time_ns()),
                "gen_time": datetime.now(UTC).replace(microsecond=0) + self.slip,
                "nonce": nonce,
            }
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": self._token(info.dump())}).dump()

    def _token(self, info: bytes) -> cms.ContentInfo:
        signing = {"certs": [{"cert_hash": hashlib.sha256(self.certificate.dump()).digest()}]}
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(info).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [signing]}),
            ]
        )
        signature = self.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        if self.fault == "bad signature":
            signature = self.key.sign(b"other", ec.ECDSA(hashes.SHA256()))
        digest = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
        number = cms.IssuerAndSerialNumber(
            {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number}
        )
        root = x509.Certificate.load(self.root.public_bytes(Encoding.DER))
        return cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": {
                    "version": "v3",
                    "digest_algorithms": [digest],
                    "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
                    "certificates": [self.certificate, root],
                    "signer_infos": [
                        {
                            "version": "v1",
                            "sid": cms.SignerIdentifier("issuer_and_serial_number", number),
                            "digest_algorithm": digest,
                            "signed_attrs": attributes,
                            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                            "signature": signature,
                        }
                    ],
                },
            }
        )


@contextmanager
def served(authority, reply=None):
    """The authority's address while it is served; `reply(handler, body)` answers in its place."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            authority.headers = dict(self.headers)
            if reply:
                reply(self, body)
                return
            data = authority.answer(body)
            self.send_response(200)
            self.send_header("Content-Type", TYPE)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/stamp"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
