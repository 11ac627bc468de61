"""The limited process in use: replaced in time, given bytes and never keys, and never in the way of another."""

import os
import signal
import subprocess
import sys
import textwrap
import threading

import psutil
import pytest

from imr_desktop.record import Reader, render_page
from imr_desktop.record.reader import reading_sandbox
from imr_desktop.review import Services
from imr_desktop.sandbox import parent
from imr_desktop.sealed import write_sealed

NO_PAGES = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 9 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_eighty_damaged_files_do_not_stop_the_next(reader, pdf, tmp_path):
    good = pdf("Words of a good file")
    for number in range(80):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(NO_PAGES + b" " * number)
        assert "damaged" in reader.read(path).error
    assert reader.read(good).pages[0].text == "Words of a good file"


def test_one_process_reads_no_more_than_so_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(parent, "MOST_FILES", 5)
    with Reader() as reader:
        seen = []
        for number in range(parent.MOST_FILES * 2 + 1):
            path = tmp_path / f"{number}.txt"
            path.write_text("a note")
            assert reader.read(path).error == ""
            child = reader.sandbox._child
            seen.append(child.pid if child else None)
    assert len({pid for pid in seen if pid}) == 3


def test_a_spare_takes_the_place_of_one_that_was_ended(pdf):
    path = pdf("Words")
    with Reader() as reader:
        reader.read(path)
        reader.read(path)
        spare = reader.sandbox._spare
        reader.sandbox.renew()
        assert reader.read(path).error == ""
        assert reader.sandbox._child is spare


def test_a_file_is_read_though_the_spare_died(pdf):
    path = pdf("Words")
    with Reader() as reader:
        reader.read(path)
        reader.read(path)
        reader.sandbox._spare.kill()
        reader.sandbox.renew()
        assert reader.read(path).error == ""


def memory_of(pid):
    """All that a process has in memory and may write to. Root may look, and nobody else."""
    found = bytearray()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            where, rights = line.split()[:2]
            if "rw" in rights:
                start, end = (int(part, 16) for part in where.split("-"))
                memory.seek(start)
                try:
                    found += memory.read(end - start)
                except OSError:
                    continue
    return bytes(found)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may look into the process")
def test_neither_key_nor_path_of_a_sealed_file_reaches_the_process(pdf, tmp_path):
    key, folder = os.urandom(32), tmp_path / "Doe-Jane-1958"
    folder.mkdir()
    with pdf("Words").open("rb") as source:
        write_sealed(source, folder / "sealed", key)
    with Reader() as reader:
        assert reader.read_sealed(folder / "sealed", key, "d", "Doe-Jane-1958.pdf").pages[0].text == "Words"
        assert render_page(reader.sandbox, folder / "sealed", 1, 1.0, key).width == 612
        memory = memory_of(reader.sandbox._child.pid)
    assert b"%PDF-" in memory
    assert key not in memory
    assert b"Doe-Jane-1958" not in memory


def test_a_large_file_is_never_held_whole(pdf, tmp_path):
    path = tmp_path / "large.pdf"
    whole = pdf("Words of a large file").read_bytes()
    table, end = whole.index(b"xref\n"), whole.rindex(b"startxref")
    with path.open("wb") as file:
        file.write(whole[:table])
        file.seek(400_000_000)
        file.write(whole[table:end] + b"startxref\n400000000\n%%EOF\n")
    me = psutil.Process()
    with Reader() as reader:
        reader.read(path)
        before = me.memory_info().rss
        assert reader.read(path).pages[0].text == "Words of a large file"
        assert me.memory_info().rss - before < 50_000_000
        assert psutil.Process(reader.sandbox._child.pid).memory_info().rss < 150_000_000


@pytest.fixture
def kept(home, pdf):
    """A services with two cases of one page each."""
    with Services(home) as services:
        services.vault.create(None)
        cases = [
            services.intake.take_in(None, [pdf(f"Words of case {number}", name=f"{number}.pdf")]).accepted()
            for number in range(2)
        ]
        yield services, cases


def test_another_case_is_shown_by_another_process(kept):
    services, (first, second) = kept
    viewing = services.processes.of("viewing")
    pids = []
    for case in (first, first, second, first):
        services.record.page_image(case, 1, 1.0)
        pids.append(viewing._child.pid)
    assert pids[0] == pids[1]
    assert len(set(pids)) == 3


def test_pasted_text_is_read_by_a_process_that_has_seen_no_other_case(kept):
    services, (first, second) = kept
    reading = services.processes.of("reading")
    pids = []
    for case in (first, first, second):
        services.intake.take_text(case, "PROGRESS NOTE")
        pids.append(reading._child.pid)
    assert pids[0] == pids[1] != pids[2]


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be stopped for a while there")
def test_a_page_is_shown_while_a_packet_is_read(kept, pdf):
    services, (case, _) = kept
    sandbox = services.processes.of("reading")
    sandbox.status()
    os.kill(sandbox._child.pid, signal.SIGSTOP)  # the packet takes as long as the test likes
    reading = threading.Thread(target=Reader(services.processes.of("reading")).read, args=(pdf("Words"),))
    reading.start()
    try:
        assert services.record.page_image(case, 1, 1.0).width == 612
        assert reading.is_alive()
    finally:
        os.kill(sandbox._child.pid, signal.SIGCONT)
        reading.join()


def test_a_text_that_takes_too_much_work_gets_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("imr_desktop.record.reader._WORK", 0.6)
    (tmp_path / "slow.py").write_text(
        textwrap.dedent("""
        import imr_desktop.record.formats.plain as plain
        def prepare():
            def read(file):
                while True: pass
            plain.read = read
    """)
    )
    (tmp_path / "a.txt").write_text("a note")
    from imr_desktop.record.reader import ALLOWED, PRELOAD

    with parent.Sandbox(allow=ALLOWED, preload=(*PRELOAD, "slow:prepare"), folders=(tmp_path,)) as sandbox:
        read = Reader(sandbox).read(tmp_path / "a.txt")
    assert read.error == (
        "a.txt could not be read: it took more than 1 second of work and was stopped; print it to a new PDF and drop that."
    )


TEXTS = ("a", " ", "\n", "\f", "(", "1", ",", "\t", "a ", " \n", "  \n\n ", "\r\n", "\n\f", "a, 1 (", "\u00e9\u2028", "1. ")


def test_300_kilobytes_of_anything_takes_work_in_proportion():
    """In a process that may work for a minute: what grows with the square of the length would take hours."""
    program = (
        "import io, resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "from imr_desktop.record.formats import plain\n"
        f"for unit in {TEXTS!r}:\n"
        "    for end in ('', 'x'):\n"
        "        plain.read(io.BytesIO((unit * 300_000)[:300_000].encode() + end.encode()))\n"
        "print('done')"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=110,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert made.stdout == "done\n", made.stderr


def test_the_processes_of_a_bench_end_with_it(home, pdf):
    with Services(home) as services:
        services.intake.take_in(None, [pdf("Words")], keep=False)
        child = psutil.Process(services.processes.of("reading")._child.pid)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_reading_sandbox_reads_and_draws_alone():
    with reading_sandbox() as sandbox, pytest.raises(parent.SandboxFailure, match="may not run"):
        sandbox.call("imr_desktop.record.reader:reading_sandbox", b"")
