"""The guideline cited against the item and the day: the chapter's region of the body, the edition in force, its currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from imr_desktop.case import dates
from imr_desktop.case.model import Case
from imr_desktop.preflight import editions_cited, places
from imr_desktop.preflight.problem import Context, Fix, Raised, ReplaceText
from imr_desktop.preflight.regions import chapters_in, parts_in, with_nerves
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.restated import asked


@check("citation.region", severity="consider")
def region(case: Case, context: Context) -> Iterator[Raised]:
    """The guideline's chapter treats of the part of the body the request is for.

    bad: {"items": [{"title": "MRI of the left knee",
          "reviewer_guideline": "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."}]}
    bad: {"items": [{"title": "X-ray of the right shoulder", "reviewer_guideline": "ODG, Knee Chapter, Radiography."}]}
    bad: {"items": [{"title": "ESI at L4-5", "reviewer_guideline": "MTUS Neck and Upper Back Complaints 2004."}]}
    bad: {"items": [{"title": "MRI of the left knee", "reviewer_guideline": "MTUS Low Back Disorders 2020."}]}
    good: {"items": [{"title": "MRI of the left knee", "reviewer_guideline": "MTUS Knee Complaints 2004."}]}
    good: {"items": [{"title": "MRI of the left knee", "reviewer_guideline": "MTUS Knee Disorders 2019."}]}
    good: {"items": [{"title": "EMG of the hand", "reviewer_guideline": "MTUS Hand, Wrist, and Forearm Disorders 2019."}]}
    good: {"items": [{"title": "PT of the back", "reviewer_guideline": "MTUS Cervical and Thoracic Spine Disorders 2018."}]}
    good: {"items": [{"title": "EMG of both arms", "reviewer_guideline": "MTUS Neck and Upper Back Complaints 2004."}]}
    good: {"items": [{"title": "PT for the knee and back", "reviewer_guideline": "MTUS Low Back Complaints 2004."}]}
    good: {"items": [{"title": "Hospital bed", "reviewer_guideline": "ODG Knee Chapter, Durable medical equipment."}]}
    good: {"items": [{"title": "Gym membership, left hand",
          "reviewer_guideline": "MTUS Shoulder Complaints 2004, and Forearm, Wrist, and Hand Complaints 2004."}]}
    """
    for number, item in places.numbered(case):
        wanted, chapters = with_nerves(asked(item)), chapters_in(item.reviewer_guideline)
        if not wanted or not chapters or any(wanted & regions for _, regions in chapters):
            continue
        part = next(iter(parts_in(asked(item))), " and ".join(sorted(wanted)))
        start = item.reviewer_guideline.find(chapters[0][0])
        message = f"Item {number} is for the {part}, the chapter cited is “{chapters[0][0]}”: cite the right one."
        yield Raised(
            places.of_item(number, item, "reviewer_guideline", start, start + len(chapters[0][0])),
            message,
            str(number),
            chapters[0][0],
        )


@check("citation.edition", severity="consider", needs="packs")
def edition(case: Case, context: Context) -> Iterator[Raised]:
    """The edition of the MTUS that is cited governed on the day of the decision.

    It goes by its own year, or by that in which it came into force.

    bad: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Opioids."}]}
    bad: {"dates": {"decision": "2020-02-01"}, "items": [{"title": "MRI of the knee",
          "reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    bad: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "MRI of the low back",
          "reviewer_guideline": "Decision based on MTUS Low Back Disorders 2019, Section(s): Imaging."}]}
    bad: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "Acupuncture 6 visits",
          "reviewer_guideline": "Decision based on MTUS Acupuncture Treatment 2007."}]}
    bad: {"dates": {"decision": "2015-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3."}]}
    good: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "Tramadol 50mg",
          "reviewer_guideline": "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids."}]}
    good: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "MRI of the knee",
          "reviewer_guideline": "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."}]}
    good: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "MRI of the low back",
          "reviewer_guideline": "Decision based on MTUS Low Back Disorders 2020, Section(s): Imaging."}]}
    good: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "MRI of the low back",
          "reviewer_guideline": "Decision based on MTUS Low Back Disorders 2021, Section(s): Imaging."}]}
    good: {"items": [{"title": "Tramadol 50mg", "reviewer_guideline": "MTUS Chronic Pain Medical Treatment 2009."}]}
    """
    day, basis = _governing(case)
    if day is None or context.packs is None:
        return
    for number, item in places.numbered(case):
        for one in editions_cited.mtus(item.reviewer_guideline, context.packs, day):
            if one.year in one.years and not one.doubt:
                continue
            right = f"{one.right.citation} did ({one.right.edition.title})"
            message = one.doubt or f"“{one.words}” did not govern on {dates.written(day)} ({basis}): {right}."
            new = f"{one.right.cited} {one.right.year}"
            change = ReplaceText(item.id, "reviewer_guideline", one.start, one.words, new)
            yield Raised(
                places.of_item(number, item, "reviewer_guideline", one.start, one.start + len(one.words)),
                message,
                f"{number}:{one.start}",
                one.words,
                None if one.doubt else Fix(f"Cite {new}", (change,)),
                flag=True if one.doubt else None,
            )


@check("citation.currency", severity="consider")
def currency(case: Case, context: Context) -> Iterator[Raised]:
    """A guideline outside the MTUS that is older than it may be is said to be current.

    bad: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "Gym membership", "reviewer_guideline":
          "Decision based on Non-MTUS Citation Official Disability Guidelines (2016), Chapter: Low Back."}]}
    bad: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "MRI, knee", "reviewer_guideline": "ODG 2019, Knee."}]}
    good: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "Gym membership", "reviewer_guideline":
          "Decision based on Non-MTUS Citation Official Disability Guidelines (2024), Chapter: Low Back."}]}
    good: {"dates": {"decision": "2026-02-01"}, "items": [{"title": "Gym membership", "rationale":
          "The guideline of 2016 was reaffirmed in 2023.", "reviewer_guideline":
          "Decision based on Non-MTUS Citation Official Disability Guidelines (2016), Chapter: Low Back."}]}
    good: {"dates": {"decision": "2017-02-01"}, "items": [{"title": "MRI, knee", "reviewer_guideline": "ODG 2016, Knee."}]}
    """
    day, basis = _governing(case)
    if day is None or context.packs is None:
        return
    for number, item in places.numbered(case):
        if editions_cited.says_current(f"{item.rationale}\n{item.reviewer_guideline}"):
            continue
        for start, words, year in editions_cited.outside(item.reviewer_guideline, context.packs):
            # Published at the latest on the last day of its year.
            if day > date(year + context.packs.current_years, 12, 31):
                message = (
                    f"“{words}” is older than {context.packs.current_years} years on {dates.written(day)} ({basis}): "
                    "say that it is still current, or cite its newest version."
                )
                place = places.of_item(number, item, "reviewer_guideline", start, start + len(words))
                yield Raised(place, message, f"{number}:{start}", words)


def _governing(case: Case) -> tuple[date | None, str]:
    """The day that decides which edition governs, and what it is."""
    known = ((getattr(case.dates, field), field) for field in ("decision", "ur_denial", "request_for_authorization"))
    return next(((day, places.date_name(field)) for day, field in known if day), (None, ""))
