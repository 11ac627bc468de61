"""A number that a machine read with doubt is no answer, and a decision beside what it could not read is in doubt."""

from imr_desktop.case.model import SourceRef
from imr_desktop.extract.requests.model import Found, Request
from imr_desktop.extract.requests.proposing import request_proposals
from imr_desktop.extract.requests.unsure import doubt_beside, unsure_of
from imr_desktop.record.model import PageText, Word

ROWS = (
    (("Brain", 0.96), ("MRI", 0.96), ("4", 0.46), ("Non-certify", 0.9)),
    (("Physical", 0.96), ("therapy", 0.96), ("12", 0.95), ("Modify", 0.95), ("4", 0.95)),
    (("Knee", 0.96), ("brace", 0.96), ("2...", 0.0), ("eee", 0.1), ("Certified", 0.95)),
)


def page(sinks: float = 0.0) -> PageText:
    """A table as a machine read it: by columns, and on a page that lies askew."""
    placed = [
        Word(text, (0.1 + 0.15 * at, down, 0.2 + 0.15 * at, down + 0.01), "machine", sure)
        for row, words in enumerate(ROWS)
        for at, (text, sure) in enumerate(words)
        for down in (0.2 + 0.02 * row + sinks * 0.15 * at,)
    ]
    text = "\n".join(" ".join(text for text, _ in words) for words in ROWS)
    return PageText(1, text, "doubtful", ("Only a machine read it.",), 612.0, 792.0, words=tuple(placed))


def test_a_number_is_unsure_where_it_is_doubtful_beside_its_request_whatever_is_read_elsewhere():
    for sinks in (0.0, 0.02):
        pages = (page(sinks),)
        assert unsure_of(Found("Brain MRI", 0, "Brain MRI", 4), pages) == ("asked",)
        assert unsure_of(Found("Physical therapy", 0, "Physical therapy", 12, 4), pages) == ()
    assert unsure_of(Found("Brain MRI", 0, "no such words", 4), (page(),)) == (), "elsewhere it is read surely"
    assert unsure_of(Found("Brain MRI", 0, "Brain MRI", 4), (PageText(1, "Brain MRI 4"),)) == (), "nothing was guessed"


def test_a_decision_beside_words_that_could_not_be_read_is_in_doubt():
    assert doubt_beside(Found("Knee brace", 0, "Knee brace", verdict="certified"), (page(),)) > 0.2
    assert doubt_beside(Found("Brain MRI", 0, "Brain MRI", verdict="denied"), (page(),)) == 0
    assert doubt_beside(Found("Brain MRI", 0, "Brain MRI", verdict="denied"), (PageText(1, "Brain MRI"),)) == 0


def test_an_item_says_that_a_number_was_read_with_doubt_and_takes_none_over():
    made = Request(
        source="ur",
        title="Debridement visits",
        decision="modified",
        said="Modify to 1",
        unsure=("allowed",),
        page=1,
        sources=(SourceRef("ur", 1, "Debridement visits"),),
    )
    (item,) = [one for one in request_proposals((), (made,)) if one.key.startswith("items.")]
    assert "authorized" not in item.value
    assert "A number of it was read with doubt" in item.note
