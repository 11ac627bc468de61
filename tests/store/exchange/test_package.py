"""A package carries a case whole, only to whom it is addressed, in little memory, and leaves nothing behind."""

import hashlib
import os
import runpy
import stat
import subprocess
import sys
import textwrap

import msgspec
import pytest
from exchange_support import NOW, OTHER_PUBLIC, OTHER_SECRET, PASSPHRASE, PUBLIC, SECRET, SEED, a_case, entries, versions

from imr_desktop.case.model import Case, CaseFile
from imr_desktop.errors import CaseInvalid, FileUnreadable, StoreDamaged, StoreError, UsageError
from imr_desktop.store.exchange import PackageContents, age_format, read_package, write_package
from imr_desktop.store.vault import Vault

replace = msgspec.structs.replace


def test_everything_arrives(sender, case, originals):
    out = sender.package(case)
    with read_package(out, (OTHER_SECRET, SECRET), temp=sender.temp) as opened:
        assert opened.case == case
        assert list(opened.versions) == list(versions(case))
        assert list(opened.versions) == list(versions(case)), "they can be read again"
        assert list(opened.audit) == list(entries(case))
        assert sorted(opened.files) == sorted(originals.kept)
        for digest, content in originals.kept.items():
            with opened.files.open(digest) as file:
                assert file.read() == content
            assert opened.files.size(digest) == len(content)
        assert (opened.blind, opened.withheld) == (False, ())
        assert len(opened.origin) == 19
        assert opened.made_at >= NOW
    assert sender.left() == []


def test_a_file_of_a_package_can_be_read_from_anywhere(sender, case, originals):
    digest, content = max(originals.kept.items(), key=lambda one: len(one[1]))
    with (
        read_package(sender.package(case), (SECRET,), temp=sender.temp) as opened,
        opened.files.open(digest) as file,
        opened.files.open(min(originals.kept, key=lambda one: len(originals.kept[one]))) as other,
    ):
        file.seek(-7, os.SEEK_END)
        assert other.read(5) == b"first"
        assert file.read() == content[-7:]
        file.seek(65_530)
        assert file.read(20) == content[65_530:65_550]
        file.seek(10**9)
        assert file.read() == b""


def test_by_passphrase(sender, case):
    out = sender.package(case, recipients=(), passphrase=PASSPHRASE)
    with read_package(out, (SECRET,), PASSPHRASE, temp=sender.temp) as opened:
        assert opened.case == case
    with pytest.raises(UsageError, match="passphrase does not open"):
        read_package(out, (SECRET,), "seven red lamps", temp=sender.temp)
    with pytest.raises(UsageError, match="enter the one the sender told you"):
        read_package(out, (SECRET,), temp=sender.temp)
    assert sender.left() == []


def test_only_recipients_open_it(sender, case):
    out = sender.package(case, recipients=(PUBLIC, OTHER_PUBLIC, f" {PUBLIC}\n"))
    for secret in (SECRET, OTHER_SECRET):
        read_package(out, (secret,), temp=sender.temp).close()
    out = sender.package(case, recipients=(OTHER_PUBLIC,))
    for identities in ((SECRET,), ()):
        with pytest.raises(UsageError, match="sealed for others"):
            read_package(out, identities, PASSPHRASE, temp=sender.temp)


def test_no_plain_word_reaches_the_disk(sender, case):
    out = sender.package(case)
    with read_package(out, (SECRET,), temp=sender.temp) as opened:
        list(opened.versions)
        for path in sender.folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert not any(word in data for word in (b"OPINION", b"first file", b"CM26", b"case-1"))
                assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_any_age_program_opens_what_is_inside(sender, case, monkeypatch):
    import pyrage

    due = runpy.run_path(age_format.__file__)["WORK"]
    monkeypatch.setattr(age_format, "WORK", due)
    mine = [pyrage.x25519.Identity.from_str(SECRET)]
    assert pyrage.decrypt(sender.package(case).read_bytes(), mine).startswith(b"IMRCASE1c")
    spoken = sender.package(case, recipients=(), passphrase=PASSPHRASE).read_bytes()
    assert pyrage.passphrase.decrypt(spoken, PASSPHRASE).startswith(b"IMRCASE1c")
    assert b" 17\n" in spoken[:100], "a guess at the passphrase costs 128 MB"


def test_a_passphrase_is_the_same_however_it_is_composed(sender, case):
    out = sender.package(case, recipients=(), passphrase="caf\u00e9 au lait")
    read_package(out, (), "cafe\u0301 au lait", temp=sender.temp).close()


@pytest.mark.parametrize(
    ("recipients", "passphrase", "says"),
    [
        ((), "", "either for recipients or by a passphrase"),
        ((PUBLIC,), PASSPHRASE, "either for recipients or by a passphrase"),
        ((), "short", "at least 12 characters"),
        (("age1nobody",), "", "“age1nobody” is no public key"),
        ((PUBLIC, "ssh-ed25519 AAAA"), "", "no public key"),
        ((SECRET,), "", "no public key"),
    ],
)
def test_who_it_is_for_is_checked_first(sender, case, recipients, passphrase, says):
    with pytest.raises(UsageError, match=says):
        sender.package(case, recipients=recipients, passphrase=passphrase)
    assert not (sender.folder / "case.imrcase").exists()
    assert sender.left() == []


def test_a_failed_package_leaves_the_old_one(sender, case, originals):
    out = sender.package(case)
    before = out.read_bytes()
    digest = next(iter(originals.kept))
    originals.kept[digest] = b"another file"
    with pytest.raises(StoreDamaged, match="not what was taken in"):
        sender.package(case)
    assert out.read_bytes() == before
    assert sender.left() == []


@pytest.mark.parametrize("where", ["no such folder/a.imrcase", "."])
def test_a_place_that_cannot_be_is_said(sender, case, where):
    with pytest.raises(UsageError, match="choose a file in a folder that exists"):
        write_package(sender.folder / where, PackageContents(case), (PUBLIC,), signing_seed=SEED)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_said(sender, case, monkeypatch):
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: real("/dev/full" if str(path).endswith(".tmp") else path, *rest))
    for recipients, passphrase in (((PUBLIC,), ""), ((), PASSPHRASE)):
        with pytest.raises(StoreError, match="the disk is full"):
            sender.package(case, recipients=recipients, passphrase=passphrase)


def test_originals_that_the_vault_never_had_are_named(sender, originals):
    case = a_case(originals)
    case = replace(case, files=(*case.files, CaseFile("f1", "gone.pdf", 1, 5)))
    with read_package(sender.package(case), (SECRET,), temp=sender.temp) as opened:
        assert opened.withheld == ("f1",)
        assert opened.case == case


def test_names_that_are_none_elsewhere_are_written_as_numbers(sender, originals):
    case = a_case(originals)
    case = replace(case, files=(replace(case.files[0], name="a\n:b.pdf"), replace(case.files[1], name="aux.pdf")))
    with read_package(sender.package(case), (SECRET,), temp=sender.temp) as opened:
        assert [file.name for file in opened.case.files] == ["file-1", "file-2"]


def test_from_one_vault_to_another(tmp_path, home):
    from imr_desktop.paths import Home

    source = tmp_path / "report.pdf"
    source.write_bytes(b"pages " * 100_000)
    with Vault.create(home, None)[0] as vault, Vault.create(Home(tmp_path / "second"), None)[0] as second:
        digest = vault.attachments.put(source)
        case = Case(id="c", number="N", files=(CaseFile(digest, "report.pdf", 1, 1),))
        vault.repository.save(case)
        out = tmp_path / "case.imrcase"
        write_package(
            out,
            PackageContents(case, (), vault.trail.entries(), vault.attachments),
            (second.recipient,),
            signing_seed=vault.keys.audit,
        )
        with read_package(out, (second.identity,), temp=second.temp) as opened:
            for one in opened.files:
                assert second.attachments.put_stream(opened.files.open(one)) == digest
            assert {entry.what for entry in opened.audit} >= {"case saved"}
        with second.attachments.open(digest) as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest
        assert list(second.temp.iterdir()) == []


def test_a_closed_package_is_said(sender, case, originals):
    opened = read_package(sender.package(case), (SECRET,), temp=sender.temp)
    file = opened.files.open(next(iter(originals.kept)))
    opened.close()
    opened.close()
    with pytest.raises(StoreError, match="closed"):
        file.read()


def test_histories_as_long_as_they_get(sender, case):
    with read_package(sender.package(case, count=1100), (SECRET,), temp=sender.temp) as opened:
        assert sum(1 for _ in opened.versions) == 1100
        assert [entry.seq for entry in opened.audit] == list(range(1, 1101))


def test_a_version_too_large_is_said(sender, case):
    with pytest.raises(UsageError, match="larger than 8 MB"):
        sender.package(replace(case, summary="x" * (9 << 20)))


def test_another_cases_history_is_refused(sender, case):
    out = sender.folder / "x.imrcase"
    other = replace(case, id="other")
    for contents, says in (
        (PackageContents(case, versions(other), (), sender.originals), "versions of another case"),
        (PackageContents(case, (), entries(other), sender.originals), "audit entries of another case"),
    ):
        write_package(out, contents, (PUBLIC,), signing_seed=SEED)
        with pytest.raises(CaseInvalid, match=says):
            read_package(out, (SECRET,), temp=sender.temp)


def test_a_file_that_is_not_there_is_said(sender):
    for path in (sender.folder / "none.imrcase", sender.folder):
        with pytest.raises(FileUnreadable, match="cannot be read"):
            read_package(path, (SECRET,), temp=sender.temp)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux")
def test_a_record_of_300_megabytes_needs_little_memory(tmp_path):
    script = textwrap.dedent("""
        import hashlib, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[1])
        from exchange_support import PUBLIC, SECRET, SEED
        from imr_desktop.case.model import Case, CaseFile
        from imr_desktop.store.exchange import PackageContents, age_format, read_package, write_package
        folder, size = Path(sys.argv[2]), int(sys.argv[3])

        class Files:
            def open(self, digest):
                return (folder / "big").open("rb")

        digest = hashlib.sha256()
        with (folder / "big").open("wb") as file:
            for number in range(size):
                piece = hashlib.sha256(str(number).encode()).digest() * 32768
                digest.update(piece)
                file.write(piece)
        case = Case(id="c", files=(CaseFile(digest.hexdigest(), "big.pdf", 1, 1),))
        write_package(folder / "x", PackageContents(case, (), (), Files()), (PUBLIC,), signing_seed=SEED)
        with read_package(folder / "x", (SECRET,), temp=folder / "temp") as opened:
            again = hashlib.sha256()
            with opened.files.open(case.files[0].digest) as file:
                while piece := file.read(1 << 20):
                    again.update(piece)
        assert again.hexdigest() == digest.hexdigest()
        print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
    """)

    def peak(megabytes):
        done = subprocess.run(
            [sys.executable, "-c", script, os.path.dirname(__file__), str(tmp_path), str(megabytes)],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stdout)

    assert peak(300) < 100 * 1024
