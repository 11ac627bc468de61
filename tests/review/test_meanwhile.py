"""A long file is understood while the rest of it is read, and what is found so is what is found otherwise."""

import threading

from msgspec.structs import replace

from imr_desktop.extract import proposals
from imr_desktop.record import FileRead, PageText, Reader
from imr_desktop.review import Services, intake, remembered
from imr_desktop.review.meanwhile import Meanwhile

PATIENCE = 60


def read(pages):
    return FileRead("", "long.pdf", "d", "pdf", tuple(PageText(number, "Neck pain.") for number in range(1, pages + 1)))


def test_it_is_understood_anew_at_half_as_many_pages_again_and_no_more_once_all_are_read():
    seen, begun, ended = [], threading.Event(), []

    def understand(file, _of, step):
        seen.append(len(file.pages))
        begun.set()
        try:
            while len(file.pages) == 23:
                step()
        except Exception as error:
            ended.append(type(error).__name__)
            raise

    with Meanwhile(understand) as meanwhile:
        for pages in (10, 14, 15, 22, 23):
            begun.clear()
            meanwhile.so_far(read(pages), 40)
            if pages in (10, 15, 23):
                assert begun.wait(PATIENCE)
            if pages != 23:
                meanwhile._thread.join(PATIENCE)
    assert seen == [10, 15, 23]
    assert ended == ["_Ended"]


def test_the_next_file_is_understood_from_its_first_pages_on():
    seen = []
    with Meanwhile(lambda file, _of, _step: seen.append(len(file.pages))) as meanwhile:
        for pages in (40, 3):
            meanwhile.so_far(read(pages), 50)
            meanwhile._thread.join(PATIENCE)
    assert seen == [40, 3]


class InHalves(Reader):
    """Tells half of a file's pages before it has the rest."""

    def read_all(self, path):
        for arrival in super().read_all(path):
            pages = arrival.read.pages
            self._told(replace(arrival.read, pages=pages[: len(pages) // 2]), len(pages))
            yield arrival


def test_facts_are_found_before_the_last_page_was_read_and_are_the_same(home, packet, monkeypatch):
    found, facts_of, end = [], proposals.facts_of, Meanwhile.end

    def ended(meanwhile):
        meanwhile._thread.join(PATIENCE)
        found.append("all read")
        end(meanwhile)

    with Services(home) as services:
        remembered.forget()
        alone = services.intake.take_in(None, [packet], keep=False)
        remembered.forget()
        monkeypatch.setattr(intake, "Reader", InHalves)
        monkeypatch.setattr(Meanwhile, "end", ended)
        monkeypatch.setattr(proposals, "facts_of", lambda part: found.append("a document") or facts_of(part))
        taken = services.intake.take_in(None, [packet], keep=False)
    assert found[0] == "a document"
    assert "a document" not in found[found.index("all read") :]
    assert (taken.facts, taken.proposals, taken.requests) == (alone.facts, alone.proposals, alone.requests)
