import pytest

from imr_desktop.errors import PackInvalid
from imr_desktop.rules import yaml_safe


def test_plain_values():
    data = b"a: 1\nb: -2.5\nc: true\nd: null\ne: yes\nf: 2014-02-04\ng: '1'\nh: [x, 2]\ni: {j: ~}\nk: 007\nl: .inf\n"
    assert yaml_safe.load(data, "x") == {
        "a": 1,
        "b": -2.5,
        "c": True,
        "d": None,
        "e": "yes",
        "f": "2014-02-04",
        "g": "1",
        "h": ["x", 2],
        "i": {"j": None},
        "k": "007",
        "l": ".inf",
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: &x 1\nb: 2", "line 1, uses an anchor"),
        (b"a: 1\nb: *x", "alias"),
        (b"a: !!python/object/apply:os.system [x]", "tag"),
        (b"a: !!str 1", "tag"),
        (b"a: 1\nb: 2\na: 3", "line 3, has the key \u201ca\u201d twice"),
        (b"? [a]\n: 1", "key that is not plain text"),
        (b"? &k a\n: 1", "key that is not plain text"),
        (b"a: 1\n---\nb: 2", "more than one document"),
        (b"", "empty"),
        (b"# nothing", "empty"),
        (b"a: [1, 2", "not valid YAML at line"),
        (b'a: "\xff\xfe"', "not valid YAML"),
        (b"\x00\x01", "not valid YAML"),
        (b"a: " + b"[" * 40 + b"]" * 40, "deeper than 32"),
        (b"<<: {a: 1}\n<<: {b: 2}", "twice"),
    ],
)
def test_what_is_refused(data, words):
    with pytest.raises(PackInvalid, match="x") as caught:
        yaml_safe.load(data, "x")
    assert words in str(caught.value)


def test_size_is_bounded():
    with pytest.raises(PackInvalid, match="4 MB"):
        yaml_safe.load(b"a" * (yaml_safe.MAX_BYTES + 1), "x")


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(PackInvalid, match="anchor"):
        yaml_safe.load("\n".join(lines).encode(), "x")


def test_deep_flow_nesting_ends_in_a_sentence():
    with pytest.raises(PackInvalid):
        yaml_safe.load(b"[" * 100_000, "x")
