"""Folders that are no good place for the cases are recognised by the system's own list and by their names."""

from pathlib import Path

import pytest

from imr_desktop.store import location

MOUNTS = """/dev/sda2 / ext4 rw 0 0
server:/user /user/ann/share nfs4 rw 0 0
//office/cases /mnt/office\\040files cifs rw 0 0
ann@host: /user/ann/far fuse.sshfs rw 0 0
/dev/sdb1 /user/ann/share/stick vfat rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/user/ann/imr", "ext4"),
        ("/user/ann/share", "nfs4"),
        ("/user/ann/share/a/b", "nfs4"),
        ("/user/ann/shared", "ext4"),
        ("/mnt/office files/x", "cifs"),
        ("/user/ann/far/x", "fuse.sshfs"),
        ("/user/ann/share/stick/x", "vfat"),
    ],
)
def test_the_nearest_mount_counts(folder, kind):
    assert location.file_system(Path(folder), MOUNTS) == kind


def test_a_network_share_is_warned_of(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nserver:/x {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(location, "_MOUNTS", mounts)
    said = location.warning(tmp_path / "home")
    assert "network share (nfs)" in said
    assert said.endswith("Choose a folder on this computer's own disk.")


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Valley Clinic", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("GoogleDrive-ann@example.org", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Box", "Box"),
    ],
)
def test_a_sync_folder_is_warned_of_by_its_name(tmp_path, name, service):
    said = location.warning(tmp_path / name / "imr")
    assert f"kept in step by {service}" in said
    assert said.endswith("Choose a folder outside it.")


@pytest.mark.parametrize("name", ["Documents", "Boxes", "dropbox-old-notes", "my drives", "one drive", "Megan"])
def test_an_ordinary_folder_is_not(tmp_path, name):
    assert location.warning(tmp_path / name) == ""


def test_a_folder_that_a_sync_program_marked(tmp_path):
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    assert "Syncthing" in location.warning(tmp_path / "shared" / "deep" / "home")


def test_a_share_of_windows_by_its_name():
    assert location._share(Path("//server/share")) == "a share"


def test_without_a_list_of_mounts_nothing_is_claimed(tmp_path, monkeypatch):
    monkeypatch.setattr(location, "_MOUNTS", tmp_path / "none")
    assert location.warning(tmp_path) == ""
