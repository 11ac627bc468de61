"""The settings by name, for those who look for one: which field it is, what it is called, what else people call it."""

from __future__ import annotations

from imr_desktop.language import mark, tr
from imr_desktop.ui.palette.entries import Entry

PLACES: tuple[tuple[str, str, str], ...] = (
    ("specialty", mark("Specialty"), mark("board printed letter")),
    ("licensure", mark("Licensure"), mark("license state printed")),
    ("identity_button", mark("Who signs"), mark("identity reviewer name license number NPI firewall")),
    ("office_button", mark("Office profile"), mark("organization letterhead")),
    ("disclosures", mark("Disclosed ties"), mark("conflict of interest")),
    ("stamps_button", mark("Time stamps"), mark("authority TSA signature")),
    ("theme", mark("Theme"), mark("dark light colors appearance")),
    ("language", mark("Display language"), mark("Spanish English español idioma")),
    ("judge_first", mark("Judge first"), mark("preliminary view fold rules")),
    ("by_machine", mark("Read scans by machine"), mark("OCR scanned text recognition")),
    ("processes", mark("Machine readers at a time"), mark("OCR processes cores")),
    ("auto_lock", mark("Lock after"), mark("idle minutes auto-lock privacy")),
    ("lock_on_sleep", mark("Lock when this computer sleeps"), mark("suspend screen lock privacy")),
    ("copies", mark("Empty clipboard"), mark("copied text paste privacy seconds")),
    ("backups", mark("Also back up to"), mark("backup folder copy disk")),
    ("keys", mark("Keys"), mark("shortcuts keyboard remap hotkeys")),
)


def entries() -> tuple[Entry, ...]:
    """The settings as the one box shows them."""
    return tuple(Entry("setting", name, tr(title), tr("Settings"), "", "settings", tr(also)) for name, title, also in PLACES)
