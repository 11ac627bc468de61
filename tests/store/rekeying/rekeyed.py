"""A vault with a case in it, what opens it, and whether it is whole."""

from imr_desktop.case import edits
from imr_desktop.case.model import Case
from imr_desktop.errors import PassphraseNeeded, StoreDamaged, WrongPassphrase
from imr_desktop.paths import Home
from imr_desktop.store import attempts
from imr_desktop.store.scrub import scrub
from imr_desktop.store.vault import Vault

OLD, NEW = "green lamp by the door", "blue chair at the window"

KEY_FILES = ("keys.json", "keys.json.bak", "account.key", "head")


def case(number: str, summary: str = "") -> Case:
    return edits.set_summary(edits.set_field(edits.new_case(), number=number), summary)


def filled(home: Home, passphrase: str | None) -> tuple[Vault, str]:
    vault, words = Vault.create(home, passphrase)
    vault.repository.save(case("CM26-0000001", "neck pain"))
    vault.attachments.put_bytes(b"a short report" * 1000)
    return vault, words


def opens(home: Home, *secrets: str | None) -> list[bool]:
    found = []
    for secret in secrets:
        try:
            Vault.open(home, secret).close()
            found.append(True)
        except (WrongPassphrase, PassphraseNeeded, StoreDamaged):
            found.append(False)
        attempts.clear(home.vault)
    return found


def whole(home: Home, secret: str | None) -> None:
    with Vault.open(home, secret) as vault:
        assert vault.repository.find("CM26-0000001").summary == "neck pain"
        assert scrub(vault).findings == ()
        assert not [path.name for path in home.vault.iterdir() if "next" in path.name]
