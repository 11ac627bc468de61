"""The statements the reviewer makes before signing."""

from __future__ import annotations

from collections.abc import Iterator

from imr_desktop.case.attestations import statements
from imr_desktop.case.model import Case
from imr_desktop.preflight.problem import Context, Fix, Place, Raised
from imr_desktop.preflight.registry import check


@check("attestation.missing", severity="must fix", confidence="sure")
def missing(case: Case, context: Context) -> Iterator[Raised]:
    """The reviewer made every statement a signature needs.

    bad: {"attestations": [{"statement": "own_judgment", "made_at": "2025-11-20T10:00:00"}]}
    good: {"attestations": [{"statement": "own_judgment", "made_at": "2025-11-20T10:00:00"},
          {"statement": "qualification", "made_at": "2025-11-20T10:00:00"},
          {"statement": "no_affiliation", "made_at": "2025-11-20T10:00:00"}]}
    """
    made = {attestation.statement for attestation in case.attestations}
    for one in statements(context.today):
        if one.key not in made:
            message = f"“{one.title}” is not confirmed: read it and tick it."
            yield Raised(
                Place("sign", field=one.key, label=f"Sign › {one.title}"),
                message,
                one.key,
                fix=Fix("Read and confirm", act="attest", target=one.key),
            )
