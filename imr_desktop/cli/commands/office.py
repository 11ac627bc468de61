"""``imr-desktop office``: the review organization as its letters name it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from imr_desktop.case.office import ATTACHMENTS, OfficeProfile
from imr_desktop.cli.opened import add_secret, know_identity, services_of
from imr_desktop.cli.output import say, told
from imr_desktop.errors import UsageError
from imr_desktop.review import Services

EXAMPLE = (
    'example:\n  imr-desktop office set --name "Example Review Organization" --address "PO Box 12" '
    '--address "Sacramento, CA 95800"\n'
    "  imr-desktop office set --logo head.png --attachment none\n"
    '  imr-desktop office set --words how.opening "An independent physician …"\n'
    "  imr-desktop office set --shipped how.opening\n"
    "  imr-desktop office export office.json\n\n"
    "The profile names the office and its medical director, never a reviewer. Other words of a paragraph make a new edition."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The act, and the fields of the profile."""
    parser.add_argument("act", choices=sorted(_ACTS), help="show or set the profile, list its words, import or export it")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="with import and export: the profile's file")
    fields = parser.add_argument_group("fields, with set; an empty value takes one away")
    fields.add_argument("--name", metavar="WORDS", help="the name of the review organization")
    fields.add_argument("--address", action="append", metavar="LINE", help="a line of its address (repeatable)")
    fields.add_argument("--contact", action="append", metavar="LINE", help="telephone, e-mail, hours: a line (repeatable)")
    fields.add_argument("--director", metavar="WORDS", help="the medical director, who signs cover letters")
    fields.add_argument("--language-help", metavar="WORDS", help="where help in other languages is had")
    fields.add_argument(
        "--logo", metavar="FILE", help="a letterhead picture, PNG or JPEG, in place of the name in large type"
    )
    fields.add_argument("--attachment", choices=ATTACHMENTS, help="what travels in the determination's file")
    fields.add_argument(
        "--words", nargs=2, action="append", default=[], metavar=("PLACE", "WORDS"), help="a paragraph in the office's words"
    )
    fields.add_argument(
        "--shipped", action="append", default=[], metavar="PLACE", help="a paragraph back in the words that ship"
    )
    add_secret(parser)


def run(options: argparse.Namespace) -> int:
    """Do the act; exit code 0."""
    needs_file = options.act in ("import", "export")
    if needs_file != (options.file is not None):
        raise UsageError(f"office {options.act} {'needs the name of a file' if needs_file else 'takes no file'}.")
    with services_of(options) as services:
        return _ACTS[options.act](services, options)


def _show(services: Services, options: argparse.Namespace) -> int:
    profile = services.office.profile
    return told(options, _plain(profile), _say, profile)


def _set(services: Services, options: argparse.Namespace) -> int:
    profile = services.office.profile
    given = {
        name: getattr(options, name)
        for name in ("name", "director", "language_help", "attachment")
        if getattr(options, name) is not None
    }
    given |= {name: tuple(getattr(options, name)) for name in ("address", "contact") if getattr(options, name) is not None}
    if options.logo is not None:
        given["logo"] = services.office.picture(Path(options.logo)) if options.logo else b""
    words = {**profile.words, **dict(options.words), **dict.fromkeys(options.shipped, "")}
    unknown = set(options.shipped) - {one.place for one in services.office.paragraphs(profile)}
    if unknown:
        raise UsageError(f"The letter has no paragraph “{min(unknown)[:80]}”; `imr-desktop office words` lists them.")
    kept = services.office.save(services.office.reworded(replace(profile, **given), words))
    return told(options, _plain(kept), _say, kept)


def _words(services: Services, options: argparse.Namespace) -> int:
    found = services.office.paragraphs()
    plain = [{"place": one.place, "shipped": one.shipped, "own": one.own or None} for one in found]
    return told(options, {"edition": services.office.profile.edition or None, "paragraphs": plain}, _say_words, found)


def _import(services: Services, options: argparse.Namespace) -> int:
    kept = services.office.import_from(options.file)
    return told(options, _plain(kept), _say, kept)


def _export(services: Services, options: argparse.Namespace) -> int:
    know_identity(services, options.passphrase_file, ())
    path = services.office.export_to(options.file)
    return told(options, {"file": str(path)}, say, f"Office profile: {path}")


def _plain(profile: OfficeProfile) -> dict[str, Any]:
    return {
        "name": profile.name or None,
        "address": list(profile.address),
        "contact": list(profile.contact),
        "director": profile.director or None,
        "language_help": profile.language_help or None,
        "logo_bytes": len(profile.logo),
        "attachment": profile.attachment,
        "edition": profile.edition or None,
        "words": dict(profile.words),
    }


def _say(profile: OfficeProfile) -> None:
    if not profile.name:
        say('No office profile yet: `imr-desktop office set --name "…"` begins one. Letters name no organization till then.')
    rows = {
        "Name": profile.name,
        "Address": ", ".join(profile.address),
        "Contact": ", ".join(profile.contact),
        "Medical director": profile.director,
        "Language help": profile.language_help,
        "Letterhead": "a picture" if profile.logo else "the name in large type",
        "Attached data": profile.attachment,
        "Own wording": f"edition {profile.edition}, {len(profile.wording)} paragraphs" if profile.edition else "none",
    }
    for label, value in rows.items():
        say(f"{label + ':':<18}{value or 'not set'}")


def _say_words(paragraphs: Any) -> None:
    for one in paragraphs:
        say(f"{one.place}\n  shipped: {one.shipped}" + (f"\n  own:     {one.own}" if one.own else ""))


_ACTS: Mapping[str, Callable[[Services, argparse.Namespace], int]] = MappingProxyType(
    {"show": _show, "set": _set, "words": _words, "import": _import, "export": _export}
)
