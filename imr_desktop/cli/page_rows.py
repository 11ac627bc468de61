"""What is known of each page of files, and how far: for ``read --pages``, and for the lines of ``read``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imr_desktop.case import citation
from imr_desktop.cli.output import say
from imr_desktop.errors import ImrError

if TYPE_CHECKING:
    from imr_desktop.review import Services
    from imr_desktop.review.record import FileRead, PageText, Word


def keep_parts(parts: dict[str, bytes]) -> Callable[[Path | bytes, FileRead], None]:
    """What keeps the PDFs that lie in other files by their digests, for the places of their words."""

    def keep(content: Path | bytes, read: FileRead) -> None:
        if isinstance(content, bytes) and read.kind == "pdf":
            parts[read.digest] = content

    return keep


def page_rows(
    services: Services, reads: Iterable[FileRead], parts: Mapping[str, bytes] = MappingProxyType({})
) -> Iterator[dict[str, Any]]:
    """Each page: verdict, reasons, text, words with places (where the file has any). Hidden words stand apart.

    `parts` are the PDFs in other files, by digest. Words that could not be asked for are null, and `words_unknown` says why.
    """
    for read in reads:
        for page in read.pages:
            words, unknown = _words(services, read, page, parts)
            yield {
                "file": read.name,
                "source": read.source or "file",
                "page": page.number,
                "verdict": page.verdict,
                "reasons": list(page.reasons),
                "text": page.text,
                "hidden_text": page.hidden,
                "words": None if words is None else [_word(word) for word in words if word.visible],
                "words_unknown": unknown,
            }


def _words(
    services: Services, read: FileRead, page: PageText, parts: Mapping[str, bytes]
) -> tuple[Iterable[Word] | None, str]:
    """A machine's words, or those of the file itself; None, and why, where it cannot be asked again."""
    content = parts.get(read.digest, b"") if read.source else Path(read.path)
    if page.words or read.kind != "pdf" or not content:
        return page.words, ""
    try:
        return services.record.words_of(content, page.number, read.digest), ""
    except ImrError as error:
        return None, error.sentence


def _word(word: Word) -> dict[str, Any]:
    return {
        "text": word.text,
        "box": [round(side, 5) for side in word.box],
        "origin": word.origin,
        "confidence": word.confidence,
    }


def say_pages(rows: Iterable[dict[str, Any]]) -> None:
    """Pages for a person: what is known of each, then its text."""
    for row in rows:
        why = f" ({' '.join(row['reasons'])})" if row["reasons"] else ""
        say(f"--- {row['file']}, p. {row['page']}: {spoken(row['verdict'])}{why}")
        say(row["text"])
        if row["hidden_text"]:
            say(f"--- hidden text on p. {row['page']}, which no eye can see there")
            say(row["hidden_text"])


def spoken(verdict: str) -> str:
    """A verdict in words."""
    return "read by machine, in doubt" if verdict == "doubtful" else verdict


def page_states(row: dict[str, Any]) -> str:
    """How far a document's pages can be searched: ``, 1 not read (p. 2), 1 read by machine (p. 3)``; empty where all are."""
    kinds = (
        ("not read", row["unreadable_pages"]),
        ("read by machine", row["doubtful_pages"]),
        ("with hidden text", row["hidden_text_pages"]),
    )
    return "".join(f", {len(pages)} {words} ({', '.join(citation.labels(pages))})" for words, pages in kinds if pages)


def say_reasons(read: FileRead) -> None:
    """Why pages are not simply read: each reason once, with its pages."""
    by_reason: dict[tuple[str, str], list[int]] = {}
    for page in read.pages:
        for reason in page.reasons if page.verdict != "read" else ():
            by_reason.setdefault((spoken(page.verdict), reason), []).append(page.number)
    for (verdict, reason), pages in by_reason.items():
        say(f"  {', '.join(citation.labels(pages))} {verdict}: {reason}")
