"""What a template may ask for: every value in braces, of one document of one claim."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from .markup import written
from .world import Person, World, data


def _study(world: World, part: str, count: int) -> list[str]:
    return [world.side_words(text) for text in world.scenario[part][:count]]


def values_of(world: World, dos: date, who: Person, rng: random.Random, form: str) -> dict[str, object]:
    """All that a template may ask for. The order stands: what `rng` gives one value it gives no other."""
    names = data("world")
    part = world.side_words(world.scenario["part"])
    injury = written(world.injury, form)
    if world.span_end:
        injury = rng.choice(("CT {} - {}", "CT: {} to {}", "{} - {} (CT)", "CT {} through {}")).format(
            injury, written(world.span_end, form)
        )
    acts = [world.side_words(world.scenario[each][0]) for each in ("study", "procedure", "surgery")]
    kept = rng.sample([each for each in names["doctors"] if each not in world._taken], 2)
    absent = dos - timedelta(rng.randrange(700, 1500))
    says, what = rng.choice(names["refs"] if "refs" in names else names["absent"]["refs"]).split("|")
    says = re.sub(r"\{absent:([a-z]+)\}", lambda found: written(absent, found[1]), says).replace("{part}", part)
    drug = rng.choice(world.scenario["meds"])
    return {
        **_patient(world, dos, form),
        "injury": injury,
        **_claim(world, dos, rng),
        **_days(world, dos, rng, form),
        **_people(world, who, rng),
        "other_one": f"Avery {kept[0]}, MD",
        "other_two": f"Rowan {kept[1]}, DO",
        "otherdoc": f"Rowan {kept[1]}",
        **_care(world, part, *acts),
        **_measures(rng),
        "absent": says,
        "absentwhat": what,
        "absentdate": absent,
        "amount": f"{rng.randrange(60, 900)}.{rng.randrange(10, 99)}",
        "amountb": f"{rng.randrange(60, 900)}.{rng.randrange(10, 99)}",
        "code": rng.choice(("99213", "97110", "72148", "64483", "97140")),
        "drug": drug[0],
        "drugdose": drug[1],
        "result_one": rng.choice(("Negative", "None detected", "NEGATIVE")),
        "count_one": rng.randrange(4, 60),
        "other_patient": f"{rng.choice(names['male'])} {rng.choice([n for n in names['surnames'] if n != world.last])}",
    }


def _patient(world: World, dos: date, form: str) -> dict[str, object]:
    first, last, female = world.first, world.last, world.sex == "female"
    return {
        "first": first,
        "last": last,
        "patient": f"{first} {last}",
        "lastfirst": f"{last}, {first}",
        "mid": world.middle,
        "caps": f"{last.upper()}, {first.upper()}",
        "fullname": f"{first} {world.middle}. {last}",
        "sex": world.sex,
        "sexcap": world.sex.capitalize(),
        "sexletter": "F" if female else "M",
        "sexword": "woman" if female else "man",
        "age": world.age(dos),
        "dob": world.born,
        "dobtext": written(world.born, form),
        "he": "she" if female else "he",
        "hecap": "She" if female else "He",
        "his": "her" if female else "his",
        "hiscap": "Her" if female else "His",
        "mr": "Ms." if female else "Mr.",
    }


def _claim(world: World, dos: date, rng: random.Random) -> dict[str, object]:
    return {
        "claim": world.claim,
        "employer": world.employer,
        "carrier": world.carrier,
        "adjuster": world.adjuster,
        "uro": world.uro,
        "firm": world.firm,
        "attorney": world.attorney,
        "adj": f"ADJ{rng.randrange(10**7, 10**8)}",
        "mrn": rng.randrange(10**5, 10**7),
        "acct": rng.randrange(10**6, 10**8),
        "ref": f"UR{dos:%y}-{rng.randrange(10**5, 10**6)}",
        "acc": f"{rng.choice('ABRX')}{rng.randrange(10**6, 10**7)}",
    }


def _days(world: World, dos: date, rng: random.Random, form: str) -> dict[str, object]:
    return {
        "dos": dos,
        "dostext": written(dos, form),
        "rfadate": world.rfa_date,
        "urdate": world.ur_date,
        "received": world.rfa_date + timedelta(1),
        "printed": written(world.ur_date + timedelta(rng.randrange(20, 60)), "us"),
        "signed": written(dos, "us"),
        "nextdate": dos + timedelta(28),
        "priordate": dos - timedelta(30),
        "referred": dos - timedelta(17),
        "dictated": dos + timedelta(1),
        "transcribed": dos + timedelta(3),
        "served": dos + timedelta(26),
        "deadline": world.ur_date + timedelta(30),
    }


def _people(world: World, who: Person, rng: random.Random) -> dict[str, object]:
    names = data("world")
    return {
        "author": who.name if who.last else "",
        "cred": who.cred,
        "authorfull": f"{who.name}, {who.cred}" if who.cred else who.name,
        "authorlast": who.last,
        "specialty": who.specialty,
        "facility": who.facility,
        "street": rng.choice(names["streets"]),
        "city": rng.choice(names["cities"]),
        "phone": f"({rng.choice((209, 310, 559, 714))}) 555-01{rng.randrange(10, 99)}",
        "fax": f"({rng.choice((209, 310, 559))}) 555-01{rng.randrange(10, 99)}",
        "lic": f"{rng.choice('AGC')}{rng.randrange(10**4, 10**5)}",
        "npi": rng.randrange(10**9, 2 * 10**9),
        "treater": f"{world.treater.name}, {world.treater.cred}",
        "treaterlast": world.treater.last,
        "clinic": world.clinic,
    }


def _care(world: World, part: str, study: str, procedure: str, surgery: str) -> dict[str, object]:
    nerves = world.scenario["emg"][3].split("|")
    return {
        "part": part,
        "partcap": part[0].upper() + part[1:],
        "partshort": world.side_words(world.scenario["short"]),
        "side": world.side,
        "study": study.split("|")[0],
        "studyshort": study.split("|")[1],
        "studyname": study.split("|")[2],
        "see_one": _study(world, "study", 4)[1],
        "see_two": _study(world, "study", 4)[2],
        "see_three": _study(world, "study", 4)[3],
        "impression": _study(world, "study", 5)[4],
        "procedure": procedure.split("|")[0],
        "procshort": procedure.split("|")[1],
        "proc_one": _study(world, "procedure", 4)[1],
        "proc_two": _study(world, "procedure", 4)[2],
        "proc_three": _study(world, "procedure", 4)[3],
        "surgery": surgery.split("|")[0],
        "surgeryalt": surgery.split("|")[1],
        "surg_one": _study(world, "surgery", 4)[1],
        "surg_two": _study(world, "surgery", 4)[2],
        "surg_three": _study(world, "surgery", 4)[3],
        "limb": world.scenario["emg"][0],
        "muscles": world.scenario["emg"][1],
        "emgsays": world.side_words(world.scenario["emg"][2]),
        "nerve_one": nerves[0],
        "nerve_two": nerves[1],
        "nerve_three": nerves[2],
    }


def _measures(rng: random.Random) -> dict[str, object]:
    return {
        "visit": rng.randrange(2, 12),
        "visits": 12,
        "pain": rng.randrange(3, 10),
        "painless": rng.randrange(1, 4),
        "bp": f"{rng.randrange(108, 148)}/{rng.randrange(64, 92)}",
        "pulse": rng.randrange(58, 96),
        "weight": rng.randrange(122, 240),
        "temp": f"98.{rng.randrange(0, 9)}",
        "minutes": rng.randrange(15, 60),
        "time": f"{rng.randrange(8, 12)}:{rng.randrange(10, 59)} AM",
    }
