"""A reviewer's mixed work on a vault, acknowledged step by step, and the check that all of it is there afterwards."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Case
from imr_desktop.errors import ImrError, PassphraseNeeded
from imr_desktop.paths import Home
from imr_desktop.store import argon2, backup, keys
from imr_desktop.store.vault import Vault

SECRET = "green lamp by the door"
_WORDS = ("neck", "shoulder", "therapy", "imaging", "denied", "sessions", "weeks", "improved", "worse", "pain")
argon2.AIM_SECONDS = 0  # Argon2id at its real cost would be all that the battery does


def digest_of(case: Case) -> str:
    return hashlib.sha256(codec.encode(case)).hexdigest()


def open_vault(home: Home) -> Vault:
    """Open with whichever secret is the vault's now."""
    if keys.protection(home.vault) == "account":
        return Vault.open(home, None)
    return Vault.open(home, SECRET)


@dataclass
class Known:
    """What was acknowledged, read from the lines of `Work`; `maybe` are cases whose removal was under way."""

    saved: dict[str, dict[int, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    backups: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    created: bool = False
    acknowledged: int = 0

    def take(self, lines: list[str]) -> None:
        self.touched = set()
        for line in lines:
            word, _, rest = line.partition(" ")
            getattr(self, f"_{word}")(*rest.split("|"))
            self.acknowledged += word not in ("forgetting",)

    def _created(self, *_: str) -> None:
        self.created = True

    def _saved(self, case_id: str, version: str, digest: str) -> None:
        self.saved.setdefault(case_id, {})[int(version)] = digest
        self.touched.add(case_id)

    def _file(self, digest: str) -> None:
        self.files.add(digest)

    def _forgetting(self, case_id: str) -> None:
        self.maybe.add(case_id)

    def _forgot(self, case_id: str) -> None:
        self.forgotten.add(case_id)

    def _backup(self, path: str) -> None:
        self.backups.add(path)

    def _done(self, *_: str) -> None:
        pass

    def faults(self, vault: Vault, *, whole: bool = True) -> list[str]:
        """What of it is missing or other than acknowledged; `whole` looks at everything there is."""
        found = []
        for case_id in self.saved if whole else self.touched:
            found += self._faults_of(vault, case_id)
        found += [f"the file {digest[:8]}: {fault}" for digest in self.files if (fault := _file_fault(vault, digest))]
        if whole:
            found += [f"pages: {line}" for line in vault.engine.check()]
            verified = vault.trail.verify()
            found += [f"trail: {line}" for line in verified.findings]
            found += [f"file: {broken.what}" for broken in vault.attachments.verify()]
            found += [f"the backup {path} is not whole" for path in self.backups if backup.one(Path(path)) is None]
        return found

    def _faults_of(self, vault: Vault, case_id: str) -> list[str]:
        there = vault.repository.has(case_id)
        if case_id in self.forgotten:
            return [f"{case_id} is back"] if there else []
        if not there:
            return [] if case_id in self.maybe else [f"{case_id} is gone"]
        kept = {line.version: line.digest for line in vault.repository.history(case_id)}
        found = [
            f"{case_id} lost version {number}" for number, digest in self.saved[case_id].items() if kept.get(number) != digest
        ]
        newest = digest_of(vault.repository.load(case_id))
        return found if newest == kept[max(kept)] else [*found, f"{case_id} is not what its newest version was"]


def _file_fault(vault: Vault, digest: str) -> str:
    try:
        with vault.attachments.open(digest) as file:
            return "" if hashlib.sha256(file.read()).hexdigest() == digest else "other content"
    except ImrError as error:
        return type(error).__name__


class Work:
    """Steps drawn at random by a seed; each is acknowledged by a line to `say` once it is durable."""

    def __init__(self, home: Home, seed: int, say: Callable[[str], None]) -> None:
        self.home, self.say = home, say
        self.random = random.Random(seed)
        if Vault.protection(home) == "none":
            self.vault = Vault.create(home, None)[0]
            say("created")
        else:
            self.vault = open_vault(home)
        self.ids = [row.id for row in self.vault.repository.list()]

    def run(self, steps: int) -> None:
        acts = (
            self.new,
            self.save,
            self.save,
            self.save,
            self.save,
            self.file,
            self.again,
            self.restore,
            self.forget,
            self.back_up,
            self.fold,
            self.rekey,
            self.reopen,
            self.collect,
            self.save,
            self.save,
            self.new,
            self.burst,
        )
        for _ in range(steps):
            self.random.choice(acts)()

    def _text(self) -> str:
        return " ".join(self.random.choices(_WORDS, k=self.random.choice((3, 40, 600))))

    def _kept(self, case: Case, **more: str) -> None:
        saved = self.vault.repository.save(case, **more)
        self.say(f"saved {case.id}|{saved.version}|{digest_of(case)}")

    def new(self) -> None:
        case = edits.set_field(edits.new_case(), number=f"CM26-{self.random.randrange(10**7):07}")
        self._kept(edits.set_summary(case, self._text()))
        self.ids.append(case.id)

    def save(self) -> None:
        if self.ids:
            case = self.vault.repository.load(self.random.choice(self.ids[-20:]))
            self._kept(edits.set_summary(case, self._text()))

    def burst(self) -> None:
        for _ in range(8):
            self.save()

    def file(self) -> None:
        data = self.random.randbytes(self.random.choice((100, 5_000, 300_000)))
        self.say(f"file {self.vault.attachments.put_bytes(data)}")

    def again(self) -> None:
        """Import a case's JSON again, as the command line does."""
        if self.ids:
            case = codec.decode(codec.encode(self.vault.repository.load(self.random.choice(self.ids))))
            self._kept(case, act="case imported")

    def restore(self) -> None:
        if self.ids:
            case_id = self.random.choice(self.ids[-20:])
            line = self.random.choice(self.vault.repository.history(case_id))
            saved = self.vault.repository.restore(case_id, line.version)
            self.say(f"saved {case_id}|{saved.version}|{digest_of(self.vault.repository.load(case_id))}")

    def forget(self) -> None:
        if len(self.ids) > 3:
            case_id = self.ids.pop(self.random.randrange(len(self.ids)))
            self.say(f"forgetting {case_id}")
            self.vault.repository.forget(case_id)
            self.say(f"forgot {case_id}")

    def back_up(self) -> None:
        made = backup.make(self.vault, self.home.backups)
        self.say(f"backup {made.path}")

    def fold(self) -> None:
        self.vault.engine.fold()

    def rekey(self) -> None:
        account = keys.protection(self.home.vault) == "account"
        self.vault.change_keys(SECRET if account else None)
        self.say("done rekey")

    def reopen(self) -> None:
        self.vault.close()
        self.vault = open_vault(self.home)

    def collect(self) -> None:
        digests = set(self.vault.attachments.digests())
        self.vault.attachments.collect(digests)


def opened_after(home: Home) -> Vault:
    """The vault after a crash, with the secret it had or was about to get."""
    try:
        return open_vault(home)
    except PassphraseNeeded:
        return Vault.open(home, SECRET)
