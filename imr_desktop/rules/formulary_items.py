"""Which day's drug list a disputed item is asked of: the day of service, else of the request, its review, or the decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.rules.model import Request, Service

if TYPE_CHECKING:
    from imr_desktop.rules.formulary_answers import Formulary, ListAnswer

FAMILY = "medications"


def requested_drug(
    case: Case, item: DisputedItem, request: Request, service: Service | None, formulary: Formulary, decided: date | None
) -> ListAnswer | None:
    """What the drug list says of an item; None where the item is no drug. `decided` is the day the rest is judged on."""
    if service is None or service.family != FAMILY:
        return None
    return formulary.answer(item.disputed_text, prescribed(case, request) or decided, decided)


def prescribed(case: Case, request: Request) -> date | None:
    """The day a drug was prescribed or dispensed, as far as the case tells: 8 CCR 9792.27.15 lists go by it."""
    if request.service_dates:
        return date.fromisoformat(request.service_dates[0].partition("/")[0])
    return case.dates.request_for_authorization or case.dates.ur_denial
