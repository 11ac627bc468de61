"""Keys on a PKCS#11 token (SoftHSM): they sign like a file's, and what is wrong with a token is said."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from determination_support import PASSPHRASE, write_p12
from test_container import holds, parts

from imr_desktop.determination import SigningKey, container, sign
from imr_desktop.errors import SigningError

pytest.importorskip("pkcs11")
LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
pytestmark = pytest.mark.skipif(
    not (LIBRARY.exists() and shutil.which("softhsm2-util") and shutil.which("pkcs11-tool")),
    reason="SoftHSM or OpenSC is not installed (Debian packages softhsm2, opensc).",
)
PIN = "123456"


def uri(name, token="reviewer", library=LIBRARY):
    return Path(f"pkcs11:token={token};object={name}?module-path={library}")


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with a P-256 and an RSA key; the certificates by label."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    run("softhsm2-util", "--init-token", "--free", "--label", "reviewer", "--pin", PIN, "--so-pin", "12345678")
    kinds = {"elliptic": ec.generate_private_key(ec.SECP256R1()), "rsa": rsa.generate_private_key(65537, 2048)}
    made = {name: put(folder, name, f"0{number}", key) for number, (name, key) in enumerate(kinds.items(), 1)}
    yield made
    os.environ.pop("SOFTHSM2_CONF") if before is None else os.environ.update(SOFTHSM2_CONF=before)


def run(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def put(folder, name, number, key):
    pem, der = folder / f"{name}.pem", folder / f"{name}.der"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate = SigningKey.load(write_p12(folder / f"{name}.p12", key=key), PASSPHRASE).certificate
    der.write_bytes(certificate.public_bytes(Encoding.DER))
    run("softhsm2-util", "--import", pem, "--token", "reviewer", "--label", name, "--id", number, "--pin", PIN)
    login = ["pkcs11-tool", "--module", LIBRARY, "--token-label", "reviewer", "--login", "--pin", PIN]
    run(*login, "--write-object", der, "--type", "cert", "--label", name, "--id", number)
    return certificate


@pytest.mark.parametrize("name", ["elliptic", "rsa"])
def test_a_token_signs_as_a_file_does(token, unsigned, name):
    import hashlib

    key = SigningKey.load(uri(name), PIN)
    assert key.certificate == token[name]
    assert PIN not in repr(key)
    for _ in range(2):
        signed = sign(unsigned, key)
        made, digits, span = parts(signed)
        assert container.canonical(made) == made
        assert len(digits) == 2 * len(made)
        assert holds(made, {"sha256": hashlib.sha256(signed[: span[1]] + signed[span[2] :]).digest()})


@pytest.mark.parametrize(
    ("place", "pin", "said"),
    [
        (uri("elliptic"), "000000", "PIN does not open the token reviewer"),
        (uri("elliptic", token="absent"), PIN, "no token absent"),
        (uri("elliptic", library="/usr/lib/none.so"), PIN, "no PKCS#11 library"),
        (uri("other"), PIN, "it holds: elliptic, rsa"),
        (Path(f"pkcs11:token=reviewer?module-path={LIBRARY}"), PIN, "it holds: elliptic, rsa"),
        (Path("pkcs11:token=reviewer"), PIN, "address is incomplete"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(token, place, pin, said):
    with pytest.raises(SigningError, match=said):
        SigningKey.load(place, pin)


def test_a_certificate_on_a_token_that_names_a_person_is_refused(token):
    with pytest.raises(SigningError, match="names a person"):
        SigningKey.load(uri("rsa"), PIN, identity=("IMR Reviewer",))
