"""From words to services; titles are invented in the forms requests take."""

import pytest

from tests.rules.letter_scores import match_service

TITLES = {
    "trigger point injection": [
        "Trigger point injections x 4 to the left rhomboid",
        "TPI under ultrasound, trapezius",
        "Ultrasound guided trigger point injections",
        "Repeat TPIs x 3",
    ],
    "trigger point impedance imaging": ["Trigger points impedance imaging (TPII)", "Trigger point impedance imaging"],
    "epidural steroid injection": [
        "L5-S1 transforaminal ESI",
        "Caudal epidural injection under anesthesia",
        "Left L3-4 selective nerve root block",
        "Cervical epidural C6-7 with fluoroscopy",
    ],
    "medial branch block": ["Bilateral L4-5 medial branch blocks", "Diagnostic facet block C3-4", "MBB L3, L4, L5"],
    "facet joint injection": ["Facet joint injections L3-4", "Lumbar facet injection"],
    "physical therapy": [
        "Physical therapy 2x6",
        "Continued physical therapy twice a week for 4 weeks for the neck",
        "Eight additional PT visits",
        "12 sessions of physiotherapy",
        "Referral to physical therapy 2x4",
        "One course of physical therapy",
    ],
    "occupational therapy": ["Occupational therapy 8 visits, right hand", "Hand therapy 2x3"],
    "postoperative physical therapy": ["Post-op physical therapy 3x4", "Postoperative PT 12 visits"],
    "chiropractic treatment": ["Chiropractic manipulation 6 visits", "Chiro 2x3", "Trial of chiropractic care, low back"],
    "acupuncture": [
        "Electro-acupuncture 6 sessions",
        "Acupuncture with infrared heat and cupping",
        "Six acupuncture visits with topical cream",
        "Acupuncture evaluation and treatment, 6 sessions",
    ],
    "office visit or consultation": [
        "Chiropractic evaluation",
        "Referral to chiropractor for evaluation",
        "Pain management consult",
        "Consultation with a spine surgeon for possible fusion",
        "Follow-up visit in 6 weeks",
        "Referral to ophthalmology",
        "Orthopedic consultation, right knee",
        "Psychology consultation",
        "Post-op visit x 1",
    ],
    "diagnostic ultrasound": ["Ultrasound of the left wrist"],
    "corticosteroid joint injection": ["Ultrasound-guided steroid injection, left knee"],
    "shoulder surgery": ["Left shoulder arthroscopy with debridement"],
    "MRI of the lumbar spine": [
        "MRI L-spine without contrast",
        "Lumbar MRI",
        "Open MRI of the low back",
        "MRI lumbosacral spine",
    ],
    "MRI of the cervical spine": ["MRI of the neck and left shoulder", "Magnetic resonance imaging, C-spine"],
    "MRI of the shoulder": ["Right shoulder MRI", "MR arthrogram of the left shoulder"],
    "MRI of the knee": ["MRI bilateral knees"],
    "MRI": ["MRI of the left forehead"],
    "x-ray of the lumbar spine": ["X-rays lumbar spine AP/lateral", "Lumbar radiographs"],
    "EMG/NCS of the upper extremities": ["EMG/NCV BUE", "Electromyography of both arms", "NCS right wrist"],
    "EMG/NCS of the lower extremities": ["NCV of the bilateral lower extremities", "EMG lumbar"],
    "EMG/NCS": ["EMG/NCV"],
    "urine drug testing": ["Urine toxicology screen", "UDS x 4"],
    "TENS unit": ["TENS unit with supplies, 30 day trial", "DME: TENS unit purchase", "Purchase of a TENS unit"],
    "functional capacity evaluation": ["FCE", "Initial functional capacity evaluation"],
    "gym membership": ["Gym membership for 6 months"],
    "massage therapy": ["Massage therapy 1x6", "Deep tissue massage"],
    "opioid": ["Norco 5/325mg #40", "Hydrocodone/APAP 10/325", "Tylenol #3 #60", "Butrans patch 10mcg", "Percocet"],
    "muscle relaxant": ["Flexeril 10mg #30", "Norflex ER 100mg", "Soma 350mg #60", "Tizanidine 4mg"],
    "NSAID": ["Naproxen sodium 550mg #60", "Voltaren 75mg #60", "Celebrex 200mg", "Two refills of ibuprofen 600mg"],
    "topical NSAID": ["Flector 1.3% patch", "Voltaren 1% gel 100g", "Diclofenac sodium 1.5% topical solution"],
    "lidocaine patch": ["Lidoderm 5% patch #30", "Lidocaine 5% patch", "Lidocaine pad 5%"],
    "topical analgesic": [
        "Cyclobenzaprine 5% in cream base 120g",
        "Flurbiprofen 20%/lidocaine 5% compound",
        "Terocin patch",
        "Gabapentin 10% cream",
        "Topical compound cream",
        "Capsaicin 0.025% cream",
    ],
    "proton pump inhibitor": ["Prilosec 20mg #30", "Pantoprazole"],
    "H2 blocker": ["Pepcid 20mg #60"],
    "benzodiazepine": ["Xanax 0.5mg #30"],
    "anti-epilepsy drug": ["Gabapentin 300mg #90", "Lyrica 75mg"],
    "antidepressant": ["Cymbalta 60mg"],
    "sleep aid": ["Ambien 10mg #30"],
}
PAIRS = [(title, service) for service, titles in TITLES.items() for title in titles]


def test_a_service_is_recognised(packs):
    assert [(title, match_service(packs, title)) for title, _ in PAIRS] == PAIRS


@pytest.mark.parametrize(
    "title",
    [
        "Widgetol (unknown quantity)",
        "",
        "...",
        "Kitchen for epidural",
        "Widget following acupuncture",
        "Unheard-of gadget to be used after physical therapy",
        "Left shoulder",
    ],
)
def test_what_is_not_known_is_not_guessed(packs, title):
    assert match_service(packs, title) is None


def test_a_drug_is_named(packs):
    assert packs.matcher.match("Fexmid 7.5mg #90").drug == "cyclobenzaprine"
    assert packs.matcher.match("Compound cream: gabapentin 10%, lidocaine 5%").drugs == ("gabapentin", "lidocaine")


def test_the_remainder_names_the_service(packs):
    title = (
        "Acupuncture 12 visits was the original request. The remaining IMR eligible portion of the original request, "
        "acupuncture 6 visits is"
    )
    assert match_service(packs, title) == "acupuncture"
