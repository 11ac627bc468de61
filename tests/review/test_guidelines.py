"""A home's own packs: used where they hold, left out with a sentence where they do not; a signature records the packs."""

import json
from datetime import UTC, datetime

import msgspec
import pikepdf
import pytest

from imr_desktop.case import codec, edits
from imr_desktop.case.model import Acknowledgement
from imr_desktop.determination import verify
from imr_desktop.errors import PackInvalid, UsageError
from imr_desktop.paths import private_dir
from imr_desktop.review import Services, guidelines
from imr_desktop.review.demo import take_sample
from imr_desktop.review.signing import SigningBlocked

PASSPHRASE = "six words that nobody would guess"
OWN = """
family: our office
version: "7"
rules:
  - id: office.note
    service: massage therapy
    edition: odg
    section: Massage
    criteria:
      - id: office.note.c1
        kind: limit
        text: Few visits
        test: {in: visits.requested, op: "<=", val: 4}
        citation: Massage
        confidence: from-memory
"""


@pytest.fixture
def put(home):
    def write(text, name="office.yaml"):
        home.guidelines.mkdir(parents=True, exist_ok=True)
        (home.guidelines / name).write_text(text)

    return write


def test_without_own_packs_the_shipped_stand_alone(home):
    loaded = guidelines.load_guidelines(home)
    assert loaded.fault == ""
    assert not home.guidelines.exists()


def test_what_is_kept_for_a_quick_start_is_private_and_needs_a_home(home):
    guidelines.load_guidelines(home)
    assert not home.root.exists()
    private_dir(home.root)
    guidelines.load_guidelines(home)
    assert [path.stat().st_mode & 0o777 for path in (home.root, home.cache, *home.cache.iterdir())] == [0o700, 0o700, 0o600]


def test_own_packs_are_used(home, put):
    put(OWN)
    loaded = guidelines.load_guidelines(home)
    assert (loaded.fault, "office.note" in loaded.packs.rules) == ("", True)
    assert loaded.packs.version.endswith(" + office.yaml 7")


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (OWN.replace('"<="', "about"), "office.yaml", "office.note.c1"),
        ("", "office.yaml", "office.yaml is empty"),
        (OWN, "office.yml", "office.yml needs a name that ends in .yaml"),
        (OWN, "OFFICE.YAML", "ends in .yaml"),
        (OWN, "inputs.yaml", "inputs.yaml"),
    ],
)
def test_a_fault_leaves_all_own_packs_out_and_is_said(home, put, text, name, words):
    put(OWN.replace("office.note", "office.sound"), "sound.yaml")
    put(text, name)
    loaded = guidelines.load_guidelines(home)
    assert words in loaded.fault
    assert not any(rule.source != "shipped" for rule in loaded.packs.rules.values())
    assert loaded.packs.digest == guidelines.named(home, "shipped").digest


def test_a_folder_that_is_none_is_said(home):
    home.root.mkdir()
    home.guidelines.write_text("not a folder")
    assert "cannot be read" in guidelines.load_guidelines(home).fault


def test_a_pack_that_is_a_folder_is_said(home, put):
    put(OWN)
    (home.guidelines / "more.yaml").mkdir()
    assert "more.yaml is no file" in guidelines.load_guidelines(home).fault


def test_a_folder_nobody_may_read_is_said(home, put, monkeypatch):
    put(OWN)
    monkeypatch.setattr("pathlib.Path.iterdir", lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(PackInvalid, match="cannot be read: Permission denied"):
        guidelines.named(home, "current")


def test_other_files_are_no_packs(home, put):
    put(OWN)
    put("my notes", "README.txt")
    assert guidelines.load_guidelines(home).fault == ""


def test_names_of_packs(home, put, tmp_path):
    put(OWN)
    assert "office.note" in guidelines.named(home, "current").rules
    assert "office.note" in guidelines.named(home, str(home.guidelines)).rules
    with pytest.raises(UsageError, match="no folder"):
        guidelines.named(home, str(tmp_path / "nowhere"))


def test_a_broken_own_pack_blocks_until_it_is_acknowledged(home, put):
    put("oops")
    with Services(home) as services:
        case = take_sample(services, decided=True)
        (problem,) = [one for one in services.checking.check(case).blocking if one.check == "rules.own_pack"]
        assert "office.yaml" in problem.message
        case = edits.acknowledge(case, Acknowledgement(problem.id, "known; shipped rules will do", datetime.now(UTC)))
        assert not any(one.check == "rules.own_pack" for one in services.checking.check(case).blocking)


@pytest.fixture
def signed(home, put, tmp_path):
    """Sign the sample with an own pack in use; the signed file and the packs."""

    def sign(text, name):
        put(text, name)
        with Services(home) as services:
            case = take_sample(services, decided=True)
            for problem in services.checking.check(case).blocking:
                case = edits.acknowledge(case, Acknowledgement(problem.id, "seen by eye", datetime.now(UTC)))
            key = services.signing.new_key(tmp_path / "reviewer.p12", PASSPHRASE)
            services.office.save(msgspec.structs.replace(services.office.profile, attachment="whole case"))
            try:
                done = services.signing.sign(case, key.key, PASSPHRASE, tmp_path / "out")
            except SigningBlocked as error:
                pytest.fail(str(error))
            services.cases.save(done.case)
            return done, services.guidelines.packs, services.cases.load(case.id), key

    return sign


def attached(path):
    with pikepdf.open(path) as pdf:
        return json.loads(bytes(pdf.attachments["case.json"].get_file().read_bytes()))


def test_a_signed_determination_records_its_packs(signed):
    done, packs, stored, key = signed(OWN, "dr-quincy-brook.yaml")
    data = attached(done.path)
    assert data["rule_packs"]["digest"] == packs.digest == stored.rule_packs.digest
    assert stored.rule_packs.version == packs.version
    shipped, own = packs.version.split(" + ")
    assert (own, data["rule_packs"]["version"]) == ("dr-quincy-brook.yaml 7", f"{shipped} + own packs")
    assert b"quincy" not in json.dumps(data).encode()
    assert codec.decode(json.dumps(data).encode(), "attachment").rule_packs
    report = verify(done.path, key.root)
    assert (report.intact, report.trusted, report.data_matches_text, report.problems) == (True, True, True, ())


def test_a_draft_of_a_reopened_case_names_no_packs(signed, home, tmp_path):
    done, *_ = signed(OWN, "office.yaml")
    with Services(home) as services:
        reopened = msgspec.structs.replace(done.case, signed=())
        draft = services.signing.write_draft(reopened, tmp_path / "drafts")
    assert "rule_packs" not in attached(draft)
