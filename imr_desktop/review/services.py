"""What the window and the command line ask of the program: one typed service for each role, made on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from imr_desktop.paths import Home

if TYPE_CHECKING:
    from imr_desktop.review.cases import CaseService
    from imr_desktop.review.exchanging import ExchangeService
    from imr_desktop.review.guidelines import Guidelines
    from imr_desktop.review.intake import IntakeService
    from imr_desktop.review.judges import CheckingService
    from imr_desktop.review.processes import Processes
    from imr_desktop.review.record import RecordService
    from imr_desktop.review.reviewer import ReviewerService
    from imr_desktop.review.signing import SigningService
    from imr_desktop.review.vault import VaultService

T = TypeVar("T")


class _made_once(Generic[T]):
    """A property made on first use, by one thread while the others wait; a `functools.cached_property` with a lock."""

    def __init__(self, make: Callable[[Services], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, services: None, _owner: type) -> Self: ...

    @overload
    def __get__(self, services: Services, _owner: type) -> T: ...

    def __get__(self, services: Services | None, _owner: type) -> T | Self:
        if services is None:
            return self
        with services.making:
            made: dict[str, T] = vars(services)
            if self._name not in made:
                made[self._name] = self._make(services)
            return made[self._name]


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

    @_made_once
    def vault(self) -> VaultService:
        """The vault: who may open it, its audit trail, its backups and its health."""
        from imr_desktop.review.vault import VaultService

        return VaultService(self.home, self._passphrase, self._on_created)

    @_made_once
    def processes(self) -> Processes:
        """The limited processes that read and draw files."""
        from imr_desktop.review.processes import Processes

        return Processes()

    @_made_once
    def cases(self) -> CaseService:
        """The stored cases."""
        from imr_desktop.review.cases import CaseService

        return CaseService(self.vault)

    @_made_once
    def reviewer(self) -> ReviewerService:
        """The settings, and who the reviewer is."""
        from imr_desktop.review.reviewer import ReviewerService

        return ReviewerService(self.vault)

    @_made_once
    def record(self) -> RecordService:
        """The originals of a case: their text, and pages as words and pictures."""
        from imr_desktop.review.record import RecordService

        return RecordService(self.vault, self.processes)

    @_made_once
    def intake(self) -> IntakeService:
        """Files and pasted text as cases."""
        from imr_desktop.review.intake import IntakeService

        return IntakeService(self.vault, self.cases, self.record, self.reviewer, self.processes)

    @_made_once
    def guidelines(self) -> Guidelines:
        """The guideline packs in use, loaded on first use. Raises PackInvalid where the shipped ones do not hold."""
        from imr_desktop.review.guidelines import load_guidelines

        return load_guidelines(self.home)

    @_made_once
    def checking(self) -> CheckingService:
        """Rules and preflight over cases."""
        from imr_desktop.review.judges import CheckingService

        return CheckingService(
            self.vault, self.cases, self.record, self.reviewer, lambda: self.guidelines, self.home.guidelines
        )

    @_made_once
    def signing(self) -> SigningService:
        """Letters, their signatures and their pages."""
        from imr_desktop.review.signing import SigningService

        return SigningService(self.vault, self.reviewer, self.processes, self.checking)

    @_made_once
    def exchange(self) -> ExchangeService:
        """Cases that leave the vault as packages, and come in."""
        from imr_desktop.review.exchanging import ExchangeService

        return ExchangeService(self.vault)

    def load(self) -> None:
        """Import every service's module now."""
        for made in (self.intake, self.checking, self.signing, self.exchange):
            assert made is not None

    # ----- letting go

    def lock(self) -> None:
        """Close the vault and forget keys and opened files, here and in the limited processes."""
        self.vault.lock()
        self.let_go()
        self.checking.close()
        self.interrupt()

    def let_go(self) -> None:
        """Forget what is remembered of cases: none is open any more. What is needed again is read again."""
        from imr_desktop.review import remembered

        self.record.let_go()
        self.checking.let_go()
        self.cases.let_go()
        if "guidelines" in vars(self):
            self.guidelines.packs.forget_texts()
        remembered.forget()

    def interrupt(self) -> None:
        """End the limited processes at once: what they were doing fails, the next call starts fresh ones."""
        if "processes" in vars(self):
            self.processes.interrupt()

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
