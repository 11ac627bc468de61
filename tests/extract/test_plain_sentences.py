"""Letters that decide in plain sentences: what their grammar says, and what is told of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_desktop.extract.requests.candidates import candidates
from imr_desktop.extract.requests.learned import items_in
from imr_desktop.extract.requests.letter import Letter
from imr_desktop.extract.requests.plainly import decided_plainly
from imr_desktop.extract.requests.reading import papers_found
from imr_desktop.extract.requests.rows import rows_of
from imr_desktop.extract.requests.sheet import Sheet
from imr_desktop.extract.requests.signs import Span, signs_of, text_of

HEAD = """UTILIZATION REVIEW DETERMINATION
Claim 44-0917

Dear Doctor:

The following was requested:
1. Right knee arthroscopy
2. Custom orthotics
3. Urine drug screen

"""
KNEE, FEET, URINE = "Right knee arthroscopy", "Custom orthotics", "Urine drug screen"
C, D, M, F = "certified", "denied", "modified", "deferred"


def letter_of(text: str) -> Letter:
    rows, named = candidates(rows_of(Sheet.of([text])), "ur")
    return Letter(rows, items_in(rows, named))


def plainly(sentences: str) -> list[str | None]:
    """What the sentences of a letter decide of the three requests that it lists."""
    letter = letter_of(f"{HEAD}{sentences}\n")
    made = {one.title: verdict for one, verdict in zip(letter.items, decided_plainly(letter)[0], strict=True)}
    return [made[title] for title in (KNEE, FEET, URINE)]


DECIDE = {
    "neither": ("Neither the arthroscopy nor the orthotics can be certified. The drug screen is certified.", [D, D, C]),
    "nor is": ("The arthroscopy is not certified, nor is the drug screen. The orthotics are certified.", [D, C, D]),
    "all but": ("All requests are approved except the orthotics.", [C, D, C]),
    "all but, first": (
        "With the exception of the orthotics, which are denied, all of the requested services are certified.",
        [C, D, C],
    ),
    "none but": ("None of the requests is certified apart from the drug screen.", [D, D, C]),
    "all but the": ("All but the orthotics are approved.", [C, D, C]),
    "all of them but": ("All of the requests but the last are granted.", [C, C, D]),
    "one exception": ("Every request is approved, with one exception: the orthotics.", [C, D, C]),
    "given for all": ("Certification is given for everything requested other than the orthotics.", [C, D, C]),
    "none but it": ("None but the last is approved.", [D, D, C]),
    "no request but": ("No request other than item 1 is authorized.", [C, D, D]),
    "from to": ("Items 1 through 2 are certified. The remaining item is not.", [C, C, D]),
    "short": ("The orthotics aren\u2019t certified, and the arthroscopy can't be approved. The drug screen is.", [D, D, C]),
    "any": ("We can't approve any of these.", [D, D, D]),
    "all but, with its own": ("All are approved except the orthotics, for which one pair is certified.", [C, None, C]),
    "left out": ("The arthroscopy is not approved but the orthotics are.", [D, C, None]),
    "but not": ("We can certify the arthroscopy and the drug screen, but not the orthotics.", [C, D, C]),
    "several": ("The arthroscopy and the orthotics are denied, the drug screen is certified.", [D, D, C]),
    "active": ("We certify the arthroscopy and deny the orthotics and the drug screen.", [C, D, D]),
    "labels": ("Denied: arthroscopy; orthotics. Certified: drug screen.", [D, D, C]),
    "brackets": ("Results: arthroscopy (not certified), orthotics (certified), drug screen (not certified).", [D, C, D]),
    "only": ("Of the three services requested only the arthroscopy is authorized.", [C, D, D]),
    "the others": ("The orthotics are certified. The other two requests are denied.", [D, C, D]),
    "head and rest": (
        "The following are denied:\n- Right knee arthroscopy\n- Custom orthotics\nThe remaining request is approved.",
        [D, D, C],
    ),
    "by number": ("Item 1 is non-certified. Items 2 and 3 are certified.", [D, C, C]),
    "first, last": ("The first request is certified. The second is not.", [C, D, None]),
    "former, latter": (
        "The arthroscopy and the orthotics were weighed. The former is denied and the latter is certified.",
        [D, C, None],
    ),
    "nouns": ("Non-certification of the arthroscopy is recommended, as is certification of the orthotics.", [D, C, None]),
    "of nouns": ("I recommend non-certification of the arthroscopy and certification of the orthotics.", [D, C, None]),
    "refused": ("Approval cannot be given for the arthroscopy. I am unable to recommend the orthotics.", [D, D, None]),
    "no position": (
        "We are not in a position to authorize the arthroscopy. Authorization is given for the orthotics.",
        [D, C, None],
    ),
    "no basis": ("There is no basis on which the arthroscopy can be authorized.", [D, None, None]),
    "would be": (
        "The arthroscopy would be certified if a trial were told; on the present record it is denied.",
        [D, None, None],
    ),
    "if": ("Should care fail, the arthroscopy may be approved on a new request.", [None, None, None]),
    "not denied": ("The arthroscopy is not denied; it is certified.", [C, None, None]),
    "not unneeded": ("The arthroscopy cannot be found not necessary, and is certified.", [C, None, None]),
    "no reason": ("There is no reason to deny the arthroscopy; it is approved.", [C, None, None]),
    "not said": ("It cannot be said that the arthroscopy is medically necessary, and it is denied.", [D, None, None]),
    "was once": ("Although the arthroscopy was certified in 2024, it is not certified now.", [D, None, None]),
    "by the way": ("The arthroscopy, denied in January, is now certified.", [C, None, None]),
    "overturned": ("Denial of the arthroscopy is upheld. The denial of the orthotics is overturned.", [D, C, None]),
    "put off": ("The arthroscopy is deferred, as liability for the knee is disputed.", [F, None, None]),
    "relative": ("Dr. Arce asked for the arthroscopy, which is denied, and the orthotics, which are approved.", [D, C, None]),
    "finds": ("We cannot find the arthroscopy to be medically necessary.", [D, None, None]),
    "a noun alone": ("The arthroscopy was weighed; approval is refused.", [D, None, None]),
    "no verb": ("Arthroscopy denied; orthotics certified.", [D, C, None]),
    "then decides": ("The arthroscopy was reviewed and was not authorized.", [D, None, None]),
}


@pytest.mark.parametrize(("sentences", "right"), DECIDE.values(), ids=DECIDE)
def test_what_a_plain_sentence_decides(sentences, right):
    assert plainly(sentences) == right


UNDECIDED = {
    "asked": "You asked us to certify the arthroscopy.",
    "question": "Is the arthroscopy medically necessary?",
    "guideline": "The guideline says that the arthroscopy is approved when other care fails.",
    "last year": "The arthroscopy was approved last year.",
    "each its own": "The arthroscopy and the orthotics are certified and non-certified.",
    "of how much": "The arthroscopy is approved for 6 visits.",
    "without": "The arthroscopy is approved with no repeat.",
    "of whom": "It is denied.",
    "no finding": "The deferral of the arthroscopy is not a finding that it either is or is not medically necessary.",
}


@pytest.mark.parametrize("sentence", UNDECIDED.values(), ids=UNDECIDED)
def test_what_is_no_decision_of_all_of_it_is_left_open(sentence):
    assert plainly(sentence) == [None, None, None]


@pytest.mark.parametrize("said", ["All but one are granted.", "Everything other than what is named below is approved."])
def test_all_but_what_is_not_told_decides_nothing(said):
    assert plainly(said) == [None, None, None]


def test_sentences_that_do_not_agree_decide_nothing():
    assert plainly("The arthroscopy is denied. The orthotics are certified. The arthroscopy is certified.") == [None, C, None]


@pytest.mark.parametrize(
    "name", ["neither", "all but", "none but", "left out", "the others", "by number", "would be", "was once"]
)
def test_a_letter_is_told_as_its_sentences_decide(name):
    sentences, right = DECIDE[name]
    decided = {title: made for title, made in zip((KNEE, FEET, URINE), right, strict=True) if made}
    found = {one.title: one.verdict for one in papers_found("ur determination", [f"{HEAD}{sentences}\n"])}
    assert {title: found.get(title) for title in decided} == decided


def test_the_rest_of_an_amount_is_no_other_request():
    text = """UTILIZATION REVIEW DETERMINATION
1. Acupuncture for the neck, 12 visits
2. Custom orthotics

The acupuncture is modified to allow 6 visits; the balance is denied. The orthotics are denied.
"""
    found = {one.title.split()[0]: (one.verdict, one.allowed) for one in papers_found("ur determination", [text])}
    assert found == {"Acupuncture": (M, 6), "Custom": (D, 0)}


def test_a_letter_named_a_notice_is_read():
    text = "Notice to worker and physician\nUtilization review\n\nDenied: custom orthotics. Certified: urine drug screen.\n"
    found = {one.title.lower(): one.verdict for one in papers_found("ur determination", [text])}
    assert found == {"custom orthotics": D, "urine drug screen": C}


def test_a_name_is_one_sign_whatever_letters_its_text_holds():
    text = "\ue000 the brace is denied"
    assert text_of(list(signs_of(text, [Span(6, 11, 3)]))).endswith("dNbR")


WORDS = "neither nor the arthroscopy orthotics is are not denied certified all requests except only it , ; . : ( ) 6 of 12 if"


@settings(deadline=None)  # the first one loads the tables
@given(st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join))
def test_any_sentence_is_followed(sentence):
    assert set(plainly(sentence)) <= {C, D, M, F, None}
