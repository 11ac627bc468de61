"""Makes the decoys, lets a hostile module loose in the limited process, and prints as JSON which of its probes succeeded.

A program of its own, so that it can be run as another account, and against another tree: ``probing.py FOLDER [NUMBER]``.
"""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path


def decoys(root):
    home, programs = root / "home", root / "programs"
    for folder in (home / "vault", home / ".ssh", home / ".config", home / "backups" / "one", programs):
        folder.mkdir(parents=True)
    for name in (
        "vault/account.key",
        "vault/keys.json",
        "vault/keys.json.bak",
        "vault/cases.db",
        "reviewer.p12",
        "movable",
        ".ssh/id_ed25519",
        "settings.json",
        ".bashrc",
        "backups/one/keys.json",
    ):
        (home / name).write_text("decoy content")
    for name in ("xwininfo", "import", "xdotool", "xclip"):
        (programs / name).write_text("#!/bin/sh\nexit 0\n")
        (programs / name).chmod(0o755)
    return home, programs


def listening(family, address):
    made = socket.socket(family)
    made.bind(address)
    made.listen(64)
    return made


def main(folder, account=None):
    if account:
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    from imr_desktop.hardening import harden
    from imr_desktop.sandbox import Sandbox

    harden()
    home, programs = decoys(folder)
    tcp = listening(socket.AF_INET, ("127.0.0.1", 0))
    path = listening(socket.AF_UNIX, str(folder / "socket"))
    abstract = listening(socket.AF_UNIX, f"\0{folder}")
    sibling = subprocess.Popen(["/bin/sleep", "60"])
    world = {
        "home": str(home),
        "programs": str(programs),
        "sibling": sibling.pid,
        "port": tcp.getsockname()[1],
        "path": str(folder / "socket"),
        "abstract": str(folder),
    }
    outcome = {}
    with Sandbox(allow=("probes:",), folders=(Path(__file__).parent,)) as sandbox:
        for probe in json.loads(sandbox.call("probes:names", json.dumps(world).encode())):
            try:
                said = sandbox.call("probes:attempt", json.dumps({**world, "probe": probe}).encode(), timeout=20).decode()
            except Exception as error:  # noqa: BLE001
                said = f"refused: {error}"
            outcome[probe] = said
    sibling.kill()
    sibling.wait()
    for one in (tcp, path, abstract):
        one.close()
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
