"""The record of a case as the vault keeps it: originals copied in, their text, and each page as words and as a picture."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from imr_desktop.case import edits
from imr_desktop.case.model import Case, CaseFile, PageNote
from imr_desktop.case.splitting import bare
from imr_desktop.errors import FileLocked, FileUnreadable, StoreDamaged, StoreError
from imr_desktop.record import FileRead, PageImage, Reader, RecordText, Word, page_words, render_page
from imr_desktop.record.layers import layered, states
from imr_desktop.record.machine import settings
from imr_desktop.record.model import PageText
from imr_desktop.sandbox.bounds import is_picture  # noqa: F401  handed on

if TYPE_CHECKING:
    from imr_desktop.record.containers.passwords import Passwords
    from imr_desktop.review.again import Again, Copy
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.remarks import Remarks
    from imr_desktop.review.vault import VaultService
    from imr_desktop.store.vault import Vault

_Known = tuple[tuple[CaseFile, ...], tuple[PageNote, ...], int]
_decode = msgspec.msgpack.Decoder(FileRead).decode
_decode_page = msgspec.msgpack.Decoder(PageText).decode


_REST = 0.0005
"""Seconds between two pages that are compared: a page that is turned meanwhile does not wait."""


def text_kept(vault: Vault, digest: str) -> FileRead | None:
    """What was read in an original when it came; None where the vault does not know. Raises StoreError, DecodeError."""
    kept = vault.attachments.pages(digest)
    return None if kept is None else _decode(kept)


def machine_kept(vault: Vault, digest: str) -> dict[int, PageText]:
    """What a machine read in an original, by the page's number in it. Raises StoreError."""
    found = {}
    for page, kept in vault.readings.of(digest, settings()).items():
        with suppress(msgspec.DecodeError):
            found[page] = _decode_page(kept)
    return found


class RecordService:
    """What is kept of the files that were read. Safe to call from worker threads."""

    def __init__(self, vault: VaultService, processes: Processes, passwords: Passwords) -> None:
        self._vault, self._processes, self._passwords = vault, processes, passwords
        self._making = threading.RLock()
        self._record: tuple[_Known, RecordText] | None = None
        self._reads: dict[str, FileRead] = {}
        self._layers: dict[str, tuple[object, FileRead]] = {}
        self._readings = 0
        self._machine: dict[str, dict[int, PageText]] = {}
        self._copies: tuple[RecordText, tuple[Copy, ...]] | None = None
        self._remarks: tuple[object, Remarks] | None = None
        self._forgotten = 0

    def keep(self, source: Path | bytes, read: FileRead) -> None:
        """Copy a file, or bytes that lie in none, into the vault with the text read from it. Raises StoreError."""
        attachments = self._vault.store.attachments
        if isinstance(source, Path):
            attachments.put(source, read.digest)
        else:
            attachments.put_bytes(source)
        if read.pages:
            attachments.put_pages(read.digest, msgspec.msgpack.encode(read))
        with self._making:
            self._record = None  # it may be a file of the record that was not here

    def text(self, case: Case) -> RecordText:
        """The record's text by case page, as far as the originals' text is kept in the open vault, in all its layers.

        The last record is kept: a case is checked again after every change, and its files seldom change. A vault is not
        opened for it: a file can be checked while another program holds the cases.
        """
        vault = self._vault.if_open
        if not case.files or vault is None:
            return RecordText.from_reads(case, [])
        with self._remembering():
            known = case.files, case.page_notes, self._readings
            if self._record is None or self._record[0] != known:
                reads = [read for file in case.files if (read := self._layered(vault, case, file))]
                self._record = known, RecordText.from_reads(case, reads)
            return self._record[1]

    def pages(self, case: Case, file: CaseFile) -> tuple[PageText, ...]:
        """A file's pages as they are known now: its own text, what a machine read, what the reviewer noted.

        Empty where the vault is closed or does not hold the file.
        """
        vault = self._vault.if_open
        with self._remembering():
            read = None if vault is None else self._layered(vault, case, file)
        return read.pages if read else ()

    def reads(self, case: Case) -> tuple[FileRead, ...]:
        """The files of a case as they are known now; those that the open vault does not hold are left out."""
        vault = self._vault.if_open
        with self._remembering():
            found = [self._layered(vault, case, file) for file in case.files] if vault else []
        return tuple(read for read in found if read)

    def with_states(self, case: Case) -> Case:
        """The case with each page's state as its layers say now: an edit to make after pages were read or noted."""
        for file in case.files:
            pages = self.pages(case, file)
            if pages:
                case = edits.set_page_states(case, file.digest, *states(pages, file.first_page))
        return case

    def note_page(self, case: Case, note: PageNote) -> Case:
        """The case with a note on a page, and the page's state as it is with it."""
        return self.with_states(edits.note_page(case, note))

    def note_reading(self, digest: str, page: int, reading: PageText) -> None:
        """Keep what a machine read on a page (from 1) of an original; durable on return.

        Raises StoreError, also where the vault was locked meanwhile: nothing that reads in the background opens it again.
        """
        vault = self._vault.if_open
        if vault is None:
            raise StoreError("The vault was locked while a page was read; it is read again when the case is open.")
        vault.readings.keep(digest, page, settings(), msgspec.msgpack.encode(reading))
        with self._making:
            self._readings += 1
            if digest in self._machine:
                self._machine[digest][page] = reading

    def page_image(self, case: Case, page: int, scale: float) -> PageImage:
        """One case page as a picture. Raises FileUnreadable, StoreDamaged."""
        path, key, number = self.locate(case, page)
        process, turn = self._processes.serving("viewing", case), self._machine_turn(case, page)
        return render_page(process, path, number, scale, key, turn, self.password(case, page))

    def page_words(self, case: Case, page: int) -> tuple[Word, ...]:
        """The words of one case page with their boxes: the file's own, or a machine's where only that knows them.

        Raises FileUnreadable, StoreDamaged.
        """
        path, key, number = self.locate(case, page)
        if words := self._page(case, page).words:
            return words
        return page_words(self._processes.serving("viewing", case), path, number, key, self.password(case, page))

    def words_of(self, content: Path | bytes, page: int, digest: str) -> tuple[Word, ...]:
        """The words of one page (from 1) of a PDF that is in no case yet, be it in another file. Raises FileUnreadable."""
        return page_words(self._processes.serving("viewing", None), content, page, password=self._passwords.of(digest))

    def locate(self, case: Case, page: int) -> tuple[Path, bytes, int]:
        """The sealed original that holds a case page, its key, and the page's number in it.

        Raises KeyError, FileUnreadable where the vault never had it, StoreDamaged.
        """
        file = _file_of(case, page)
        try:
            path, key = self._vault.store.attachments.path_and_key(file.digest)
        except StoreDamaged:
            if not self.missing(replace(case, files=(file,))):
                raise
            if case.locked:
                raise FileUnreadable(
                    f"Page {page} cannot be shown: {file.name} is not here. Reopen the case as a new version, then drop it."
                ) from None
            raise FileUnreadable(f"Page {page} cannot be shown: {file.name} is not here. Drop it to fill it in.") from None
        return path, key, page - file.first_page + 1

    def missing(self, case: Case) -> tuple[CaseFile, ...]:
        """The files of a case whose originals are not in the vault. Raises StoreError."""
        here = frozenset(self._vault.store.attachments.digests()) if case.files else frozenset[str]()
        return tuple(file for file in case.files if file.digest not in here)

    def copies(self, case: Case) -> tuple[Copy, ...]:
        """The runs of pages of a case that come again. It takes its time and leaves it to others."""
        from imr_desktop.review.again import copies

        record = self.text(case)
        known = self._copies
        if known is not None and known[0] is record:
            return known[1]
        found = copies(record.pages, partial(time.sleep, _REST))
        with self._making:
            if self._record is not None and self._record[1] is record:  # else the case was closed meanwhile
                self._copies = record, found
        return found

    def remarks(self, case: Case) -> Remarks:
        """What is to be said of a case's pages beside their words. It looks at every page: for worker threads."""
        from imr_desktop.review.remarks import remarks_of

        asked, reads = self._forgotten, self.reads(case)
        known, last = (case.id, reads, tuple(map(bare, case.documents))), self._remarks
        if last is None or last[0] != known:
            last = known, remarks_of(case, reads)
            with self._making:
                self._remarks = last if asked == self._forgotten else None
        return last[1]

    def again(self, case: Case) -> tuple[Again, ...]:
        """The same, and what differs between nearly equal ones."""
        from imr_desktop.review.again import again

        return again(self.text(case), self.copies(case))

    def unlock(self, case: Case, page: int, password: str) -> bool:
        """Whether a password opens the file of a case page, kept until the program ends. Raises FileUnreadable."""
        path, key, number = self.locate(case, page)
        try:
            page_words(self._processes.serving("viewing", case), path, number, key, password)
        except FileLocked:
            return False
        self._passwords.note(_file_of(case, page).digest, password)
        return True

    def password(self, case: Case, page: int) -> str:
        """The password of the file of a case page; empty where none is known or needed."""
        return self._passwords.of(_file_of(case, page).digest)

    def password_of(self, digest: str) -> str:
        """The password of an original; empty where none is known or needed."""
        return self._passwords.of(digest)

    def _page(self, case: Case, page: int) -> PageText:
        """A case page as it is known now; an empty one where the vault does not hold it."""
        file = _file_of(case, page)
        pages, number = self.pages(case, file), page - file.first_page
        return pages[number] if number < len(pages) else PageText(number + 1, "", "not read")

    def _machine_turn(self, case: Case, page: int) -> int:
        """By how much a machine found that a page must be turned beyond what its file's own words say."""
        known, file = self._page(case, page), _file_of(case, page)
        own = self._reads.get(file.digest)
        return (known.turned - own.pages[page - file.first_page].turned) % 360 if own and known.turned else 0

    def forget_cases(self) -> None:
        """Forget the record that is remembered."""
        with self._making:
            self._forgotten += 1
            self._forget()

    def _forget(self) -> None:
        self._record = self._copies = self._remarks = None
        self._reads.clear()
        self._layers.clear()
        self._machine.clear()

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        """What is remembered by work that was asked for before the cases were forgotten is forgotten with them."""
        asked = self._forgotten
        with self._making:
            try:
                yield
            finally:
                if asked != self._forgotten:
                    self._forget()

    def _layered(self, vault: Vault, case: Case, file: CaseFile) -> FileRead | None:
        read = self._reads.get(file.digest) or self._read(vault, case, file)
        if read is None:
            return None
        for gone in self._reads.keys() - _digests(case):
            self._reads.pop(gone)
            self._layers.pop(gone, None)
            self._machine.pop(gone, None)
        self._reads[file.digest] = read
        known = file.first_page, case.page_notes, self._readings
        if file.digest not in self._layers or self._layers[file.digest][0] != known:
            pages = layered(read, self._kept(vault, file.digest), case.page_notes, file.first_page)
            self._layers[file.digest] = known, msgspec.structs.replace(read, pages=pages)
        return self._layers[file.digest][1]

    def _kept(self, vault: Vault, digest: str) -> dict[int, PageText]:
        """What a machine read in an original; taken out of the vault once, then every page it reads comes to it."""
        if digest not in self._machine:
            self._machine[digest] = machine_kept(vault, digest)
        return self._machine[digest]

    def _read(self, vault: Vault, case: Case, file: CaseFile) -> FileRead | None:
        """The text kept of an original; where it was lost the original is read again. None where that is not there."""
        attachments = vault.attachments
        known = text_kept(vault, file.digest)
        if known is not None:
            return known
        if file.digest not in attachments.digests():
            return None
        path, key = attachments.path_and_key(file.digest)
        read = Reader(self._processes.serving("reading", case), self._passwords).read_sealed(
            path, key, file.digest, file.name
        )
        attachments.put_pages(file.digest, msgspec.msgpack.encode(read))
        return read


def _digests(case: Case) -> frozenset[str]:
    return frozenset(file.digest for file in case.files)


def _file_of(case: Case, page: int) -> CaseFile:
    """The file that holds a case page. Raises KeyError."""
    for file in case.files:
        if file.first_page <= page < file.first_page + file.pages:
            return file
    raise KeyError(page)
