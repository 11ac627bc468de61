"""A case file against its record, without a vault."""

from __future__ import annotations

import json

from imr_desktop.paths import resource


def _checks(found):
    return {one["check"]: one["reason"] for one in found["checks_not_run"]}


def test_a_case_file_is_checked_against_files_of_its_record(imr, tmp_path):
    case, packet = resource("samples", "case.json"), resource("samples", "packet.pdf")
    right = imr("check", case, "--record", packet, "--ocr", "no", "--json").json
    assert not [one for one in right["problems"] if one["check"].startswith(("cited.", "record.date", "record.age"))]
    assert "cited.date" not in _checks(right)

    told = json.loads(case.read_text(encoding="utf-8"))
    told["summary"] = told["summary"].replace("MRI of 12/03/2015", "MRI of 12/13/2015")
    told["age"] = 84
    wrong, again = tmp_path / "wrong.json", tmp_path / "again.json"
    wrong.write_text(json.dumps(told), encoding="utf-8")
    again.write_text(json.dumps(told), encoding="utf-8")
    both = imr("check", wrong, again, "--record", packet, "--ocr", "no", "--json").json["cases"]
    assert len(both) == 2
    for one in both:
        assert {"cited.date", "record.age"} <= {problem["check"] for problem in one["problems"] if not problem["hint"]}


def test_a_record_that_is_missing_or_another_ones_is_said(imr, tmp_path):
    case = resource("samples", "case.json")
    alone = imr("check", case, "--json").json
    assert _checks(alone)["cited.date"] == "No record was given: name its files with --record."
    other = tmp_path / "other.txt"
    other.write_text("PROGRESS REPORT\nDate of injury: 01/02/2020\n", encoding="utf-8")
    strange = imr("check", case, "--record", other, "--json")
    assert "other.txt (1 page) is no file of this case" in strange.err
    assert "packet.pdf" in strange.err
    assert "None of the files" in _checks(strange.json)["cited.date"]
    assert imr("check", case, "--record", tmp_path / "none.pdf").code == 3
