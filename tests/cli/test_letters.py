"""``imr-desktop letters``: what is missing is said with exit code 1, and written files are named."""

import pytest

from imr_desktop.paths import resource


@pytest.fixture
def case(imr):
    imr("vault", "import", resource("samples", "case.json"))
    return "CM16-9900417"


def test_what_is_missing_is_said(imr, case, tmp_path):
    done = imr("letters", case, "--out", tmp_path / "out", "--json")
    assert (done.code, done.json["files"], len(done.json["missing"]) > 3) == (1, [], True)
    assert not (tmp_path / "out").exists()
    checked = imr("letters", case, "--check")
    assert (checked.code, "is not signed" in checked.err, "no office profile" in checked.err) == (1, True, True)
