"""A case with a record, its history, and packages of it, well made and otherwise."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from imr_desktop.case import codec
from imr_desktop.case.model import (
    Acknowledgement,
    Attestation,
    Case,
    CaseFile,
    ClaimDates,
    Comment,
    Credentials,
    CriterionAnswer,
    DisputedItem,
    Document,
    EvidenceStep,
    Fact,
    Finding,
    PreliminaryView,
    Resolution,
    Search,
    SourceRef,
)
from imr_desktop.errors import StoreError
from imr_desktop.store.audit import AuditEntry
from imr_desktop.store.exchange import PackageContents, PackedVersion, new_identity, parts, write_package
from imr_desktop.store.exchange.parts import PackageManifest, Part
from imr_desktop.store.exchange.sealing import Stream, seal
from imr_desktop.store.exchange.strict import packed

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEED = bytes(range(32))
SECRET, PUBLIC = new_identity()
OTHER_SECRET, OTHER_PUBLIC = new_identity()
PASSPHRASE = "seven green lamps"
encode = msgspec.json.Encoder(order="deterministic").encode
replace = msgspec.structs.replace


class Originals:
    """Originals in memory, by their digest."""

    def __init__(self, *contents: bytes) -> None:
        self.kept = {hashlib.sha256(one).hexdigest(): one for one in contents}

    def open(self, digest: str) -> io.BytesIO:
        if digest not in self.kept:
            raise StoreError("There is no such file.")
        return io.BytesIO(self.kept[digest])


def a_case(originals: Originals, **changes) -> Case:
    """A case of two items with all that a first reviewer leaves in it; its secret words are OPINION."""
    digests = list(originals.kept)
    base = Case(
        id="case-1",
        number="CM26-0000001",
        summary="OPINION in the summary.",
        credentials=Credentials("OPINION", "OPINION"),
        dates=ClaimDates(injury=date(2024, 3, 9)),
        age=51,
        rule_packs=None,
        files=tuple(CaseFile(digest, f"part {number}.pdf", 2, 2 * number + 1) for number, digest in enumerate(digests)),
        documents=tuple(
            Document(
                f"d{number}",
                digest,
                f"Part {number}",
                "progress report",
                2 * number + 1,
                2 * number + 2,
                opened=NOW,
                relevant=True,
            )
            for number, digest in enumerate(digests)
        ),
        items=(
            DisputedItem(
                "i1",
                "Hinged brace",
                claims_administrator_guideline="Their guideline",
                reviewer_guideline="OPINION",
                rationale="OPINION on the brace.",
                decision="Overturned",
                source_decision="Upheld",
                answers=(CriterionAnswer("knee.a", "met", "OPINION"), CriterionAnswer("knee.b", "not met")),
                preliminary_views=(PreliminaryView("OPINION before", NOW),),
                evidence=(EvidenceStep("mtus", "supports", "OPINION"),),
                sources=(SourceRef("d0", 1, "brace asked for"), SourceRef("rationale:i1", 0, "OPINION")),
            ),
            DisputedItem("i2", "Gym membership", no_citation_reason="OPINION", decision="Upheld"),
        ),
        findings=(Finding("f1", "Limps", sources=(SourceRef("d0", 2, "limps"),)), Finding("f2", "OPINION of mine")),
        facts=(
            Fact("exam.effusion", True, (SourceRef("d1", 3, "effusion"), SourceRef("summary", 0, "OPINION"))),
            Fact("drug.name", "OPINION"),
        ),
        searches=(Search("s1", ("OPINION",), "OPINION: none found"),),
        attestations=(Attestation("OPINION", NOW),),
        resolutions=(Resolution("age", "OPINION", "OPINION", NOW),),
        acknowledgements=(Acknowledgement("p", "OPINION", NOW),),
        comments=(Comment("c1", "OPINION for you", "first reviewer", NOW, "items.i1"),),
    )
    return replace(base, **changes)


def versions(case: Case, count: int = 3):
    """Invented versions of a case, the oldest first."""
    for number in range(1, count + 1):
        one = replace(case, summary=f"Summary {number}")
        yield PackedVersion(number, NOW, "saved", hashlib.sha256(codec.encode(one)).hexdigest(), one)


def entries(case: Case, count: int = 3):
    """Invented entries of an audit trail."""
    for number in range(1, count + 1):
        yield AuditEntry(
            number, NOW, "reviewer", "case saved", case.id, {"version": number, "b": [1, None]}, "0" * 64, "1" * 64
        )


class Sender:
    """Writes packages, as the program does or as someone would who wants harm."""

    def __init__(self, folder: Path, originals: Originals) -> None:
        self.folder, self.originals = folder, originals
        self.temp = folder / "vault" / "temp"

    def package(self, case: Case, *, recipients=(PUBLIC,), passphrase="", blind=False, count=3, name="case.imrcase") -> Path:
        out = self.folder / name
        write_package(
            out,
            PackageContents(case, versions(case, count), entries(case, count), self.originals),
            recipients,
            passphrase,
            signing_seed=SEED,
            blind=blind,
        )
        return out

    def left(self) -> list[Path]:
        """What lies in the folder of temporaries, or beside the packages as a temporary."""
        return [*self.temp.rglob("*"), *self.folder.glob(".*tmp")]

    def sealed(self, plain: bytes, name="made.imrcase") -> Path:
        """Any bytes, sealed as a package is."""
        out = self.folder / name
        with out.open("wb") as file:
            seal(Stream(iter([plain])), file, [PUBLIC], "")
        return out

    def made(self, listed: list[tuple[bytes, bytes]], **changes) -> Path:
        """Parts put together and signed, whatever they are."""
        return self.sealed(plain_package(listed, **changes))


def plain_package(listed: list[tuple[bytes, bytes]], seed: bytes = SEED, **changes) -> bytes:
    """The plain bytes of a package of these parts, with a manifest that fits unless changed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    manifest = PackageManifest(
        parts.FORMAT,
        NOW,
        parts.fingerprint(public),
        public.hex(),
        "case-1",
        False,
        tuple(Part(kind.decode(), len(body), hashlib.sha256(body).hexdigest()) for kind, body in listed),
    )
    data = encode(replace(manifest, **changes))
    signature = key.sign(parts.PURPOSE + data)
    return parts.MAGIC + b"".join(
        parts.head(kind, len(body)) + body
        for kind, body in (*listed, (parts.MANIFEST, packed(data, "x")), (parts.SIGNATURE, signature))
    )
