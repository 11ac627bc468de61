"""``imr-desktop guidelines``: a reading written as a file, kept, carried to another home, retired."""

import json

READING = """
service: acupuncture
edition: lb20
recommendation: recommended
place: p. 12
read_on: 2026-11-29
count: 12
measure: visits in all
"""


def test_a_reading_goes_from_a_file_into_the_rules_and_to_another_reviewer(imr, tmp_path):
    file, out = tmp_path / "mine.yaml", tmp_path / "out.yaml"
    file.write_text(READING, encoding="utf-8")
    ((kept,),) = imr("guidelines", "add", file, "--json").json.values()
    (row,) = imr("guidelines", "list", "--json").json["rules"]
    assert (row["reading"], row["source"], row["expires"]) == (kept, "own reading", "11/29/2027")
    assert imr("guidelines", "export", out, kept["id"]).code == 0
    out.write_text(out.read_text(encoding="utf-8").replace("count: 12", "count: 10"), encoding="utf-8")
    offered = imr("guidelines", "import", out)
    assert "yours 12 visits in all; theirs 10 visits in all" in offered.out
    assert json.loads(imr("guidelines", "list", "--json").out)["rules"][0]["reading"]["count"] == 12
    assert imr("guidelines", "import", out, kept["id"]).code == 0
    assert "another reviewer's reading" in imr("guidelines", "list").out
    assert "retired on" in imr("guidelines", "retire", kept["id"]).out + imr("guidelines", "list").out
    assert imr("guidelines", "restore", "nobody").code == 3
    (out.parent / "bad.yaml").write_text(READING.replace("p. 12", "x" * 99), encoding="utf-8")
    refused = imr("guidelines", "add", out.parent / "bad.yaml")
    assert (refused.code, "60 characters" in refused.err) == (3, True)
