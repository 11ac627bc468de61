"""What the tests of the determination share: an invented case, a key of any kind, a sandbox without a process."""

from __future__ import annotations

import importlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    Case,
    CaseFile,
    ClaimDates,
    Credentials,
    DisputedItem,
    Document,
)

PASSPHRASE = "lantern maple orbit pickle quartz river"
NOW = datetime.now(UTC).replace(microsecond=0)
MADE = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)

RATIONALE = (
    "The worker has neck pain with palpable taut bands [p. 14]. Six injections were asked for in one session, and "
    "the guideline allows no more than four.\n\nIndependent Medical Review decides a request whole. The request is "
    "therefore not medically necessary and appropriate."
)


verification = importlib.import_module("imr_desktop.determination.verify")


class InProcess:
    """The sandbox's interface without its child process."""

    def call(self, function: str, payload: bytes, *, timeout: float = 60.0) -> bytes:
        module, name = function.split(":")
        return getattr(importlib.import_module(module), name)(payload)


def examine(pdf: bytes, root: bytes | None, now: datetime | None = None, withdrawn: bytes | None = None, authority=None):
    """The report on a file's bytes, without a process."""
    return verification.examine(pdf, root, InProcess(), InProcess(), withdrawn=withdrawn, authority=authority, now=now)


def make_case(items: int = 2) -> Case:
    """A complete, decided case with `items` disputed items."""
    first = DisputedItem(
        id="i1",
        title="Trigger point injections ×6 to the trapezius",
        decision="Upheld",
        source_decision="Upheld",
        claims_administrator_guideline="MTUS Chronic Pain Medical Treatment Guidelines, Trigger point injections.",
        reviewer_guideline="MTUS Chronic Pain Medical Treatment Guidelines, 2016, Trigger point injections.",
        rationale=RATIONALE,
    )
    second = DisputedItem(
        id="i2",
        title="Physical therapy 12 sessions",
        requested="12 sessions of physical therapy for the neck",
        authorized="6 sessions",
        in_dispute="6 sessions of physical therapy",
        relation="remainder",
        decision="Overturned",
        claims_administrator_guideline="MTUS Neck and Upper Back Complaints.",
        reviewer_guideline="MTUS Cervical and Thoracic Spine Disorders Guideline, 2018, Exercise.",
        rationale=RATIONALE,
    )
    documents = (
        ("Utilization review determination", "ur determination", "Harbor Review Services", 1, 7),
        ("Progress report (PR-2)", "progress report", "L. Okafor, MD", 8, 14),
    )
    return Case(
        id="00aa11bb22cc33dd",
        number="CM26-0012345",
        age=48,
        sex="female",
        dates=ClaimDates(
            injury=date(2024, 3, 3),
            ur_denial=date(2026, 9, 28),
            application_received=date(2026, 10, 14),
            assigned=date(2026, 10, 20),
            decision=date(2026, 11, 19),
        ),
        credentials=Credentials("California", "Physical Medicine & Rehabilitation"),
        summary="The worker is a 48-year-old woman injured on 03/03/2024.\n\nStraight leg raise was < 40° & painless.",
        items=tuple((first, second)[number % 2] for number in range(items)),
        files=(CaseFile("ab" * 32, "Doe Jane chart.pdf", 14, 1),),
        documents=tuple(
            Document(
                f"d{first_page}",
                "ab" * 32,
                title,
                kind,
                first_page,
                last,
                author=author,
                date=date(2026, 9, 17),
                opened=MADE,
                relevant=True,
            )
            for title, kind, author, first_page, last in documents
        ),
        attestations=tuple(Attestation(key, MADE) for key in ("no_affiliation", "qualification", "own_judgment")),
        acknowledgements=(Acknowledgement("late", "The office was closed.", MADE),),
    )


def write_p12(
    path: Path,
    *,
    start=-1,
    days=10,
    names=((NameOID.COMMON_NAME, "IMR Reviewer 1"),),
    key=None,
    usage=None,
    purposes=("1.3.6.1.5.5.7.3.36",),
) -> Path:
    """A self-signed PKCS#12 file, valid from `start` days from now for `days` days."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(NOW + timedelta(days=start))
        .not_valid_after(NOW + timedelta(days=start + days))
    )
    if usage is not None:
        builder = builder.add_extension(usage, True)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(map(x509.ObjectIdentifier, purposes))), False)
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"k", key, builder.sign(key, algorithm), None, BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    return path
