"""Keys on a token (smart card, USB key, HSM) that speaks PKCS#11: the private key never leaves it.

A key is named by a URI (RFC 7512), wherever a key file could be named:
``pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY``, the library that of the token's maker; `object` may be left out where
the token holds one key. The PIN takes the passphrase's place. A session is opened for each signature and closed after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from imr_desktop.errors import SigningError

if TYPE_CHECKING:
    import pkcs11
    from cryptography import x509

SCHEME = "pkcs11:"
_PLAIN_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def is_token(place: str) -> bool:
    """Whether the place of a key is a token's and not a file's."""
    return place.startswith(SCHEME)


def address(token: str, library: str, label: str = "") -> str:
    """The address of a key on a token, from its names."""
    key = f";object={_quoted(label)}" if label else ""
    return f"{SCHEME}token={_quoted(token)}{key}?module-path={_quoted(library)}"


def token_of(place: str) -> str:
    """The token's name in an address, for people."""
    found = re.search(r"token=([^;?]*)", place)
    return _plain(found[1]) if found else ""


@dataclass(frozen=True)
class TokenKey:
    """A private key on a token; `pin` opens it."""

    library: str
    token: str
    label: str | None
    pin: str = field(repr=False)

    @classmethod
    def of(cls, uri: str, pin: str) -> TokenKey:
        """From a URI. Raises SigningError where it lacks the token or the library."""
        path, _, query = uri.removeprefix(SCHEME).partition("?")
        named = {name: _plain(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
        asked = {name: _plain(value) for name, _, value in (part.partition("=") for part in query.split("&"))}
        if not named.get("token") or not asked.get("module-path"):
            raise SigningError(
                "The token's address is incomplete; write it as pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY."
            )
        return cls(asked["module-path"], named["token"], named.get("object"), pin)

    def certificate(self) -> x509.Certificate:
        """The certificate that lies on the token beside the key. Raises SigningError."""
        from cryptography import x509
        from pkcs11 import Attribute, ObjectClass

        with self._session() as session:
            key = self._key(session)
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                if one[Attribute.ID] == key[Attribute.ID]:
                    return x509.load_der_x509_certificate(bytes(one[Attribute.VALUE]))
        raise SigningError(f"The token {self.token} holds no certificate for its key {key.label}; write it onto the token.")

    @contextmanager
    def signing(self) -> Iterator[Callable[[bytes], bytes]]:
        """Within it: signs data with SHA-256, as it stands in a signature's container. Raises SigningError.

        ECDSA is asked for over the digest, which each token can do; not every one computes the digest itself.
        """
        with self._session() as session:
            key = self._key(session)

            def sign(data: bytes) -> bytes:
                return _signed(key, data)

            yield sign

    @contextmanager
    def _session(self) -> Iterator[pkcs11.Session]:
        import pkcs11

        try:
            library = pkcs11.lib(self.library)
        except (pkcs11.PKCS11Error, RuntimeError, OSError):
            raise SigningError(f"{self.library} is no PKCS#11 library; name the one of the token's maker.") from None
        try:
            with library.get_token(token_label=self.token).open(user_pin=self.pin) as session:
                yield session
        except pkcs11.PKCS11Error as error:
            raise SigningError(self._sentence(error)) from None

    def _key(self, session: pkcs11.Session) -> pkcs11.PrivateKey:
        from pkcs11 import Attribute, ObjectClass

        keys = cast("list[pkcs11.PrivateKey]", list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})))
        found = [key for key in keys if self.label in (None, key.label)]
        if len(found) == 1:
            return found[0]
        held = ", ".join(sorted(key.label for key in keys)) or "none"
        raise SigningError(f"Name one key of the token {self.token} with object=; it holds: {held}.")

    def _sentence(self, error: pkcs11.PKCS11Error) -> str:
        import pkcs11

        if isinstance(error, pkcs11.PinIncorrect | pkcs11.PinInvalid | pkcs11.PinLenRange):
            return (
                f"The PIN does not open the token {self.token}; type it again. A token locks itself after a few wrong ones."
            )
        if isinstance(error, pkcs11.PinLocked):
            return f"The token {self.token} has locked itself after wrong PINs; unlock it with its maker's program."
        if isinstance(error, pkcs11.NoSuchToken | pkcs11.TokenNotPresent | pkcs11.DeviceRemoved):
            return f"There is no token {self.token}; put it in, or correct its name."
        if isinstance(error, pkcs11.MultipleTokensReturned):
            return f"There are several tokens named {self.token}; take the others out."
        return f"The token {self.token} failed ({type(error).__name__}); put it in again, or ask its maker."


def _plain(value: str) -> str:
    """A value without its percent signs."""
    return re.sub(rb"%([0-9A-Fa-f]{2})", _byte, value.encode()).decode("utf-8", "replace")


def _quoted(text: str) -> str:
    """A value with percent signs for what has a meaning in an address."""
    return "".join(chr(one) if chr(one) in _PLAIN_SIGNS else f"%{one:02X}" for one in text.encode())


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _signed(key: pkcs11.PrivateKey, data: bytes) -> bytes:
    import hashlib

    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from pkcs11 import KeyType, Mechanism

    signing = cast("pkcs11.SignMixin", key)  # what a private key is able to do stands in classes made on the token
    if key.key_type != KeyType.EC:
        return bytes(signing.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    made = signing.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
    half = len(made) // 2
    return encode_dss_signature(int.from_bytes(made[:half], "big"), int.from_bytes(made[half:], "big"))
