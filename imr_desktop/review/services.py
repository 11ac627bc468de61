"""What the window and the command line ask of the program: one typed service for each role, made on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from imr_desktop.paths import Home

if TYPE_CHECKING:
    from imr_desktop.identity import Identity
    from imr_desktop.record.containers.passwords import Passwords
    from imr_desktop.review.cases import CaseService
    from imr_desktop.review.check_service import CheckingService
    from imr_desktop.review.exchanging import ExchangeService
    from imr_desktop.review.finding import FindService
    from imr_desktop.review.formulary import DrugListService
    from imr_desktop.review.guidelines import Guidelines
    from imr_desktop.review.intake import IntakeService
    from imr_desktop.review.machine import MachineService
    from imr_desktop.review.office import OfficeService
    from imr_desktop.review.overview import OverviewService
    from imr_desktop.review.parties import PartiesService
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.publishing import PublishingService
    from imr_desktop.review.readings import ReadingsService
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.sending import SendingService
    from imr_desktop.review.signing import SigningService
    from imr_desktop.review.snippets import SnippetsService
    from imr_desktop.review.spelling import SpellingService
    from imr_desktop.review.vault import VaultService
    from imr_desktop.review.verifying import VerifyService


if TYPE_CHECKING:
    shared = cached_property
else:

    class shared(cached_property):
        """A `cached_property` that one thread makes while the others wait."""

        def __get__(self, services: Services, owner: type | None = None) -> object:
            """The service."""
            with services.making:
                return super().__get__(services, owner)


class Services:
    """One home folder's cases and the tools to work on them; safe to call from worker threads.

    Making it is cheap: a service's module, and what that needs, is imported when the service is first asked for. The window
    calls `load` in a worker first, so that its own thread never waits for an import.
    """

    def __init__(self, home: Home, passphrase: str | None = None, on_created: Callable[[str], None] | None = None) -> None:
        """Name the home; nothing is opened until it is needed. See `VaultService` for `passphrase` and `on_created`."""
        self.home = home
        self.making = threading.RLock()
        self._passphrase, self._on_created = passphrase, on_created

    @shared
    def vault(self) -> VaultService:
        """The vault: who may open it, its audit trail, its backups and its health."""
        from imr_desktop.review.vault import VaultService

        return VaultService(self.home, self._passphrase, self._on_created)

    @shared
    def processes(self) -> Processes:
        """The limited processes that read and draw files."""
        from imr_desktop.review.processes import Processes

        return Processes()

    @shared
    def passwords(self) -> Passwords:
        """Passwords of locked files that were given since the program began."""
        from imr_desktop.record.containers.passwords import Passwords

        return Passwords()

    @shared
    def cases(self) -> CaseService:
        from imr_desktop.review.cases import CaseService

        return CaseService(self.vault)

    @shared
    def reviewer(self) -> ReviewerService:
        """The settings, and who the reviewer is."""
        from imr_desktop.review.reviewer import ReviewerService

        return ReviewerService(self.vault)

    @shared
    def office(self) -> OfficeService:
        """The review organization, as letters name it."""
        from imr_desktop.review.office import OfficeService

        return OfficeService(self.home, self._identity)

    def _identity(self) -> Identity:
        return self.reviewer.identity

    @shared
    def snippets(self) -> SnippetsService:
        """Passages that are put into texts again and again."""
        from imr_desktop.review.snippets import SnippetsService

        return SnippetsService(self.vault)

    @shared
    def spelling(self) -> SpellingService:
        """Which words of a text are known."""
        from imr_desktop.review.spelling import SpellingService

        return SpellingService(self.vault)

    @shared
    def parties(self) -> PartiesService:
        """Who the stored cases' determinations are sent to."""
        from imr_desktop.review.parties import PartiesService

        return PartiesService(self.vault)

    @shared
    def record(self) -> RecordService:
        """The originals of a case: their text, and pages as words and pictures."""
        from imr_desktop.review.record import RecordService

        return RecordService(self.vault, self.processes, self.passwords)

    @shared
    def machine(self) -> MachineService:
        """Reads pages that have no usable text by machine."""
        from imr_desktop.review.machine import MachineService

        return MachineService(self.vault, self.record, self.processes, self.reviewer.settings.machine_processes)

    @shared
    def finding(self) -> FindService:
        """Finds words in the record."""
        from imr_desktop.review.finding import FindService

        return FindService(self.home, self.vault, self.record)

    @shared
    def intake(self) -> IntakeService:
        """Takes files and pasted text in as cases with proposals."""
        from imr_desktop.review.intake import IntakeService

        return IntakeService(self.vault, self.cases, self.record, self.reviewer, self.processes, self.machine, self.passwords)

    @shared
    def overview(self) -> OverviewService:
        """Looks over the record of the open case as a whole."""
        from imr_desktop.review.overview import OverviewService

        return OverviewService(self.record)

    @shared
    def guidelines(self) -> Guidelines:
        """The guideline packs in use, loaded on first use. Raises PackInvalid where the shipped ones do not hold."""
        from imr_desktop.review.guidelines import load_guidelines

        return load_guidelines(self.home)

    def _load_guidelines_anew(self) -> None:
        with self.making:
            vars(self).pop("guidelines", None)

    @shared
    def readings(self) -> ReadingsService:
        """The reviewer's own readings of guidelines."""
        from imr_desktop.review.readings import ReadingsService

        return ReadingsService(self.home, lambda: self.guidelines, self._load_guidelines_anew, self._identity_at_hand)

    @shared
    def drug_lists(self) -> DrugListService:
        """The MTUS Drug List in its versions."""
        from imr_desktop.review.formulary import DrugListService

        return DrugListService(self.home, lambda: self.guidelines, self._load_guidelines_anew)

    def _identity_at_hand(self) -> Identity:
        return self.reviewer.identity_at_hand

    @shared
    def checking(self) -> CheckingService:
        """Rules and preflight over cases."""
        from imr_desktop.review.check_service import CheckingService

        return CheckingService(
            self.vault, self.cases, self.record, self.reviewer, lambda: self.guidelines, self.home.guidelines
        )

    @shared
    def signing(self) -> SigningService:
        """Letters, their signatures and their pages."""
        from imr_desktop.review.signing import SigningService

        return SigningService(self.vault, self.reviewer, self.processes, self.checking, lambda: self.guidelines, self.office)

    @shared
    def verifying(self) -> VerifyService:
        """Determinations that come from elsewhere."""
        from imr_desktop.review.verifying import VerifyService

        return VerifyService(self.home)

    @shared
    def sending(self) -> SendingService:
        """Cover letters and proofs of service."""
        from imr_desktop.review.sending import SendingService

        return SendingService(self.vault, self.reviewer, self.office, self.parties, self.signing)

    @shared
    def publishing(self) -> PublishingService:
        """Public copies of determinations."""
        from imr_desktop.review.publishing import PublishingService

        return PublishingService(self.vault, self.reviewer, self.parties)

    @shared
    def exchange(self) -> ExchangeService:
        """Cases that leave the vault as packages, and come in."""
        from imr_desktop.review.exchanging import ExchangeService

        return ExchangeService(self.vault)

    def load(self) -> None:
        """Import every service's module now."""
        for made in (self.intake, self.checking, self.signing, self.exchange):
            assert made is not None

    # ----- locking, forgetting

    def lock(self) -> None:
        """Close the vault and forget keys and opened files, here and in the limited processes."""
        self.vault.lock()
        if "spelling" in vars(self):
            self.spelling.forget()
        self.forget_cases()
        self.checking.close()
        self.interrupt()

    def forget_cases(self) -> None:
        """Forget what is remembered of cases: none is open any more. What is needed again is read again."""
        from imr_desktop.review import remembered

        self.record.forget_cases()
        self.checking.forget_cases()
        self.cases.forget_cases()
        if "overview" in vars(self):
            self.overview.forget()
        if "finding" in vars(self):
            self.finding.forget_cases()
        if "guidelines" in vars(self):
            self.guidelines.packs.forget_texts()
        remembered.forget()

    def interrupt(self) -> None:
        """End the limited processes at once: what they were doing fails, the next call starts fresh ones."""
        if "processes" in vars(self):
            self.processes.interrupt()

    def give_up(self) -> None:
        """End the limited processes at once and for good: the program ends, and nothing that they do is waited for."""
        made = vars(self)
        if "checking" in made:
            self.checking.close()
        if "processes" in made:
            self.processes.give_up()

    def close(self) -> None:
        """Free the vault and end the limited processes, where they were ever needed."""
        made = vars(self)
        if "vault" in made:
            self.vault.lock()
        if "checking" in made:
            self.checking.close()
        if "processes" in made:
            self.processes.close()

    def __enter__(self) -> Services:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
