"""Whether a folder is a good place for the cases: a network share and a folder kept in step with a server are not.

Nothing is asked of any network: the system's list of mounted disks and the folder's own name tell.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.cifs",
        "fuse.curlftpfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "sshfs",
    }
)
_SYNC = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"onedrive( - .+|-.+)?", "OneDrive"),
        (r"dropbox( \(.+\))?", "Dropbox"),
        (r"google ?drive(-.+)?|my drive|googledrive-.+", "Google Drive"),
        (r"icloud ?drive|mobile documents|com~apple~clouddocs", "iCloud"),
        (r"box( sync|-box)?", "Box"),
        (r"nextcloud|owncloud", "Nextcloud"),
        (r"p ?cloud ?drive|proton ?drive|megasync|mega|synologydrive", "a sync program"),
    )
)
_MARKS = (
    (".stfolder", "Syncthing"),
    (".dropbox.cache", "Dropbox"),
    (".dropbox", "Dropbox"),
    (".sync", "a sync program"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
)
_SYNC_FUSE = {"fuse.onedriver": "OneDrive", "fuse.google-drive-ocamlfuse": "Google Drive"}
_REMOTE_DRIVE = 4  # GetDriveTypeW: DRIVE_REMOTE


def warning(folder: Path) -> str:
    """A sentence where the folder is on a network share or kept in step by a sync program, empty where it is neither."""
    place = folder.expanduser().absolute()
    share = _share(place)
    if share in _SYNC_FUSE:
        return _synced(place, _SYNC_FUSE[share])
    if share:
        return (
            f"The folder {place} is on a network share ({share}): a broken connection or a second computer could damage "
            "the cases. Choose a folder on this computer's own disk."
        )
    service = _service(place)
    return _synced(place, service) if service else ""


def _synced(place: Path, service: str) -> str:
    return (
        f"The folder {place} is kept in step by {service}: it copies the cases to a server and may put an older copy in "
        "their place. Choose a folder outside it."
    )


def _service(place: Path) -> str:
    for part in place.parts:
        for pattern, name in _SYNC:
            if pattern.fullmatch(part):
                return name
    return _marked(place)


def _marked(place: Path) -> str:
    """Sync programs leave a mark of their own in the folder they keep; the account's own folder may hold their settings."""
    for folder in (place, *place.parents):
        if folder in (Path.home(), Path(folder.anchor)):
            return ""
        for mark, name in _MARKS:
            if (folder / mark).exists():
                return name
    return ""


def _share(place: Path) -> str:
    if str(place).startswith(("\\\\", "//")):
        return "a share"
    if sys.platform == "win32":
        return "a mapped drive" if _drive_type(place.anchor) == _REMOTE_DRIVE else ""
    try:
        kind = file_system(place, _MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return kind if kind in _NETWORK or kind in _SYNC_FUSE else ""


def file_system(place: Path, mounts: str) -> str:
    """The kind of file system a folder is on, by a list like ``/proc/mounts``; empty where none fits."""
    found, depth = "", -1
    real = Path(os.path.realpath(place))
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", _unescaped, fields[1]))
        if len(point.parts) >= depth and (point == real or point in real.parents):
            found, depth = fields[2], len(point.parts)
    return found


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))


def _drive_type(anchor: str) -> int:
    import ctypes

    return ctypes.windll.kernel32.GetDriveTypeW(anchor) if anchor else 0  # type: ignore[attr-defined]
