"""The shape of what `--json` prints: other programs read it, so a key that goes or changes its name breaks them."""

REQUEST = {
    "ambiguous",
    "authorized",
    "body",
    "count",
    "dose",
    "levels",
    "original",
    "pack",
    "per_session",
    "per_week",
    "refills",
    "retrospective",
    "service_dates",
    "sessions",
    "side",
    "total",
    "unit",
    "weeks",
}
ITEM = {
    "criteria",
    "governing_edition",
    "overrides",
    "own_rules",
    "request",
    "rule",
    "service",
    "source",
    "title",
    "governing",
    "entry",
}
CRITERION = {
    "citation",
    "confidence",
    "edition",
    "id",
    "inputs",
    "limit",
    "missing",
    "overrides",
    "source",
    "sources",
    "status",
    "text",
    "tier",
    "historical",
    "would_change",
}
PROBLEM = {"check", "fix", "hint", "id", "message", "place", "quote", "severity"}
STATUSES = {"met", "not met", "not documented", "not applicable", "conflicting"}


def test_check(imr, packet, sample_determination):
    for file in (packet, sample_determination):
        found = imr("check", file, "--json").json
        assert set(found) == {"blocked_by", "case_number", "checks_not_run", "items", "problems", "to_fix"}
        assert found["items"]
        assert found["problems"]
        for item in found["items"]:
            assert set(item) == ITEM
            assert set(item["request"]) == REQUEST
            for criterion in item["criteria"]:
                assert set(criterion) == CRITERION
                assert criterion["status"] in STATUSES
                assert bool(criterion["missing"]) >= (criterion["status"] == "not documented")
                assert all(set(one) == {"document", "page", "quote"} for one in criterion["sources"])
        for problem in found["problems"]:
            assert set(problem) == PROBLEM
            assert problem["id"].startswith(problem["check"])


def test_an_absence_problem_quotes_the_claim_as_it_stands(imr, tmp_path, sample_determination):
    text = sample_determination.read_text(encoding="utf-8")
    problems = imr("check", sample_determination, "--json").json["problems"]
    quotes = [problem["quote"] for problem in problems if problem["id"].startswith("absence.")]
    assert quotes
    assert [quote for quote in quotes if " ".join(quote.split()) not in " ".join(text.split())] == []


def test_calc(imr):
    found = imr("calc", "bmi", "--height", "180 cm", "--weight", "81 kg", "--json").json
    assert {"inputs", "result", "source", "version"} <= set(found)


def test_rules_list(imr):
    rules = imr("rules", "list", "--json").json
    assert len(rules) > 130
    assert all({"id", "family", "service", "edition"} <= set(rule) for rule in rules)
    assert len({rule["id"] for rule in rules}) == len(rules)
