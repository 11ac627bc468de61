"""The state's drug list on the command line: imported, shown, compared, refused in a sentence."""

import csv

import pytest

HEAD = ["Drug Ingredient", "Exempt/Non-Exempt", "Special Fill"]
ROWS = [["Ibuprofen", "Exempt", ""], ["Tramadol HCl", "Non-Exempt", "4"], ["Naproxen Sodium", "Exempt", ""]]


@pytest.fixture
def spreadsheet(tmp_path):
    def make(name, *rows):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    return make


def test_versions_side_by_side(imr, spreadsheet):
    newer = spreadsheet("new.csv", ["MTUS Drug List v13 effective August 6, 2025"], HEAD, *ROWS)
    older = spreadsheet("old.csv", ["MTUS Drug List v12"], HEAD, *ROWS[:1], ["Tramadol HCl", "Exempt", ""])
    assert imr("formulary", "import", newer).out.splitlines() == [
        "MTUS Drug List v13, in force from 08/06/2025, was imported: 3 lines.",
        "  3 rows below the header: 3 with a drug; 3 lines kept.",
    ]
    known = imr("formulary", "import", older, "--json").json
    assert (known["version"], known["effective"], known["drugs"], known["changes"]) == ("v12", "2024-11-01", 2, None)
    assert "is here already and says the same" in imr("formulary", "import", newer).out
    assert imr("formulary", "diff").out.splitlines() == [
        "v13: 1 added, 0 removed, 1 changed since v12.",
        "  + Naproxen Sodium",
        "  ~ Tramadol HCl: exempt → non-exempt, special fill 4 days",
    ]
    now, then = (
        imr("formulary", "show", "Ultram 50 mg", "--day", day, "--json").json for day in ("2026-01-05", "2025-01-05")
    )
    assert (now["status"], now["special_fill_days"], now["imported"]) == ("non-exempt", 4, True)
    assert (then["status"], then["version"]) == ("exempt", "v12")
    rows = {row["version"]: row for row in imr("formulary", "show", "--day", "2026-01-05", "--json").json}
    assert (rows["v13"]["in_force"], rows["v13"]["drugs"], rows["v11/v11.1"]["imported"]) == (True, 3, None)

    other = spreadsheet("other.csv", HEAD, *ROWS[1:])
    refused = imr("formulary", "import", other, "--version", "v13")
    assert (refused.code, "0 added, 1 removed, 0 changed" in refused.err) == (3, True)
    assert imr("formulary", "import", other, "--version", "v13", "--replace", "--json").json["replaced"]


def test_what_cannot_be_imported(imr, spreadsheet):
    nameless = spreadsheet("list.csv", HEAD, *ROWS)
    for words, said in (
        (["import", nameless], "give the version, as v13. Use --version"),
        (["import", nameless, "--version", "v14"], "give the day. Use --version and --effective"),
        (["import", nameless, "--version", "v14", "--effective", "2019-01-01"], "cannot be in force"),
        (["import", spreadsheet("wrong.csv", ["Name", "Salary"], ["A", "3"])], "no header"),
        (["diff"], "Two imported lists"),
        (["diff", "v3", "v4"], "was not imported"),
    ):
        ran = imr("formulary", *words)
        assert (ran.code != 0, said in ran.err) == (True, True), (words, ran)
    assert "did you mean cyclobenzaprine?" in imr("formulary", "show", "cyclobenzprine").out
    assert "unknown, for the list that ships is partial" in imr("formulary", "show", "naproxen", "--day", "2026-01-05").out
