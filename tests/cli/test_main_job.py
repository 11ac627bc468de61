"""From a dropped file to a signed determination that an independent verifier accepts."""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from imr_desktop.case import codec
from imr_desktop.cli import main
from imr_desktop.review import Services

ACKNOWLEDGE = (
    "--attest",
    "--acknowledge",
    "absence=the letter was read without its record",
    "--acknowledge",
    "dates=seen",
    "--acknowledge",
    "prose=seen",
    "--acknowledge",
    "citation=seen",
)


def test_a_file_does_not_decide_or_state_anything(imr, key, sample_case_file, sample_determination, tmp_path):
    for file in (sample_case_file, sample_determination):
        done = imr("determine", file, "--out", tmp_path / "out", *key.options, "--acknowledge", "record=read", "--json")
        assert done.code == 1
        blocked = " ".join(done.json["results"][0]["blocked_by"])
        assert "item.undecided" in blocked
        assert "attestation.missing" in blocked
        assert "--attest" in done.err
    assert not (tmp_path / "out").exists()


def pdfsig(pdf: Path) -> str:
    return subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False).stdout


def test_a_determination_text_becomes_a_signed_pdf(imr, key, sample_determination, tmp_path):
    done = imr("determine", sample_determination, "--out", tmp_path / "out", *key.options, *ACKNOWLEDGE, "--json")
    assert done.code == 0, done.out + done.err
    (result,) = done.json["results"]
    assert result["blocked_by"] == []
    assert Path(result["pdf"]).name == "CM14-9900028 Final determination.pdf"
    said = pdfsig(Path(result["pdf"]))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    verdict = imr("verify", result["pdf"], "--trust", key.root, "--json")
    assert verdict.code == 0
    answers = ("intact", "covers_whole_file", "certified", "trusted", "data_matches_text")
    assert [name for name in answers if not verdict.json[name]] == []
    assert verdict.json["problems"] == []


def test_the_sample_case_can_be_signed(imr, key, sample_case_file, tmp_path):
    done = imr(
        "determine",
        sample_case_file,
        "--out",
        tmp_path,
        *key.options,
        "--attest",
        "--acknowledge",
        "record=three scanned pages were read by eye",
        "--json",
    )
    assert done.json["results"][0]["blocked_by"] == []
    assert done.code == 0


def test_a_packet_alone_is_refused_with_what_is_missing(imr, key, packet, tmp_path):
    done = imr("determine", packet, "--out", tmp_path / "out", *key.options, "--json")
    assert done.code == 1
    (result,) = done.json["results"]
    assert result["pdf"] is None
    checks = " ".join(result["blocked_by"])
    assert "item.undecided" in checks
    assert "attest" in checks
    assert not (tmp_path / "out").exists()


def test_a_draft_is_written_whatever_is_open(imr, packet, tmp_path):
    done = imr("determine", packet, "--out", tmp_path / "out", "--draft", "--json")
    assert done.code == 0
    pdf = Path(done.json["results"][0]["pdf"])
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert all("DRAFT" in page for page in text.split("\f") if page.strip())
    assert "no signatures" in subprocess.run(
        ["pdfsig", str(pdf)], capture_output=True, text=True, check=False
    ).stdout or not pdfsig(pdf).count("Signature #1")


def test_an_earlier_letter_is_never_replaced(imr, key, sample_determination, tmp_path):
    for _ in range(2):
        imr("determine", sample_determination, "--out", tmp_path / "out", *key.options, *ACKNOWLEDGE)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "CM14-9900028 Final determination (2).pdf",
        "CM14-9900028 Final determination.pdf",
    ]


def test_must_fix_cannot_be_acknowledged_away(imr, key, packet, tmp_path):
    done = imr("determine", packet, "--out", tmp_path, *key.options, "--acknowledge", "item=because", "--json")
    assert any(problem.startswith("item.undecided") for problem in done.json["results"][0]["blocked_by"])


def test_the_reviewers_name_never_leaves(imr, key, sample_determination, tmp_path):
    text = sample_determination.read_text().replace("He stepped off", "Reviewed by Ada Q. Invented, MD. He stepped off")
    (tmp_path / "letter.txt").write_text(text)
    done = imr(
        "determine",
        tmp_path / "letter.txt",
        "--out",
        tmp_path / "out",
        *key.options,
        *ACKNOWLEDGE,
        "--keep-out",
        "Ada Invented",
        "--json",
    )
    assert done.code == 1
    assert any("identity" in problem for problem in done.json["results"][0]["blocked_by"])


def test_every_published_letter_is_signed_or_says_why(imr, key, letters, tmp_path):
    files = sorted(letters.glob("*.pdf"))
    done = imr("determine", *files, "--out", tmp_path, *key.options, *ACKNOWLEDGE, "--json")
    results = done.json["results"]
    assert len(results) == len(files)
    assert all(bool(result["pdf"]) != bool(result["blocked_by"]) for result in results)
    signed = [Path(result["pdf"]) for result in results if result["pdf"]]
    assert len(signed) >= 50
    assert all("Signature is Valid" in pdfsig(pdf) and "Total document signed" in pdfsig(pdf) for pdf in signed[::8])


def same(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def iso(text: str) -> str | None:
    return f"{text[6:]}-{text[:2]}-{text[3:5]}" if text else None


def test_the_published_letters_are_read_exactly(imr, letters):
    expected = json.loads((letters / "expected.json").read_text())
    done = imr("read", *sorted(letters.glob("*.pdf")), "--json")
    found = {letter["case_number"]: letter for letter in done.json["determinations"]}
    names = {
        "assigned": "date_assigned",
        "doi": "date_of_injury",
        "decision": "decision_date",
        "ur": "ur_denial_date",
        "received": "application_received",
    }
    for letter in expected:
        got = found[letter["case"]]
        assert {name: got[name] for name in names.values()} == {there: iso(letter[here]) for here, there in names.items()}
        assert (got["priority"], got["age"], got["specialty"]) == (letter["priority"], letter["age"], letter["specialty"])
        assert [(same(item["title"]), item["decision"]) for item in got["items"]] == [
            (same(item["title"]), item["decision"]) for item in letter["items"]
        ]


def test_the_2014_text_shows_what_the_rule_says(imr, letters):
    checked = imr("check", letters / "seed_trigger_points_2014.txt", "--json").json
    (item,) = checked["items"]
    assert (item["service"], item["request"]["count"]) == ("trigger point injection", 6)
    quantity = next(criterion for criterion in item["criteria"] if criterion["status"] == "not met")
    assert "122" in quantity["citation"]
    assert "2009" in quantity["edition"]
    quotes = " ".join(source["quote"] for criterion in item["criteria"] for source in criterion["sources"]).casefold()
    assert all(word in quotes for word in ("spasm", "taut bands", "twitch response"))
    assert any(criterion["status"] == "not documented" and criterion["missing"] for criterion in item["criteria"])


@pytest.mark.parametrize("change", [b"", b"\n% more"])
def test_a_changed_file_does_not_verify(imr, key, sample_determination, tmp_path, change):
    pdf = Path(
        imr("determine", sample_determination, "--out", tmp_path, *key.options, *ACKNOWLEDGE, "--json").json["results"][0][
            "pdf"
        ]
    )
    data = pdf.read_bytes()
    pdf.write_bytes(data + change if change else data.replace(b"/MediaBox", b"/MediaBax", 1))
    verdict = imr("verify", pdf, "--trust", key.root, "--json")
    assert verdict.code == 1
    assert verdict.json["problems"]


def test_a_read_case_can_be_stored_shown_and_exported(imr, sample_determination, tmp_path):
    first = imr("vault", "import", sample_determination, "--json")
    assert json.loads(first.out) == {"case_number": "CM14-9900028", "version": 1, "saved": True}
    assert json.loads(imr("vault", "import", sample_determination, "--json").out)["version"] == 2
    (row,) = imr("vault", "list", "--json").json
    assert (row["case_number"], row["version"]) == ("CM14-9900028", 2)
    assert imr("vault", "export", "CM14-9900028", "--out", tmp_path / "case.json").code == 0
    case = codec.decode((tmp_path / "case.json").read_bytes())
    assert codec.decode(imr("vault", "show", "CM14-9900028", "--json").out.encode()) == case
    by_number = imr("check", "CM14-9900028", "--json").json
    by_file = imr("check", tmp_path / "case.json", "--json").json
    assert by_number["problems"] == by_file["problems"]
    assert [item["service"] for item in by_number["items"]] == [item["service"] for item in by_file["items"]]


def test_several_cases_are_checked_at_once(imr, sample_case_file, sample_determination):
    done = imr("check", sample_case_file, sample_determination, "--json")
    assert sorted(case["case_number"] for case in done.json["cases"]) == ["CM14-9900028", "CM16-9900417"]


def test_what_is_read_names_its_sources(imr, packet):
    done = imr("read", packet, "--ocr", "no", "--json")
    (document,) = done.json["documents"]
    parted = {page for part in document["parts"] for page in range(part["first_page"], part["last_page"] + 1)}
    assert parted == set(range(1, document["pages"] + 1))
    assert len(document["unreadable_pages"]) == 3
    assert (document["source"], document["doubtful_pages"], document["hidden_text_pages"]) == ("file", [], [])
    sourced = [proposal for proposal in done.json["proposals"] if proposal["sources"]]
    assert {"dates.injury", "items.1"} <= {proposal["key"] for proposal in sourced}
    assert all(source["page"] and source["quote"] for proposal in sourced for source in proposal["sources"])


def test_each_page_says_how_far_it_was_read(imr, packet):
    (document,) = imr("read", packet, "--ocr", "no", "--json").json["documents"]
    pages = imr("read", packet, "--ocr", "no", "--pages", "--json").json["pages"]
    assert [page["page"] for page in pages] == list(range(1, document["pages"] + 1))
    assert [page["page"] for page in pages if page["verdict"] == "not read"] == document["unreadable_pages"]
    assert all(bool(page["reasons"]) == (page["verdict"] != "read") for page in pages)
    words = next(page["words"] for page in pages if page["verdict"] == "read")
    assert set(words[0]) == {"text", "box", "origin", "confidence"}
    assert all(0 <= side <= 1 for word in words for side in word["box"])
    assert "not read: " in imr("read", packet, "--ocr", "no").out


@pytest.fixture
def no_screen(monkeypatch, tmp_path):
    """No display, and a folder for temporary files that nobody else uses."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def whole_demo(done, home):
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert "Signature is Valid" in pdfsig(Path(report["pdf"]))
    assert Path(report["first_page"]).read_bytes().startswith(b"\x89PNG")
    assert "Case CM16-9900417" in Path(report["checks"]).read_text()
    assert {Path(path).parent for path in report.values()} == {home.root / "demo"}
    assert len(list((home.root / "demo").iterdir())) == 4
    assert [path for path in home.root.rglob("*") if path.suffix == ".p12"] == []


def test_the_demo_in_a_home_of_ones_own_leaves_its_files_there(imr, home, no_screen):
    for _ in range(2):
        whole_demo(imr("demo", "--headless", "--json"), home)
    assert "CM16-9900417     due" in imr("vault", "list").out
    assert list(no_screen.iterdir()) == []


def test_the_demo_in_a_throw_away_home_leaves_its_files_and_no_litter(home, no_screen, monkeypatch, capsys):
    monkeypatch.setenv("IMR_DESKTOP_HOME", str(home.root))
    code = main(["demo", "--headless", "--json"])
    captured = capsys.readouterr()
    whole_demo(SimpleNamespace(code=code, out=captured.out, err=captured.err), home)
    assert [path.name for path in home.root.iterdir()] == ["demo"]
    assert list(no_screen.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("read", "SAMPLE"), "CM14-9900028: 2 disputed items"),
        (("check", "SAMPLE"), "service: MRI of the knee"),
        (("vault", "import", "SAMPLE"), "saved as version 1"),
        (("vault", "list"), "No cases are stored"),
        (("verify", "SAMPLE"), "Intact:                         no"),
        (("verify", "SAMPLE"), "NOT VALID\n  The file is not a PDF"),
        (("verify", "SAMPLE"), "Trusted:                        cannot tell\nWords match the embedded data:  cannot tell"),
        (("schema",), "IMR case"),
    ],
)
def test_people_get_words(imr, sample_determination, words, says):
    done = imr(*(sample_determination if word == "SAMPLE" else word for word in words))
    assert says in done.out


def test_the_schema_is_printed(imr):
    assert json.loads(imr("schema").out)["title"] == "IMR case"


def test_rules_are_listed(imr):
    rules = imr("rules", "list", "--json").json
    assert len(imr("rules", "list").out.splitlines()) == len(rules)
    assert len({rule["service"] for rule in rules}) >= 15
    assert {"id", "service", "edition", "in_force_from", "in_force_to", "confidence", "criteria"} <= set(rules[0])


def test_a_signed_letter_is_read_back_as_it_was_written(imr, key, sample_determination, tmp_path):
    signed = imr("determine", sample_determination, "--out", tmp_path, *key.options, *ACKNOWLEDGE, "--json").json
    (before,) = imr("read", sample_determination, "--json").json["determinations"]
    (after,) = imr("read", signed["results"][0]["pdf"], "--json").json["determinations"]
    for field in before.keys() - {"file", "items", "summary"}:
        assert after[field] == before[field], field
    assert " ".join(after["summary"].split()) == " ".join(before["summary"].split())
    for item_before, item_after in zip(before["items"], after["items"], strict=True):
        assert {field: same(str(text)) for field, text in item_after.items()} == {
            field: same(str(text)) for field, text in item_before.items()
        }


def test_a_locked_vault_may_hold_the_name_so_nothing_is_signed(imr, key, home, sample_determination, tmp_path):
    secret = tmp_path / "vault.txt"
    secret.write_text("correct horse battery staple\n")
    imr("vault", "init", "--passphrase-file", secret)
    with Services(home, "correct horse battery staple") as services:
        services.reviewer.keep({"reviewer_name": "Jordan Q. Invented"})
    words = ("determine", sample_determination, "--out", tmp_path / "out", *key.options, *ACKNOWLEDGE)
    refused = imr(*words)
    assert refused.code == 3
    assert "may hold the name" in refused.err
    assert not (tmp_path / "out").exists()
    named = tmp_path / "named.txt"
    named.write_text(sample_determination.read_text() + "\nReviewed by Jordan Invented.\n")
    done = imr(words[0], named, *words[2:], "--vault-passphrase-file", secret)
    assert done.code in (1, 3)
    assert "name" in done.out + done.err
    assert not list(tmp_path.glob("out/*.pdf"))
    assert imr(*words, "--vault-passphrase-file", secret).code == 0
    looked = imr("check", sample_determination)
    assert "was not looked for" in looked.err


def test_a_draft_names_the_reviewer_as_little_as_a_letter(imr, home, sample_determination, tmp_path):
    named = tmp_path / "letter.txt"
    text = sample_determination.read_text()
    named.write_text(text.replace("He stepped off", "Reviewed by Ada Q. Invented. He stepped off"))

    def draft(*words):
        return imr("determine", *words, "--out", tmp_path / "out", "--draft")

    assert "would name the reviewer" in draft(named, "--keep-out", "Ada Invented").err
    secret, wrong = tmp_path / "vault.txt", tmp_path / "wrong.txt"
    secret.write_text("correct horse battery staple\n")
    wrong.write_text("another passphrase altogether\n")
    imr("vault", "init", "--passphrase-file", secret)
    with Services(home, "correct horse battery staple") as services:
        services.reviewer.keep({"reviewer_name": "Ada Q. Invented"})
    assert "may hold the name" in draft(sample_determination).err
    assert "passphrase" in draft(sample_determination, "--vault-passphrase-file", wrong).err
    assert "would name the reviewer" in draft(named, "--vault-passphrase-file", secret).err
    assert not list(tmp_path.glob("out/*.pdf"))
    assert draft(sample_determination, "--vault-passphrase-file", secret).code == 0


@pytest.mark.unsaid
def test_nothing_is_signed_before_somebody_said_who_signs(imr, key, home, sample_determination, tmp_path):
    words = ("determine", sample_determination, "--out", tmp_path / "out", *key.options, *ACKNOWLEDGE)
    done = imr(*words, "--json")
    assert done.code == 1
    assert "no name is known" in done.err
    (result,) = done.json["results"]
    assert result["blocked_by"] == ["identity.unset"]
    assert [problem["hint"] for problem in result["problems"]] == [False]
    assert not (tmp_path / "out").exists()
    for said in ("--office-signs", "--keep-out=Jordan Q. Invented"):
        signed = imr(*words, said)
        assert (signed.code, signed.err) == (0, "")
    assert not home.vault.exists()


@pytest.mark.unsaid
def test_a_check_says_that_no_name_was_looked_for(imr, sample_determination):
    done = imr("check", sample_determination, "--json")
    assert "none was looked for" in done.err
    assert "identity.unset" not in done.json["blocked_by"]
    assert all(problem["hint"] in (True, False) for problem in done.json["problems"])
    assert "none was looked for" not in imr("check", sample_determination, "--office-signs").err
