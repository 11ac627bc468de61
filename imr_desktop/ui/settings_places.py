"""The settings by name, for those who look for one: which field it is, what it is called, what else people call it."""

from __future__ import annotations

from imr_desktop.ui.palette.entries import Entry

PLACES: tuple[tuple[str, str, str], ...] = (
    ("specialty", "Specialty", "board printed letter"),
    ("licensure", "Licensure", "license state printed"),
    ("identity_button", "Who signs", "identity reviewer name license number NPI firewall"),
    ("office_button", "Office profile", "organization letterhead"),
    ("disclosures", "Disclosed ties", "conflict of interest"),
    ("stamps_button", "Time stamps", "authority TSA signature"),
    ("theme", "Theme", "dark light colors appearance"),
    ("language", "Display language", "Spanish English español idioma"),
    ("judge_first", "Judge first", "preliminary view fold rules"),
    ("by_machine", "Read scans by machine", "OCR scanned text recognition"),
    ("processes", "Machine readers at a time", "OCR processes cores"),
    ("auto_lock", "Lock after", "idle minutes auto-lock privacy"),
    ("lock_on_sleep", "Lock when this computer sleeps", "suspend screen lock privacy"),
    ("copies", "Empty clipboard", "copied text paste privacy seconds"),
    ("backups", "Also back up to", "backup folder copy disk"),
    ("keys", "Keys", "shortcuts keyboard remap hotkeys"),
)


def entries() -> tuple[Entry, ...]:
    """The settings as the one box shows them."""
    return tuple(Entry("setting", name, title, "Settings", "", "settings", also) for name, title, also in PLACES)
