"""The invented sample case, taken into a home as a reviewer's own would be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from imr_desktop.atomic import write_atomically
from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case
from imr_desktop.identity import OFFICE_SIGNS
from imr_desktop.paths import private_dir, resource
from imr_desktop.review.cases import OpenedCase
from imr_desktop.review.checking import Checked, left_words
from imr_desktop.review.services import Services


def take_sample(services: Services, *, decided: bool) -> Case:
    """Take the sample packet and its review into the home and save them.

    With `decided` false the decision and the attestations are left for the physician to make, and a sample that is there
    already is given as it stands.
    """
    samples = resource("samples")
    review = codec.decode((samples / "case.json").read_bytes(), "the sample case")
    if services.cases.repository.has(review.id):
        if not decided:
            return services.cases.load(review.id)
        review = edits.with_id(review, edits.new_id())
    taken = services.intake.take_in(None, [samples / "packet.pdf"])
    case = edits.set_files(review, taken.case.files)
    if not decided:
        for item in case.items:
            case = edits.decide(case, item.id, None)
        for made in case.attestations:
            case = edits.withdraw_attestation(case, made.statement)
    services.cases.save(case)
    return case


def open_sample(services: Services) -> OpenedCase:
    """The sample case, its decision left open, as it is stored; as it was left where it is there already."""
    return services.cases.opened(take_sample(services, decided=False).id)


NOBODY = (OFFICE_SIGNS,)
"""The sample is invented, its reviewer too."""


@dataclass(frozen=True)
class MainJob:
    """The files that the sample's main job leaves: the signed letter, the checks' result, page one as PNG, the root."""

    pdf: Path
    checks: Path
    first_page: Path
    root: Path


def run_main_job(services: Services, out: Path) -> MainJob:
    """Do the whole job on the sample: take in, check, render, sign with a fresh key; the files go into the folder `out`.

    The key is not kept: nobody knows its passphrase. Raises SigningBlocked where a check is open, SigningError, StoreError.
    """
    from imr_desktop import determination

    case = take_sample(services, decided=True)
    checked = services.checking.check(case, identity=NOBODY)
    checks, root = private_dir(out) / "checks.txt", out / "root.pem"
    write_atomically(checks, _report(checked).encode())
    passphrase = determination.new_passphrase()
    with TemporaryDirectory(prefix="imr-desktop-key-") as folder:
        key = determination.new_key(Path(folder) / "reviewer.p12", passphrase)
        write_atomically(root, key.root.read_bytes())
        signed = services.signing.sign(case, key.key, passphrase, out, checked=checked, identity=NOBODY)
    assert signed.path is not None
    services.cases.save(signed.case)
    picture = signed.path.with_name("First page.png")
    write_atomically(picture, determination.page_images(signed.path.read_bytes(), 2.0, [1])[0].png())
    return MainJob(signed.path, checks, picture, root)


def _report(checked: Checked) -> str:
    lines = [f"Case {checked.case.number}: {left_words(checked.blocking)}"]
    lines += [f"{problem.severity}: {problem.place.label}: {problem.message}" for problem in checked.problems]
    for report in checked.reports:
        lines += ["", report.title]
        lines += [f"  {criterion.status}: {criterion.text} [{criterion.citation}]" for criterion in report.criteria]
    return "\n".join(lines) + "\n"
