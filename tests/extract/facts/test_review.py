"""What letters of utilization review say of days and of themselves: told plainly, never guessed."""

import pytest

from imr_desktop.extract.facts.reader import find_facts


def said(kind, text, type_="ur determination"):
    return [one.value for one in find_facts(text, type_) if one.kind == kind]


@pytest.mark.parametrize(
    ("words", "received"),
    [
        ("Date RFA Received: 08/21/2024", "08/21/2024"),
        ("CLAIM NO 4711\nRFA DATED 08-20-24 RFA RECD 08-21-24", "08/21/2024"),
        ("RFA dated\n08/20/2024\nRFA received\n08/21/2024", "08/21/2024"),
        ("Request dated / received 08/20/2024 / 08/21/2024", "08/21/2024"),
        ("We thank you for the form you signed on 20 August 2024 and which we logged\non 21 August 2024.", "08/21/2024"),
        ("On 08/21/2024 we took in your RFA dated 08/20/2024.", "08/21/2024"),
        ("Your doctor sent us a Request for Authorization on August 20, 2024. We got it the same day.", "08/20/2024"),
        ("RFA dated 08/20/2024. Additional information was received on 08/26/2024.", None),
        ("RFA dated 08/20/2024. An earlier request, received 01/05/2023, was denied.", None),
        ("08/20/2024\nRFA dated\n08/21/2024\nRFA received\n08/28/2024\nDecided", "08/21/2024"),
    ],
)
def test_when_a_request_came_in_is_what_its_words_claim(words, received):
    assert said("ur received", f"Utilization Review Decision\nAugust 28, 2024\n{words}\n") == [received] * bool(received)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Thank you for the Request for Authorization you signed on 22 October 2024.", "10/22/2024"),
        ("On 10/22/2024 Jon Vale, M.D. signed a form, received 10/23/2024.", "10/22/2024"),
        ("Send the form for Independent Medical Review on or before 29 November 2024.", None),
        ("On 10/25/2024 we sent a request for the missing report.", None),
    ],
)
def test_when_a_request_was_made_is_never_when_something_is_due(words, asked):
    assert said("request date", f"Utilization Review Decision\nOctober 30, 2024\n{words}\n") == [asked] * bool(asked)


@pytest.mark.parametrize(
    ("words", "injury"),
    [
        ("Claim: 4711 Date you were hurt: 02/06/2024 Your doctor: Jon Vale, MD", "02/06/2024"),
        ("Injury claimed: 02/06/2024.", "02/06/2024"),
        ("Employee\nRUIZ, ANA\nDate of injury\n02/06/2024\nClaim no.\n4711", "02/06/2024"),
        ("Employee (last, first) Date of injury Claim no.\nRUIZ, ANA 02/06/2024 UH7-4711", "02/06/2024"),
        ("Jon Vale, MD\nAna Ruiz 02/06/2024\nEmployee Date of injury", "02/06/2024"),
        ("Injury of CT 02/06/2023 through\n02/06/2024.", "02/06/2023 - 02/06/2024"),
        ("Employee DOI DOB\nRUIZ, ANA CT 02/06/2023 through 12/02/1967", None),
    ],
)
def test_a_day_of_injury_stands_beside_below_or_above_its_label(words, injury):
    assert said("injury", f"Request for Authorization\n{words}\n", "rfa") == [injury] * bool(injury)


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("IMR: see the form enclosed. File in 30 calendar days from service.", "in 30 calendar days"),
        ("You may ask for IMR no later than December 26, 2024.", "December 26, 2024"),
        ("Independent Medical Review is open to you. A voluntary internal appeal may be sought within 10 days.", None),
        ("Approved treatment is authorized for thirty days.", None),
    ],
)
def test_the_time_to_apply_is_that_of_the_application_and_of_no_appeal(words, time):
    found = said("ur deadline", f"Utilization Review Decision\nAugust 28, 2024\n{words}\n")
    assert [time in one for one in found] == [True] * bool(time)


def test_the_field_of_who_decided_is_told_in_a_sentence_and_that_of_who_treats_is_none():
    text = (
        "The decision was made by Ida Vale, M.D., certified by the American Board of Preventive Medicine in Sports Medicine."
    )
    assert said("reviewer specialty", text) == ["Sports Medicine"]
    assert said("reviewer specialty", "The requesting physician is board certified in Sports Medicine.") == []
    named = "Issued under our Medical Director Ida Vale, M.D. (Neurology). To: Bo Ruiz, M.D. (Pain Medicine)"
    assert said("reviewer specialty", named) == ["Neurology"]


def test_days_stand_below_the_labels_of_a_table():
    table = """Employee name (last, first) Date of injury Claim number
Ruiz, Ana 02/19/2025 EP-5517
Requesting physician Date of RFA Date RFA received
Bo Vale, MD 07/11/2025 07/14/2025
"""
    days = [said(kind, table) for kind in ("injury", "request date", "ur received")]
    assert days == [["02/19/2025"], ["07/11/2025"], ["07/14/2025"]]
    broken = table.replace("07/14/2025", "")
    assert said("ur received", broken) == [], "one day under two labels is nobody's"


PR_2 = """Objective findings (significant physical examination, laboratory, imaging, or other diagnostic findings)
Cervical rotation right 50, left 60. Spurling negative.
28/28/30 kg. Sensation less in the right ulnar digits. EMG/NCV of 2024 read as normal.
Work status:
\u2610 Remain off work until ______ \u2612 Return to modified work with: no grip over 10 lb \u2610 Return to full duty
I declare under penalty of perjury that this report is true and correct to the best of my knowledge.
"""


def test_what_a_form_prints_is_no_finding():
    found = find_facts(PR_2, "progress report")
    words = [" ".join(PR_2[one.start : one.end].split()) for one in found]
    assert not [one for one in words if "significant" in one or "perjury" in one or "\u2610" in one]
    assert [one.value for one in found if one.kind == "work status"] == ["modified duty"]
    assert not any(one.side for one in found if "Spurling" in PR_2[one.start : one.end])
    assert not any(one.status == "copied" for one in found)
