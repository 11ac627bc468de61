"""The only network code of the program: one question to a time-stamp authority that the office has configured (RFC 3161).

Nothing imports this module; `time_stamps` loads it by its name where a signature with a time stamp was asked for, and a rule
of the import contract holds everything else to that. What is sent is a query of some 60 bytes: the digest of a signature, a
random number, and the wish for the authority's certificate; nothing of the letter. What comes back is bounded in size and
time, and is bytes until it has been checked elsewhere.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from imr_desktop.errors import TimeStampError

_SECONDS = 20.0
"""How long the authority may take, for one step of the exchange and for all of it."""
_MOST = 128 * 1024
_CHUNK = 8192
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


def post(url: str, query: bytes) -> bytes:
    """The authority's answer to a query. Raises TimeStampError with the reason."""
    host = host_of(url)
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "User-Agent": "imr-desktop"}
    asked = urllib.request.Request(url, query, headers, method="POST")  # noqa: S310  http and https alone, see host_of
    deadline = time.monotonic() + _SECONDS
    try:
        with _opener().open(asked, timeout=_SECONDS) as answer:
            return _read(answer, host, deadline)
    except urllib.error.HTTPError as error:
        error.close()
        raise _failed(host, f"answered {error.code}") from None
    except (urllib.error.URLError, OSError) as error:
        raise _failed(host, _reason(error)) from None
    except (http.client.HTTPException, ValueError):
        raise _failed(host, "did not answer as a web server does") from None


def host_of(url: str) -> str:
    """The authority's host. Raises TimeStampError for what is no plain http or https address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.username and url.isprintable()
        _ = parts.port
    except ValueError:
        usable = None
    if not usable or " " in url:
        raise TimeStampError(
            "The address of the time-stamp authority is not usable; write it as https://HOST/PATH or http://HOST/PATH, "
            "without a name or password."
        )
    return str(parts.hostname)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An authority that sends the question elsewhere has answered with an error: nobody configured that other place."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    """Speaks http and https, through the system's proxy where it has one, and nothing else: no files, no other schemes."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _NoRedirects(),
    ):
        opener.add_handler(handler)
    return opener


def _read(answer: http.client.HTTPResponse, host: str, deadline: float) -> bytes:
    if answer.headers.get_content_type() != _REPLY:
        raise _failed(host, "answered with something that is no time stamp")
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > _MOST:
            raise _failed(host, "answered with more than a time stamp")
        if time.monotonic() > deadline:
            raise _failed(host, "took too long")
    return bytes(data)


def _reason(error: OSError) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "took too long"
    return f"cannot be reached ({getattr(cause, 'strerror', None) or type(cause).__name__})"


def _failed(host: str, what: str) -> TimeStampError:
    return TimeStampError(f"The time-stamp authority {host} {what}. Try again, or sign without a time stamp (level B-B).")
