"""Drug, dose, quantity and kind of treatment in the text against what the item asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.preflight.checks.copied import names_of
from imr_desktop.preflight.problem import Context, Raised
from imr_desktop.preflight.prose_dates_found import DATE
from imr_desktop.preflight.regions import parts_in
from imr_desktop.preflight.registry import check
from imr_desktop.preflight.requests import (
    Numbers,
    RequestedDose,
    all_restated,
    doses,
    kind,
    named,
    numbers,
    numbers_of,
    of_item,
)
from imr_desktop.preflight.restated import Restated, asked, restated
from imr_desktop.preflight.texts import TextField, rationales, sentences
from imr_desktop.rules.match import NamedService

_STRENGTH = r"(?:\s+(?:hcl|er|xr|sr|ir|dr|sodium|tablets?|capsules?|tabs?|caps?|oral|patch))*\s+(\d[\d./,-]*\s?(?:mg|mcg|%))"
_BEFORE_DOSE = re.compile(r"([^\W\d_]{4,})(?:\s+(?:hcl|er|xr|sr|ir|dr|sodium))*\s*,?\s*\d", re.IGNORECASE)
_ANY_DATE = re.compile(DATE, re.IGNORECASE)
_LABORATORY = re.compile(r"\bPTT\b|\bPT\s?/\s?INR\b|\bprothrombin\b", re.IGNORECASE)
"""Clotting tests, whose PT is no physical therapy."""
_LIST = re.compile(r",\s|;|\band\b", re.IGNORECASE)
_OLD_FORM = re.compile(r"\b(?:RFA|request for authorization|dated|previous|prior|earlier|last|refill of)\b", re.IGNORECASE)
_ANY_DOSE = re.compile(r"\b\d[\d./,-]*\s?(?:mg|mcg|%)", re.IGNORECASE)


@check("request.drug", severity="consider")
def drug(case: Case, context: Context) -> Iterator[Raised]:
    """The drug named as the one requested is the item's.

    bad: {"items": [{"title": "Tramadol 50mg #60", "rationale": "The request for naproxen is not medically necessary."}]}
    bad: {"items": [{"title": "Norco 10/325mg #60", "rationale": "The requested oxycodone exceeds what is advised."}]}
    good: {"items": [{"title": "Norco 10/325mg", "rationale": "The request for hydrocodone/acetaminophen is supported."}]}
    good: {"items": [{"title": "Tramadol 50mg #60", "rationale": "A prior request for naproxen was denied."}]}
    """
    for field in rationales(case):
        own = of_item(context.packs, field.item) if field.item else None
        for one, here in _unlike(context, field, own) if own and own.drugs else ():
            if own and here.drugs and not set(here.drugs) & set(own.drugs):
                message = f"Item {field.number} asks for {own.drugs[0]}, here it is {here.drugs[0]}: correct one."
                yield _raised(field, one, message)


@check("request.service", severity="consider")
def service(case: Case, context: Context) -> Iterator[Raised]:
    """The treatment named as the one requested is the item's.

    bad: {"items": [{"title": "Occupational therapy x 6", "rationale": "The request for acupuncture is supported."}]}
    bad: {"items": [{"title": "MRI of the knee", "rationale": "The request for an x-ray of the knee is supported."}]}
    good: {"items": [{"title": "PT x 6", "rationale": "The request for six sessions of physical therapy is supported."}]}
    bad: {"items": [{"title": "PT x 6", "rationale": "Eight visits suffice. The request for PT x 6 is not supported."},
          {"title": "MRI of the knee", "rationale": "Eight visits suffice. The request for physical therapy fails."}]}
    good: {"items": [{"title": "Lidocaine 5% patch #30", "rationale": "The request for a topical analgesic fails."}]}
    good: {"items": [{"title": "Chest x-ray", "rationale": "The requested PT/PTT was done before."}]}
    good: {"items": [{"title": "Cold therapy unit"}, {"title": "Knee arthroscopy"}, {"title": "Postoperative PT x 12",
          "rationale": "The request for knee arthroscopy fails. The request for therapy fails with it."}]}
    """
    for field in rationales(case):
        own = of_item(context.packs, field.item) if field.item else None
        for one, here in _unlike(context, field, own) if own and not own.service.weak else ():
            if (
                own
                and _differ(own, here)
                and (not _is_others(case, context, field, here) or _of_another_item(context, field, one))
            ):
                message = f"Item {field.number} asks for {own.service.name}, here it is {here.service.name}: correct one."
                yield _raised(field, one, message)


def _is_others(case: Case, context: Context, field: TextField, here: NamedService) -> bool:
    """Whether another item asks for a service of this kind."""
    others = (of_item(context.packs, item) for item in case.items if item != field.item)
    return any(its and kind(its) == kind(here) for its in others)


def _unlike(context: Context, field: TextField, own: NamedService) -> Iterator[tuple[Restated, NamedService]]:
    """The restatements after the last that names the item itself: one before it may speak of what the item goes with."""
    ones = (one for one in restated(field) if _LABORATORY.search(one.text) is None)
    found = [(one, here) for one in ones if (here := named(context.packs, one.text))]
    own_last = max((at for at, (_, here) in enumerate(found) if _is_own(own, here)), default=-1)
    yield from found[own_last + 1 :]


def _is_own(own: NamedService, here: NamedService) -> bool:
    return kind(own) == kind(here) and (not own.drugs or not here.drugs or bool(set(own.drugs) & set(here.drugs)))


def _of_another_item(context: Context, field: TextField, one: Restated) -> bool:
    """Whether a rationale never names its own item and ends with another's request, so that it was pasted in."""
    return one == restated(field)[-1] and field.item is not None and not _names_service(context, field.item, field.text)


def _names_service(context: Context, item: DisputedItem, text: str) -> bool:
    """Whether a text names the item's service by a word of its request or by any of its names."""
    small, names = _unhyphenated(text), names_of(item.disputed_text)
    own = of_item(context.packs, item)
    by_word = bool(names) and _any_of(tuple(sorted(names))).search(small) is not None
    return by_word or (own is not None and _any_name(own, small))


def _differ(own: NamedService, here: NamedService) -> bool:
    """Whether two names cannot mean one treatment; where both name drugs, `request.drug` tells."""
    if set(own.drugs) & set(here.service.drugs) or _both_topical(own, here):
        return False
    return kind(own) != kind(here) and not here.service.weak and not (own.drugs and here.drugs)


def _both_topical(own: NamedService, here: NamedService) -> bool:
    """Whether both are put on the skin: a patch or gel of one drug is a topical analgesic."""
    return all("topical" in f"{one.service.name} {' '.join(one.service.synonyms)}".lower() for one in (own, here))


@check("request.dose", severity="consider")
def dose(case: Case, context: Context) -> Iterator[Raised]:
    """The dose in the text is the one that was asked for.

    bad: {"items": [{"title": "Norco 10/325mg #60", "rationale": "The request for Norco 5/325 mg is not supported."}]}
    bad: {"items": [{"title": "Tramadol 50mg #60", "rationale": "He takes tramadol 100 mg without relief."}]}
    bad: {"items": [{"title": "Tramadol 50mg #60"}], "summary": "On 10/1/25 UR denied the request for tramadol 150 mg."}
    good: {"items": [{"title": "Norco 10/325mg #60", "rationale": "The request for Norco 10-325 mg is not supported."}]}
    good: {"items": [{"title": "Tramadol 50mg", "rationale": "Tramadol was raised from 50 mg; he took tramadol 100 mg."}]}
    good: {"items": [{"title": "Tramadol 50mg", "rationale": "Acetaminophen 500 mg did not help."}]}
    """
    for field, one, items in all_restated(case, context.packs):
        wanted = [dose for item in items for dose in doses(asked(item))]
        here = doses(one.text)
        if wanted and here and _same_drug(context, items, one) and not _any_same(here, wanted):
            yield _raised(field, one, f"{_who(field)} {_shown(wanted)}, here it is {_shown(here)}: correct one.")
    for field in rationales(case):
        yield from _only_other_dose(field)


def _same_drug(context: Context, items: tuple[DisputedItem, ...], one: Restated) -> bool:
    """Whether the doses are of one drug, as far as the drugs are known."""
    here = named(context.packs, one.text)
    own = [of_item(context.packs, item) for item in items]
    return not here or not here.drugs or any(its is None or not its.drugs or set(its.drugs) & set(here.drugs) for its in own)


def _any_same(here: tuple[RequestedDose, ...], wanted: list[RequestedDose]) -> bool:
    return any(one.same(other) for one in here for other in wanted)


def _shown(those: tuple[RequestedDose, ...] | list[RequestedDose]) -> str:
    return f"{'/'.join(f'{number:g}' for number in sorted(those[0].numbers))} {those[0].unit}".strip()


def _only_other_dose(field: TextField) -> Iterator[Raised]:
    """A hint where a rationale gives the item's drug another dose, and never the one asked for."""
    wanted = list(doses(asked(field.item))) if field.item else []
    found = list(_dosed(asked(field.item)).finditer(field.text)) if wanted and field.item else []
    written = (doses(match[0]) for match in _ANY_DOSE.finditer(field.text)) if found else ()
    if not found or any(_any_same(here, wanted) for here in written) or any(doses(one.text) for one in restated(field)):
        return
    message = f"Item {field.number} asks for {_shown(wanted)}, its rationale names {found[0][1]}: check."
    yield field.raised(found[0].span(), message, "only", flag=True)


@lru_cache(maxsize=256)
def _dosed(words: str) -> re.Pattern[str]:
    """A dose behind any word that has a dose behind it in the item."""
    before = {match[1] for match in _BEFORE_DOSE.finditer(words)}
    names = "|".join(re.escape(word) for word in sorted(before)) or r"(?!)"
    return re.compile(rf"\b(?:{names}){_STRENGTH}(?! ?(?:/|per|a) ?day)", re.IGNORECASE)


@check("request.quantity", severity="consider")
def quantity(case: Case, context: Context) -> Iterator[Raised]:
    """The quantity named as the one requested is the item's.

    bad: {"items": [{"title": "Tramadol 50mg #60", "rationale": "The request for tramadol 50 mg #90 is not supported."}]}
    bad: {"items": [{"title": "Physical therapy 2x6", "rationale": "The request for 8 sessions of physical therapy fails."}]}
    bad: {"items": [{"title": "Acupuncture x 8", "rationale": "In this case, 12 visits of acupuncture are requested."}]}
    bad: {"items": [{"title": "Acupuncture x 8"}], "summary": "UR denied the request for twelve acupuncture visits."}
    good: {"items": [{"title": "Physical therapy 2x6", "rationale": "The requested 12 visits exceed the 10 advised."}]}
    good: {"items": [{"title": "PT x 4", "requested": "PT x 12", "authorized": "PT x 8", "in_dispute": "PT x 4",
          "rationale": "The original request for 12 visits of PT was allowed in part."}]}
    good: {"items": [{"title": "Norco 10/325mg #60", "rationale": "The request for Norco and Soma 350 mg #30 fails."}]}
    good: {"items": [{"title": "Acupuncture x 8", "rationale": "A prior request for 6 visits was allowed."}]}
    good: {"items": [{"title": "Trigger point injections x 6", "rationale": "The request is for six in one session. The
          requesting physician's reason for treating all at once is fewer absences."}]}
    """
    for field, one, items in all_restated(case, context.packs):
        wanted = [numbers_of(item) for item in items]
        here = numbers(_own_part(context, items, one))
        if _OLD_FORM.search(_sentence_of(field, one)) and _ANY_DATE.search(_sentence_of(field, one)):
            continue
        differs = [found for own in wanted if (found := _difference(own, here))]
        if differs and len(differs) == len(wanted):
            yield _raised(field, one, f"{_who(field)} {differs[0][0]}, here it is {differs[0][1]}: correct one.")


def _own_part(context: Context, items: tuple[DisputedItem, ...], one: Restated) -> str:
    """The words of a restatement that are of the item's own drug, where a list names others as well; else all of them."""
    own = {drug for item in items if (its := of_item(context.packs, item)) for drug in its.drugs}
    here = named(context.packs, one.text)
    parts = _LIST.split(one.text)
    drugs = [set(its.drugs) if (its := named(context.packs, part)) else set() for part in parts]
    if not own or here is None or not any(each - own for each in drugs):
        return one.text
    return " ; ".join(part for part, each in zip(parts, drugs, strict=True) if each & own)


def _sentence_of(field: TextField, one: Restated) -> str:
    return next((each.text for each in sentences(field.text) if each.start <= one.start < each.end), "")


def _difference(own: Numbers, here: Numbers) -> tuple[str, str] | None:
    """What an item asks for and what the words say, where they cannot be one."""
    known = own.packs | own.counts
    if here.packs - {1} and own.packs and not here.packs & known:
        return f"#{max(own.packs)}", f"#{max(here.packs)}"
    if here.counts and own.counts and not here.counts & known and not here.packs:
        return str(max(own.counts)), str(max(here.counts))
    units = {unit for _, unit in own.supplies}
    if here.supplies and own.supplies and not here.supplies & own.supplies and {unit for _, unit in here.supplies} <= units:
        return " ".join(map(str, max(own.supplies))), " ".join(map(str, max(here.supplies)))
    return None


@check("request.unnamed", severity="consider", confidence="unsure")
def unnamed(case: Case, context: Context) -> Iterator[Raised]:
    """The rationale names what was requested.

    bad: {"items": [{"title": "Acupuncture x 6", "rationale": "The guideline criteria fail. The request is not supported."}]}
    good: {"items": [{"title": "PT x 6", "rationale": "Physical therapy is supported."}]}
    good: {"items": [{"title": "Norco 10/325mg", "rationale": "Hydrocodone gave no relief, nor did any opioid."}]}
    good: {"items": [{"title": "MRI of the knee", "rationale": "The knee locks. The request is supported."}]}
    """
    for field in rationales(case) if context.packs else ():
        again = any(named(context.packs, one.text) for one in restated(field))
        if field.item and not again and not _names(context, field.item, field.text):
            message = f"Item {field.number}: its rationale names no word of the request: check that it is its own."
            yield field.raised(None, message)


def _names(context: Context, item: DisputedItem, text: str) -> bool:
    """Whether a text names an item by a word of its request, or by any name of its service."""
    small, names = _unhyphenated(text), names_of(item.disputed_text)
    own = of_item(context.packs, item)
    if (names and _any_of(tuple(sorted(names))).search(small)) or (not names and own is None):
        return True
    return (own is not None and _any_name(own, small)) or bool(set(parts_in(item.disputed_text)) & set(parts_in(text)))


def _any_name(own: NamedService, text: str) -> bool:
    drugs = (word for generic, brands in own.service.drugs.items() if generic in own.drugs for word in (generic, *brands))
    return _any_of((own.service.name, *own.service.synonyms, *drugs)).search(text) is not None


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some names as whole words; ``..`` in them stands for a few others."""
    forms = (re.escape(_unhyphenated(name)).replace(r"\ ", r"\s+").replace(r"\.\.", r"(?:\w+\s+){0,3}?\w*") for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})s?(?!\w)")


def _unhyphenated(text: str) -> str:
    """Small letters without hyphens, so that "anti-inflammatory" is one word however it is written."""
    return text.lower().replace("non-", "non").replace("-", " ")


def _raised(field: TextField, one: Restated, message: str) -> Raised:
    return field.raised((one.start, one.end), message, one.start)


def _who(field: TextField) -> str:
    return f"Item {field.number} asks for" if field.number else "The item asks for"
