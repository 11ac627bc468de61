"""Age, sex and credentials out of prose."""

import pytest

from imr_desktop.extract.people import find_age, find_credentials, find_sex, tidy_specialty


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a 48 year old male", 48),
        ("a 22-year-old female", 22),
        ("a now 55-year old woman", 55),
        ("a(n) 57 year\nold male", 57),
        ("this 61 y/o man", 61),
        ("a 34 yo female", 34),
        ("The claimant, age 48, fell", 48),
        ("aged 37 at the time", 37),
        ("a forty-eight year old worker", 48),
        ("52 years of age", 52),
        ("Age: 41", 41),
        ("an 18-month-old", 1),
        ("an 11-year-old injury of a 43 year old man", 43),
        ("over age 30; the patient is a 29 year old", 29),
        ("imaging is for patients over age 30", None),
        ("a 6 year old MRI", None),
        ("no age is given", None),
        ("pages 48 to 50", None),
        ("a 430 year old", None),
    ],
)
def test_age(text, age):
    found = find_age(text)
    assert (found.value if found else None) == age


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("The patient is a 48 year old woman.", "female"),
        ("a 50-year-old right-hand dominant male who", "male"),
        ("a 44 y/o F with pain", "female"),
        ("The patient is a 48 year old. He is the provider.", None),
        ("The 39 year old saw a male physician", None),
        ("The female injured worker fell.", "female"),
        ("The injured worker is a man of few words", "male"),
        ("Sex and age: Female, 47", "female"),
        ("he/she has been in practice", None),
        ("VALE, PAT \u2612 Male \u2610 Female", "male"),
        ("6. Sex\nX F M\n7. Date of birth", "female"),
        ("Age: 52 Sex: Male [ ] Female [x]", "female"),
        ("Age: 52 Sex: [ ] Male [ ] Female", None),
        ("Sex\nM F\n7. Date of birth", None),
    ],
)
def test_sex_is_the_workers_own(text, sex):
    found = find_sex(text, age=find_age(text))
    assert (found.value if found else None) == sex


@pytest.mark.parametrize(
    ("text", "licensure", "specialty"),
    [
        (
            "State(s) of Licensure: Texas\nCertification(s)/Specialty: Family Practice,\nSports Medicine",
            "Texas",
            "Family Practice,\nSports Medicine",
        ),
        ("is Board Certified in Internal Medicine and is licensed to practice in\nOhio. He/she", "Ohio", "Internal Medicine"),
        (
            "is Board Certified in Surgery and has a subspecialty in Trauma and is licensed to practice in Utah.",
            "Utah",
            "Surgery, Trauma",
        ),
        ("the reviewer is known", None, None),
    ],
)
def test_credentials(text, licensure, specialty):
    hits = find_credentials(text, 0, len(text))
    assert (text[slice(*hits.licensure)].strip() if hits.licensure else None) == licensure
    assert (tidy_specialty(text[slice(*hits.specialty)]) if hits.specialty else None) == specialty
