"""Cases go to another vault and come back: packages, and stock TinyDB files."""

import json


def test_a_package_carries_a_case_with_its_record_to_another_vault(locked, elsewhere, sample_case_file, packet, tmp_path):
    locked("import", packet)
    locked("import", sample_case_file)
    _, said = elsewhere("vault", "recipient")
    package = tmp_path / "case.imrcase"
    assert locked("package", "CM16-9900417", "--to", said.out.strip(), "--out", package).code == 0
    assert b"cervical" not in package.read_bytes()
    code, said = elsewhere("vault", "import", package, "--json")
    assert (code, said.err) == (0, "")
    assert json.loads(said.out)["saved"]
    _, there = elsewhere("vault", "show", "CM16-9900417")
    assert {**json.loads(there.out), "id": ""} == {**json.loads(locked("show", "CM16-9900417").out), "id": ""}
    _, said = elsewhere("vault", "history", "CM16-9900417", "--json")
    assert len(json.loads(said.out)) == 2
    assert elsewhere("vault", "scrub")[0] == 0


def test_a_package_for_another_is_not_opened(locked, elsewhere, sample_case_file, tmp_path):
    locked("import", sample_case_file)
    own = locked("recipient", "--json").json["recipient"]
    package = tmp_path / "case.imrcase"
    locked("package", "CM16-9900417", "--to", own, "--out", package)
    code, said = elsewhere("vault", "import", package)
    assert code == 3
    assert "sealed for others" in said.err
    assert json.loads(elsewhere("vault", "list", "--json")[1].out) == []


def test_what_both_sides_changed_is_asked_for(locked, elsewhere, sample_case_file, tmp_path):
    secret = tmp_path / "package.txt"
    secret.write_text("a phrase told by telephone\n")
    with_secret = ("--package-passphrase-file", secret)
    locked("import", sample_case_file)
    package = tmp_path / "case.imrcase"
    assert locked("package", "CM16-9900417", *with_secret, "--out", package).code == 0
    assert elsewhere("vault", "import", package, *with_secret)[0] == 0
    case = json.loads(sample_case_file.read_text())
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    ours.write_text(json.dumps({**case, "summary": "Ours."}))
    theirs.write_text(json.dumps({**case, "summary": "Theirs.", "age": 49}))
    locked("import", ours)
    elsewhere("vault", "import", theirs)
    back = tmp_path / "back.imrcase"
    assert elsewhere("vault", "package", "CM16-9900417", *with_secret, "--out", back)[0] == 0
    asked = locked("import", back, *with_secret)
    assert asked.code == 1
    assert "summary" in asked.err
    assert json.loads(locked("show", "CM16-9900417").out)["summary"] == "Ours."
    assert locked("import", back, *with_secret, "--theirs", "summary").code == 0
    merged = json.loads(locked("show", "CM16-9900417").out)
    assert (merged["summary"], merged["age"]) == ("Theirs.", 49)


def test_a_stock_tinydb_file_goes_out_and_comes_in(locked, elsewhere, sample_case_file, sample_determination, tmp_path):
    from tinydb import TinyDB

    locked("import", sample_case_file, sample_determination)
    out = tmp_path / "cases.json"
    assert locked("export", "--tinydb", "--out", out).code == 0
    with TinyDB(out) as stock:
        assert sum(len(stock.table(name)) for name in stock.tables()) == 2
    code, said = elsewhere("vault", "import", out, "--json")
    assert code == 0
    assert {json.loads(line)["case_number"] for line in said.out.splitlines()} == {"CM16-9900417", "CM14-9900028"}


def test_a_tinydb_file_that_is_refused_leaves_nothing_behind(locked, sample_case_file, tmp_path):
    from tinydb import TinyDB

    told = json.loads(sample_case_file.read_bytes())
    wrong = {**told, "id": "other", "number": "CM26-0000002", "documents": [{**told["documents"][0], "last_page": 10**11}]}
    path = tmp_path / "cases.json"
    with TinyDB(path) as database:
        database.insert_multiple([{**told, "id": "one", "number": "CM26-0000001"}, wrong])
    before = locked("list", "--json").out
    refused = locked("import", path)
    assert (refused.code, locked("list", "--json").out) == (3, before)
    assert "Nothing was taken from it" in refused.err
