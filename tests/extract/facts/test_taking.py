"""Whether somebody takes a drug, as notes of practice say it: taken, taken once, asked for, or not at all."""

import pytest

from imr_desktop.extract.facts.reader import find_facts


def drugs(text, kind="progress report"):
    """Each drug with its dose; what is no more than taken now has no word behind it."""
    for one in find_facts(text, kind):
        if one.kind == "medication":
            state = one.subject if one.subject != "patient" else one.status
            yield " ".join(filter(None, (one.value, one.dose, "" if state == "current" else state)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Was on Norco 10/325 but stopped it in November.", "Norco 10/325 history"),
        ("Tylenol and Advil gave no relief in the past.", "Tylenol history; Advil history"),
        ("Norco 10/325 and Soma 350 mg were discontinued.", "Norco 10/325 history; Soma 350 mg history"),
        ("He takes Norco 10/325 mg, and Soma 350 mg was stopped.", "Norco 10/325 mg; Soma 350 mg history"),
        ("Switched from Norco 10/325 to Nucynta 50 mg tid.", "Norco 10/325 history; Nucynta 50 mg"),
        ("Her husband takes oxycodone 10 mg for his knee.", "oxycodone 10 mg family"),
        ("His wife reports that he takes Norco 10/325 daily.", "Norco 10/325"),
        ("He was prescribed tramadol 50 mg but never filled it.", ""),
        ("He was offered cyclobenzaprine 10 mg but declined.", ""),
        ("No Norco or Percocet 10/325 today.", ""),
        ("Use Tylenol 500 mg instead of Norco 10/325.", "Tylenol 500 mg"),
        ("She is allergic to morphine and codeine 30 mg.", ""),
        ("First-line treatment is an NSAID such as naproxen 500 mg twice daily.", ""),
        ("Continue Norco 10/325 mg #90; urine drug screen positive for oxycodone 50 ng/mL.", "Norco 10/325 mg"),
        ("Labs: gabapentin 4.2 mcg/mL, acetaminophen level <10 mcg/mL", ""),
        ("Hydrocodone 10/325 was denied by the carrier.", "Hydrocodone 10/325 planned"),
        ("Past Medical History: Diabetes. Takes metformin 1000 mg bid.", "metformin 1000 mg"),
        ("HISTORY OF INJURY\nShe was given naproxen 550 mg and Flexeril.", "naproxen 550 mg history; Flexeril history"),
        ("uses a cream (flurbiprofen 20%/baclofen 2%/lidocaine 4%) twice daily", "flurbiprofen/baclofen/lidocaine 20/2/4 %"),
        ("Increased Cymbalta from 30 mg to 60 mg daily.", "Cymbalta 60 mg"),
        ("HYDROCODONE BITARTRATE-ACETAMINOPHEN TAB 325 MG-10 MG 60 20", "HYDROCODONE BITARTRATE-ACETAMINOPHEN 325-10 mg"),
        (
            "Current Medications\ngabapentin (NEURONTIN) 300 MG capsule Take 1 capsule 3 times daily\n"
            "[DISCONTINUED] tramadol (ULTRAM) 50 MG tablet Take 1 tablet daily\n",
            "gabapentin 300 mg; tramadol 50 mg history",
        ),
    ],
)  # fmt: skip
def test_what_is_taken_was_or_never_is_told_apart(words, said):
    assert list(drugs(words)) == list(filter(None, said.split("; ")))


def test_every_row_of_a_pharmacys_list_is_read_and_one_taken_back_is_not():
    rows = [f"77412{at:02} 01/04/2024 {name} 90 30 1 ITO 00000-1111-01 $48.20" for at, name in enumerate(
        ["TRAMADOL HCL 50MG TAB", "GABAPENTIN 300 MG CAPSULE", "LIDOCAINE 5% PATCH", "CYCLOBENZAPRINE 7.5MG TAB *REVERSED*"]
        + ["NAPROXEN 550 MG TAB", "OMEPRAZOLE 20 MG CAP", "DULOXETINE 30 MG CAP", "BACLOFEN 10 MG TAB", "MELOXICAM 15 MG TAB"]
        + ["HYDROCODONE/APAP 10-325 TB", "METFORMIN ER 500 MG"]
    )]  # fmt: skip
    said = list(drugs("Prescription history\n" + "\n".join(rows), "pharmacy"))
    assert len(said) == len(rows) - 1
    assert not any("CYCLOBENZAPRINE" in one for one in said)


def test_what_a_letter_decides_on_is_asked_for_and_what_a_procedure_used_was_used_once():
    assert list(drugs("Celecoxib 200 mg #60 not approved\nTakes gabapentin 300 mg tid.", "ur determination")) == [
        "Celecoxib 200 mg planned",
        "gabapentin 300 mg",
    ]
    used = find_facts("Two mL of 1% lidocaine and Kenalog 40 mg went in.", "operative report")
    assert {one.frequency for one in used if one.kind == "medication"} == {"once"}
