"""``imr-desktop rules``: list, show, test, explain and diff, and a home's own packs seen wherever they are used."""

import json

import pytest

OFFICE = """
family: our office
version: "3"
rules:
  - id: office.tpi
    service: trigger point injection
    edition: cp09
    section: Trigger point injections
    overrides: [cp09.tpi]
    criteria:
      - id: office.tpi.c1
        kind: limit
        text: No more than eight in one session in our office
        test: {in: request.units_per_session, op: "<=", val: 8, unit: injections}
        citation: Office protocol
        confidence: from-memory
        on_fail: question
    examples:
      - {inputs: {request.units_per_session: 8}, expect: {c1: met}}
      - {inputs: {request.units_per_session: 9}, expect: {c1: not documented}}
"""
CASE = {
    "id": "c1",
    "number": "CM26-0000001",
    "dates": {"ur_denial": "2014-02-04"},
    "summary": "There was a twitch response.",
    "items": [{"id": "i1", "title": "Trigger point injections x 6"}],
}


@pytest.fixture
def case_file(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE))
    return path


@pytest.fixture
def packs_folder(tmp_path):
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "office.yaml").write_text(OFFICE)
    return folder


@pytest.fixture
def own(home):
    """Put a file into the home's own packs."""

    def put(text, name="office.yaml"):
        home.guidelines.mkdir(parents=True, exist_ok=True)
        (home.guidelines / name).write_text(text)

    return put


def test_list_has_one_entry_a_rule(imr):
    rows = imr("rules", "list", "--json").json
    assert len(rows) > 130
    assert {
        "id",
        "service",
        "family",
        "edition",
        "in_force_from",
        "in_force_to",
        "confidence",
        "criteria",
        "source",
        "overrides",
    } <= set(rows[0])
    assert {row["source"] for row in rows} == {"shipped"}


def test_list_marks_own_rules(imr, own):
    own(OFFICE)
    (row,) = [row for row in imr("rules", "list", "--json").json if row["source"] != "shipped"]
    assert (row["id"], row["source"], row["overrides"]) == ("office.tpi", "office.yaml", ["cp09.tpi"])
    assert "[your pack: office.yaml, replaces cp09.tpi]" in imr("rules", "list").out


def test_show_tells_a_rule_whole(imr):
    shown = imr("rules", "show", "cp09.tpi")
    assert shown.code == 0
    for words in (
        "trigger point injection",
        "TPI",
        "2009-07-18",
        "cp09.tpi.c5",
        "at most 4 injections in one session",
        "not documented: from memory",
        "Citation:",
        "Examples:",
        "it asks",
    ):
        assert words in shown.out
    whole = imr("rules", "show", "cp09.tpi", "--json").json
    assert whole["id"] == "cp09.tpi"
    one = next(criterion for criterion in whole["criteria"] if criterion["id"] == "cp09.tpi.c5")
    assert one["inputs"][0]["question"].endswith("?")
    assert whole["examples"]


def test_every_rule_can_be_shown(imr):
    for row in imr("rules", "list", "--json").json[::7]:
        assert imr("rules", "show", row["id"]).code == 0


@pytest.mark.parametrize(
    ("wrong", "near"), [("cp09.tip", "cp09.tpi"), ("acupuncture", "lb16.acupuncture"), ("zzzz", "rules list")]
)
def test_show_of_an_unknown_id_names_the_nearest(imr, wrong, near):
    ran = imr("rules", "show", wrong)
    assert ran.code == 3
    assert near in ran.err
    assert len(ran.err.splitlines()) == 1


def test_an_absurd_id_is_answered_in_one_short_sentence(imr):
    ran = imr("rules", "show", "x\x1b[31m" * 20_000)
    assert ran.code == 3
    assert len(ran.err) < 400
    assert "\x1b" not in ran.err


def test_all_shipped_examples_come_out(imr):
    ran = imr("rules", "test")
    assert ran.code == 0
    assert "all come out" in ran.out
    trial = imr("rules", "test", "--json").json
    assert trial["failed"] == 0
    assert trial["examples"] == sum(family["examples"] for family in trial["families"]) > 400


def test_a_folder_is_tried_before_it_is_installed(imr, packs_folder):
    assert imr("rules", "test", packs_folder).code == 0
    (packs_folder / "office.yaml").write_text(OFFICE.replace("expect: {c1: met}", "expect: {c1: not met, c9: met}"))
    ran = imr("rules", "test", packs_folder)
    assert ran.code == 1
    assert "office.yaml: example 1 of office.tpi: office.tpi.c1 gives met, expected not met" in ran.out
    assert "office.tpi.c9 names no criterion of the rule" in ran.out
    trial = imr("rules", "test", packs_folder, "--json").json
    assert (trial["failed"], trial["failures"][0]["rule"]) == (1, "office.tpi")


def test_explain_goes_from_words_to_criteria(imr, case_file):
    ran = imr("rules", "explain", case_file)
    assert ran.code == 0
    for words in (
        "Understood:  6 injections\n",
        "To ask:",
        "names trigger point injection",
        "cp09.tpi",
        "not met",
        "6 injections in one session",
        "Other rules looked at",
        "“There was a twitch response.”",
        "would change:",
    ):
        assert words in ran.out
    whole = imr("rules", "explain", case_file, "--json").json
    (item,) = whole["items"]
    assert item["rule"] == "cp09.tpi"
    assert {"id", "status", "values", "why", "sure", "would_change", "citation", "test"} <= set(item["criteria"][0])
    assert item["rules"][0]["place"] == "governs"


def test_explain_takes_several_cases(imr, case_file, sample_case_file):
    assert len(imr("rules", "explain", case_file, sample_case_file, "--json").json["cases"]) == 2


def test_diff_of_a_named_case(imr, case_file, packs_folder):
    ran = imr("rules", "diff", "shipped", packs_folder, case_file)
    assert ran.code == 1
    assert ran.out.startswith("This update changes 1 of your 1 open cases.")
    assert "from cp09.tpi to office.tpi" in ran.out
    found = imr("rules", "diff", "shipped", packs_folder, case_file, "--json").json
    assert (found["cases"], found["changed"]) == (1, 1)
    assert found["changes"][0]["items"][0]["changes"][0]["kind"] == "rule"
    assert imr("rules", "diff", "shipped", "shipped", case_file).code == 0


def test_diff_takes_the_stored_open_cases(imr, home, packs_folder):
    from imr_desktop.case import codec
    from imr_desktop.review import Services

    for number, (title, signed) in enumerate(
        [
            ("Trigger point injections x 6", ()),
            ("MRI of the lumbar spine", ()),
            ("Trigger point injections x 6", [{"file": "x.pdf", "digest": "0", "signed_at": "2026-01-01T00:00:00Z"}]),
        ]
    ):
        stored = CASE | {"id": f"c{number}", "number": f"CM26-000000{number}", "items": [{"id": "i1", "title": title}]}
        with Services(home) as services:
            services.cases.save(codec.decode(json.dumps(stored | ({"signed": signed} if signed else {})).encode()))
    found = imr("rules", "diff", "shipped", packs_folder, "--json").json
    assert (found["sentence"], [case["case_number"] for case in found["changes"]]) == (
        "This update changes 1 of your 2 open cases.",
        ["CM26-0000000"],
    )


def test_diff_against_the_home_s_own(imr, own, case_file):
    own(OFFICE)
    assert imr("rules", "diff", "shipped", "current", case_file, "--json").json["changed"] == 1
    assert imr("rules", "diff", "current", "current", case_file, "--json").json["changed"] == 0


def test_an_own_rule_is_seen_in_check_and_explain(imr, own, case_file):
    own(OFFICE)
    assert "Your pack office: rule office.tpi replaces cp09.tpi" in imr("check", case_file).out
    assert "Your pack office: rule office.tpi replaces cp09.tpi" in imr("rules", "explain", case_file).out
    (item,) = imr("check", case_file, "--json").json["items"]
    assert (item["rule"], item["source"], item["overrides"]) == ("office.tpi", "office.yaml", ["cp09.tpi"])
    assert item["criteria"][0]["source"] == "office.yaml"
    assert imr("check", case_file, "--json").json["problems"] == [
        problem for problem in imr("check", case_file, "--json").json["problems"] if problem["check"] != "rules.own_pack"
    ]


def test_a_broken_own_pack_is_said_and_the_work_goes_on(imr, own, case_file):
    own(OFFICE.replace('op: "<="', "op: about"))
    ran = imr("check", case_file, "--json")
    (problem,) = [problem for problem in ran.json["problems"] if problem["check"] == "rules.own_pack"]
    assert problem["severity"] == "consider"
    for words in ("office.yaml", "office.tpi.c1", "unknown operator “about”", "left out"):
        assert words in problem["message"]
    assert problem["id"] in ran.json["blocked_by"]
    assert ran.json["items"][0]["rule"] == "cp09.tpi"
    for act in (["list"], ["show", "cp09.tpi"], ["explain", case_file]):
        ran = imr("rules", *act)
        assert ran.code == 0
        assert "office.tpi.c1" in ran.err
    assert imr("rules", "test").code == 3


def bomb(levels=12):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


BAD = {
    "cycle": OFFICE.replace("[cp09.tpi]", "[office.other]")
    + OFFICE.split("rules:\n")[1].replace("office.tpi", "office.other").replace("[cp09.tpi]", "[office.tpi]"),
    "operator": OFFICE.replace('op: "<="', "op: about"),
    "unit": OFFICE.replace("unit: injections", "unit: mg a day"),
    "duplicate": OFFICE + OFFICE.split("rules:\n")[1],
    "many": "family: x\nrules:\n" + "".join(f"  - {{id: r{n}}}\n" for n in range(100_000)),
    "bomb": bomb(),
    "alias": "family: &x y\nrules: [*x]\n",
    "one line": "family: " + "x" * 10_000_000,
    "binary": "\x00\x01\x02\udcff\udcfe" * 1000,
    "deep": "[" * 100_000,
    "list": "[]",
    "number": "7",
    "tag": "!!python/object/apply:os.system [echo]",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_pack_ends_in_one_sentence_soon(imr, tmp_path, kind):
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "bad.yaml").write_bytes(BAD[kind].encode(errors="surrogateescape"))
    ran = imr("rules", "test", folder)
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
    assert len(ran.err) < 600
    assert "bad.yaml" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "words",
    [["show"], ["show", "a", "b"], ["list", "x"], ["test", "a", "b"], ["explain"], ["diff", "shipped"], ["frobnicate"]],
)
def test_wrong_usage(imr, words):
    with pytest.raises(SystemExit) as ended:
        imr("rules", *words)
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [["test", "nowhere"], ["diff", "shipped", "nowhere"], ["explain", "CM99-9999999"]])
def test_what_is_not_there_is_said(imr, words):
    imr("vault", "init", "--account")
    ran = imr("rules", *words)
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
