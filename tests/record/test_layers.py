"""What the file says, what a machine read and what a person read come to one text; nothing is taken for surer than it is."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from imr_desktop.case.record import PageNote, WordCorrection
from imr_desktop.record.layers import NOT_TYPED, layered, states
from imr_desktop.record.model import FileRead, PageText, Word

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
BLIND = PageText(1, "", "not read", ("It has no usable text.",))


def machine_page(number: int, words: list[str]) -> PageText:
    placed = tuple(Word(word, (0.1, at / 100, 0.2, (at + 1) / 100), "machine", 0.9) for at, word in enumerate(words))
    return PageText(number, " ".join(words), "doubtful", ("Only a machine read it.",), words=placed)


def of(page: PageText, reading: PageText | None = None, *notes: PageNote, first_page: int = 1) -> PageText:
    return layered(FileRead("", "a.pdf", pages=(page,)), {1: reading} if reading else {}, notes, first_page)[0]


def correction(reading: PageText, at: int, text: str) -> WordCorrection:
    return WordCorrection(reading.words[at].box, reading.words[at].text, text, NOW)


def test_a_machine_is_heard_only_where_the_file_says_nothing():
    reading = machine_page(1, ["seen", "words"])
    own = PageText(1, "own words")
    assert of(own, reading) == own
    heard = of(BLIND, reading)
    assert (heard.text, heard.verdict) == ("seen words", "doubtful")
    assert heard.reasons == ("Only a machine read it.",)


def test_what_no_machine_could_read_stays_unread_and_says_why():
    page = of(BLIND, PageText(1, "", "not read", ("The machine found no print on it.",)))
    assert (page.verdict, page.reasons) == ("not read", ("It has no usable text.", "The machine found no print on it."))


def test_read_by_eye_makes_a_machines_page_read_and_an_untyped_one_not():
    reading = machine_page(1, ["left", "knee"])
    note = PageNote(7, read_at=NOW)
    assert of(BLIND, reading, note, first_page=7).verdict == "read"
    assert of(BLIND, reading, note, first_page=6).verdict == "doubtful", "a note on another page says nothing of this one"
    untyped = of(BLIND, None, note, first_page=7)
    assert (untyped.verdict, untyped.reasons[-1]) == ("not read", NOT_TYPED)
    typed = of(BLIND, None, PageNote(7, read_at=NOW, text="Left knee, no effusion"), first_page=7)
    assert (typed.text, typed.verdict) == ("Left knee, no effusion", "read")


def test_a_correction_stands_in_text_and_words_where_the_wrong_word_stood():
    reading = machine_page(1, ["no", "pain", "no", "gain"])
    fixed = of(BLIND, reading, PageNote(1, corrections=(correction(reading, 2, "some"),)))
    assert (fixed.text, fixed.words[2].origin, fixed.verdict) == ("no pain some gain", "hand", "doubtful")
    gone = of(BLIND, reading, PageNote(1, corrections=(correction(reading, 0, ""),)))
    assert gone.text == "pain no gain"
    added = of(BLIND, reading, PageNote(1, corrections=(WordCorrection((0.8, 0.8, 0.9, 0.9), "", "margin note", NOW),)))
    assert added.text == "no pain no gain\nmargin note"


@QUICK
@given(
    some.lists(some.text("abc5%", min_size=1, max_size=4), min_size=1, max_size=12),
    some.lists(some.tuples(some.integers(0, 11), some.text("xy ", max_size=5)), max_size=6),
    some.booleans(),
)
def test_text_and_words_stay_the_same_words_whatever_is_corrected(words, corrections, read):
    reading = machine_page(1, words)
    made = tuple(correction(reading, at, text) for at, text in corrections if at < len(words))
    page = of(BLIND, reading, PageNote(1, read_at=NOW if read else None, corrections=made))
    assert page.text.split() == [part for word in page.words for part in word.text.split()]
    assert page.verdict == ("read" if read else "doubtful")
    assert (page.number in states([page], 1)[1]) == (page.verdict == "doubtful")


@QUICK
@given(some.lists(some.sampled_from(["read", "doubtful", "not read"]), max_size=8), some.integers(1, 500))
def test_each_page_is_in_one_state(verdicts, first):
    unreadable, doubtful = states([PageText(at, "", verdict) for at, verdict in enumerate(verdicts, 1)], first)
    assert not set(unreadable) & set(doubtful)
    assert len(unreadable) == verdicts.count("not read")
    assert len(doubtful) == verdicts.count("doubtful")
    assert all(first <= page < first + len(verdicts) for page in (*unreadable, *doubtful))
