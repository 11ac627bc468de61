"""A stock TinyDB file: written so that plain TinyDB reads it, read strictly and one case at a time."""

import json
import os
import subprocess
import sys
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from imr_desktop.case import codec
from imr_desktop.case.model import Case, DisputedItem
from imr_desktop.errors import CaseInvalid, FileUnreadable, ImrError, StoreError
from imr_desktop.store.exchange.plain import read_tinydb, write_tinydb


def read(tmp_path, data):
    path = tmp_path / "db.json"
    path.write_bytes(data)
    return list(read_tinydb(path))


def table(*documents):
    return b'{"_default": {' + b", ".join(b'"%d": %s' % (number, one) for number, one in enumerate(documents, 1)) + b"}}"


def test_stock_tinydb_reads_what_was_written(tmp_path, case):
    path = tmp_path / "cases.json"
    cases = [case, Case(id="2", number='ä \U0001f600 "\\'), Case(id="3", items=(DisputedItem("1", '}{][\\"'),))]
    assert write_tinydb(path, cases) == 3
    with TinyDB(path) as db:
        assert [codec.from_builtins(dict(one)) for one in db.all()] == cases
        assert [one.doc_id for one in db.all()] == [1, 2, 3]
    assert path.read_bytes().isascii()
    assert list(read_tinydb(path)) == cases
    assert os.listdir(tmp_path) == ["cases.json"]


def test_what_stock_tinydb_wrote_is_read(tmp_path, case):
    path = tmp_path / "cases.json"
    with TinyDB(path, indent=2, ensure_ascii=False, encoding="utf-8") as db:
        db.insert(codec.to_builtins(case))
        db.table("more").insert_multiple(codec.to_builtins(Case(id=str(number))) for number in range(3))
        db.table("nothing")
    assert [one.id for one in read_tinydb(path)] == [case.id, "0", "1", "2"]


def test_no_cases_are_none(tmp_path):
    path = tmp_path / "cases.json"
    assert write_tinydb(path, []) == 0
    assert list(read_tinydb(path)) == []
    with TinyDB(path) as db:
        assert db.all() == []
    assert read(tmp_path, b"{}") == []
    assert read(tmp_path, b' \n{ "a" : { } , "b":{} }\t') == []


def test_a_failure_leaves_the_old_file(tmp_path, case):
    path = tmp_path / "cases.json"
    write_tinydb(path, [case])
    with pytest.raises(StoreError, match="broken characters"):
        write_tinydb(path, [case, Case(id="\ud800")])
    assert list(read_tinydb(path)) == [case]
    assert os.listdir(tmp_path) == ["cases.json"]
    with pytest.raises(StoreError):
        write_tinydb(tmp_path / "none" / "x.json", [case])


GOOD = b'{"id": "1"}'


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"null",
        b"{",
        b"}",
        b'{"a"}',
        b'{"a": }',
        b'{"a": []}',
        b'{"a": {"1": 5}}',
        b'{"a": {"1": [{}]}}',
        b'{"a": {1: {}}}',
        table(GOOD)[:-1],
        table(GOOD) + b"x",
        table(GOOD) + table(GOOD),
        b'{"a": {"1": {"id": "1"},}}',
        b'{"a": {"1": {"id": "1"}},}',
        b'{"a": {"1": {"id": "1"} "2": {"id": "2"}}}',
        b'{"a": {,"1": {"id": "1"}}}',
        b"\xef\xbb\xbf{}",
        b'{"\\ud800x\\q": {}}',
        table(b'{"id": "1", "surprise": 1}'),
        table(b'{"id": 5}'),
        table(b'{"id": "1", "id": "2"}'),
        table(b'{"id": "1"'),
        table(b'{"id": "1}'),
        table(b'{"id": "1", "age": 1]'),
        table(b'{"id": "1", "summary": NaN}'),
        table(b'{"id": "\\ud800"}'),
        table(b'{"id": "1", "facts": [{"key": "k", "value": 1e999}]}'),
        table(b'{"id": "1", "schema_version": 99}'),
        table(b'{"id": "1", "items": [{"id": "1", "title": "a"}, {"id": "1", "title": "b"}]}'),
        b"\x00" * 100,
        table(b'{"id": "1", "items": ' + b"[" * 100_000),
        table(b'{"x": ' + b'{"a":' * 10**5 + b"1" + b"}" * 100_001),
        b'{"_default": {"' + b"1" * 10**6 + b'": {"id": "1"}}}',
        b'{"a": {"1": {"id": "' + b'\\"' * 10**6,
        table(b'{"id": "1", "age": ' + b"9" * 5_000_000 + b"}"),
        table(b'{"id": "' + b"x" * 9_000_000 + b'"}'),
        table(b'{"id": "1", "items": [' + b",".join([b'{"id":"1","title":""}'] * 10**6) + b"]}"),
        b" " * 10**6,
        b'"' * 10**6,
        b"{" * 10**6,
        b'{"a": {"1": ' + b"[" * 10**6,
    ],
)
def test_hostile_files_get_a_sentence_in_bounded_time(tmp_path, data):
    with pytest.raises(CaseInvalid) as caught:
        read(tmp_path, data)
    assert caught.value.sentence.startswith("“db.json”")
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        b'{"_default": {"1": {"id": "1"}, "1": {"id": "2"}}}',
        b'{"_default": {"1": {"id": "1"}, "\\u0031": {"id": "2"}}}',
        b'{"_default": {}, "_default": {"1": {"id": "1"}}}',
    ],
)
def test_a_document_that_stands_twice_is_refused(tmp_path, data):
    with pytest.raises(CaseInvalid, match="twice"):
        read(tmp_path, data)


def test_a_file_that_is_empty_or_not_there_is_said(tmp_path):
    with pytest.raises(FileUnreadable, match="is empty"):
        read(tmp_path, b"")
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FileUnreadable, match="cannot be read"):
            list(read_tinydb(path))


def test_what_stands_before_a_bad_document_was_read(tmp_path):
    path = tmp_path / "db.json"
    path.write_bytes(table(GOOD, b'{"id": 5}'))
    reading = read_tinydb(path)
    assert next(reading) == Case(id="1")
    with pytest.raises(CaseInvalid):
        next(reading)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values | st.binary(max_size=60), st.booleans())
def test_any_json_gives_cases_or_a_sentence(tmp_path, value, nested):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    try:
        found = read(tmp_path, table(data) if nested else data)
    except ImrError:
        found = []
    assert all(isinstance(one, Case) for one in found)


ids = st.text(st.sampled_from('ab"\\{}[]:, '), min_size=1, max_size=5)
cases = st.builds(Case, ids, st.text('"\\{}[]:, \n', max_size=12), summary=st.text(max_size=20))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases, max_size=4))
def test_a_round_trip(tmp_path, several):
    write_tinydb(tmp_path / "a.json", several)
    assert list(read_tinydb(tmp_path / "a.json")) == several


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux")
def test_memory_does_not_grow_with_the_number_of_cases(tmp_path):
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from imr_desktop.case.model import Case
        from imr_desktop.store.exchange.plain import read_tinydb, write_tinydb
        path = Path(sys.argv[1])
        assert write_tinydb(path, (Case(id=str(n), summary="word " * 6000) for n in range(3000))) == 3000
        assert path.stat().st_size > 85_000_000
        assert sum(1 for one in read_tinydb(path)) == 3000
        print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("RssAnon")))
    """)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "big.json")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout.split()[0]) < 80 * 1024
