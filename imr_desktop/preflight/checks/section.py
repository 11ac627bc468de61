"""The section of a guideline a decision cites, against the treatment it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imr_desktop.case.model import Case
from imr_desktop.preflight import places
from imr_desktop.preflight.data import table
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import kind, named, of_item

_SECTION = re.compile(r"Section(?:\(s\)|s)?\s*:\s*([^.;]{3,200})", re.IGNORECASE)
_PARTS = re.compile(r",\s|;|\band\b|/")


@check("citation.service", severity="consider")
def service(case: Case, context: Context) -> Iterator[Raised]:
    """The section cited is not that of another treatment.

    bad: {"items": [{"title": "Acupuncture x 6",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain 2016, Section(s): Massage therapy."}]}
    good: {"items": [{"title": "Acupuncture x 6",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain 2016, Section(s): Acupuncture."}]}
    good: {"items": [{"title": "Acupuncture x 6",
          "reviewer_guideline": "Decision based on MTUS Low Back 2004, Section(s): Initial Care, Physical Methods."}]}
    """
    for number, item in places.numbered(case) if context.packs else ():
        own, found = of_item(context.packs, item), _SECTION.search(item.reviewer_guideline)
        if own is None or own.service.weak or found is None:
            continue
        parts = [part.strip() for part in _PARTS.split(found[1]) if part.strip()]
        there = [its for part in parts if (its := named(context.packs, part))]
        if own.drugs or any(one.service.weak or one.drugs for one in there) or len(there) < len(parts) or not there:
            continue
        if not any(_fits(kind(own), kind(one)) for one in there):
            message = f"Item {number} asks for {own.service.name}; is the section cited, “{found[1][:50]}”, about it?"
            yield places.raised(number, item, "reviewer_guideline", message, found[1])


def _fits(own: str, there: str) -> bool:
    """Whether two services share a word that tells, or belong together, so that the section of one may treat of the other."""
    data = table("wording.toml")["sections"]
    words = [set(re.findall(r"\w+", one.lower())) - set(data["common"]) for one in (own, there)]
    return bool(words[0] & words[1]) or any(words[0] & set(row) and words[1] & set(row) for row in data["together"])
