"""TinyDB on the vault's engine behaves as TinyDB does elsewhere, without its known traps."""

import re

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import Query, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from imr_desktop.errors import StoreError
from imr_desktop.store.engine import Engine
from imr_desktop.store.schema import TABLES
from imr_desktop.store.tables import Changing, SQLCipherStorage, VaultDB

KEY = b"k" * 32
THREE = [{"number": 1, "name": "one"}, {"number": 2, "name": "two"}, {"number": 3, "name": "three"}]


@pytest.fixture
def engine(tmp_path):
    engine = Engine.create(tmp_path / "cases.db", KEY)
    yield engine
    engine.close()


@pytest.fixture(params=["rows", "stock", "caching"])
def db(engine, request):
    """The table class of the vault, TinyDB's own over the same storage, and the vault's behind a middleware."""
    if request.param == "stock":
        return TinyDB(engine, storage=SQLCipherStorage)
    storage = SQLCipherStorage if request.param == "rows" else CachingMiddleware(SQLCipherStorage)
    return VaultDB(engine, storage=storage)


@pytest.fixture
def rows(engine):
    return VaultDB(engine, storage=SQLCipherStorage)


def test_inserting(db):
    assert db.insert(THREE[0]) == 1
    assert db.insert_multiple(THREE[1:]) == [2, 3]
    assert db.all() == THREE
    assert [document.doc_id for document in db] == [1, 2, 3]
    assert len(db) == 3
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert([1])


ODD_IDS = ("7", "007", "0", "-5", "+5", "1.0", "1e3", "1" * 18, "1" * 19, "1" * 30, "a", "")


def test_an_id_that_only_looks_like_a_number_stays_as_it_is(engine):
    content = {"odd": {key: {"id": key} for key in ODD_IDS}}
    SQLCipherStorage(engine).write(content)
    assert SQLCipherStorage(engine).read() == content
    rows = Changing(SQLCipherStorage(engine), "odd", str)
    assert [rows[key]["id"] for key in ODD_IDS] == list(ODD_IDS)
    with engine.transaction():
        del rows["007"]
    assert "7" in rows
    assert "007" not in rows


def test_a_vault_whose_ids_had_a_type_is_read_and_written(tmp_path, monkeypatch):
    monkeypatch.setattr("imr_desktop.store.engine.TABLES", TABLES.replace("id NOT NULL", "id INTEGER NOT NULL"))
    engine = Engine.create(tmp_path / "earlier.db", KEY)
    db = VaultDB(engine, storage=SQLCipherStorage)
    assert db.insert_multiple(THREE) == [1, 2, 3]
    assert db.get(doc_id=2) == THREE[1]
    assert db.insert({"number": 4}) == 4
    engine.close()


def test_inserting_under_an_id(db):
    db.insert(Document({"a": 1}, 77))
    assert db.get(doc_id=77) == {"a": 1}
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"a": 2}, 77))
    assert db.insert({"a": 3}) == 78


def test_finding(db):
    db.insert_multiple(THREE)
    assert db.search(where("number") > 1) == THREE[1:]
    assert db.search(Query().name.matches("t")) == THREE[1:]
    assert db.search(Query().name.search("ne$", re.IGNORECASE)) == THREE[:1]
    assert db.search((where("number") == 1) | ~where("name").exists()) == THREE[:1]
    assert db.get(where("number") == 3).doc_id == 3
    assert db.get(doc_ids=[3, 1]) == [THREE[0], THREE[2]]
    assert db.get(where("number") == 9) is None
    assert db.get(doc_id=9) is None
    assert db.get(doc_id=float("nan")) is None
    assert db.contains(doc_id=2)
    assert not db.contains(where("number") == 9)
    assert db.count(where("number") < 3) == 2


def test_updating(db):
    db.insert_multiple(THREE)
    assert db.update({"seen": True}, where("number") == 2) == [2]
    assert db.update(increment("number"), doc_ids=[1]) == [1]
    db.update(delete("name"))
    assert db.all() == [{"number": 2}, {"number": 2, "seen": True}, {"number": 3}]
    assert db.update({"x": 1}, where("number") == 99) == []
    db.update_multiple([({"a": 1}, where("number") == 3), (delete("seen"), where("seen").exists())])
    assert db.all() == [{"number": 2}, {"number": 2}, {"number": 3, "a": 1}]


def test_upserting(db):
    db.insert_multiple(THREE)
    assert db.upsert({"number": 2, "name": "deux"}, where("number") == 2) == [2]
    assert db.upsert({"number": 4}, where("number") == 4) == [4]
    assert db.upsert(Document({"name": "uno"}, 1)) == [1]
    assert db.get(doc_id=1) == {"number": 1, "name": "uno"}
    with pytest.raises(ValueError, match="search query"):
        db.upsert({"number": 5})


def test_removing(db):
    db.insert_multiple(THREE)
    assert db.remove(where("number") == 2) == [2]
    assert db.remove(doc_ids=[3]) == [3]
    assert db.all() == THREE[:1]
    db.truncate()
    assert db.all() == []
    assert db.insert({}) == 1


def test_tables_stand_beside_each_other(db):
    db.table("b").insert({"a": 2})
    db.insert({"a": 1})
    db.table("it's; DROP TABLE documents --").insert({"a": 3})
    assert db.tables() == {"_default", "b", "it's; DROP TABLE documents --"}
    assert db.table("b").all() == [{"a": 2}]
    db.drop_table("b")
    db.drop_table("never was")
    assert db.table("b").all() == []
    db.drop_tables()
    assert db.tables() == set()
    assert db.all() == []


def test_a_table_can_be_kept_although_it_is_empty(rows):
    rows.table("empty", persist_empty=True)
    assert rows.tables() == {"empty"}


def test_a_database_that_is_locked_under_a_thread_says_so_and_stays_closed(engine):
    engine.put("a", 1)
    rows = engine.stream("SELECT value FROM meta")
    engine.close()
    acts = (lambda: next(rows), lambda: engine.get("a"), lambda: engine.put("a", 2), engine.fold, engine.compact)
    for act in (*acts, *acts[1:]):
        with pytest.raises(StoreError, match="locked meanwhile"):
            act()


def test_what_was_stored_is_there_after_reopening(engine, tmp_path):
    db = VaultDB(engine, storage=SQLCipherStorage)
    db.insert_multiple(THREE)
    db.remove(doc_ids=[3])
    db.close()
    engine.close()
    again = Engine(tmp_path / "cases.db", KEY)
    db = VaultDB(again, storage=SQLCipherStorage)
    assert db.all() == THREE[:2]
    assert db.insert({}) == 4, "an id that was given once is not given again"
    again.close()


@pytest.mark.parametrize(
    "put",
    [
        lambda db: db.table("t").put_json(77, b'{"a": 1}'),
        lambda db: db.table("t").insert(Document({"a": 1}, 77)),
        lambda db: db.table("t").upsert(Document({"a": 1}, 77)),
    ],
)
def test_an_id_is_never_given_out_again_however_it_came_in(engine, put):
    db = VaultDB(engine, storage=SQLCipherStorage)
    put(db)
    db.table("t").remove(doc_ids=[77])
    assert VaultDB(engine, storage=SQLCipherStorage).table("t").insert({"a": 2}) == 78


@pytest.mark.parametrize("key", ["0", "7", "1" * 18, "1" * 19, "a7", "७"])
def test_an_id_comes_back_as_it_was_written(engine, key):
    storage = SQLCipherStorage(engine)
    storage.write({"t": {key: {"a": 1}}})
    assert storage.read() == {"t": {key: {"a": 1}}}
    storage.write({"t": {}})
    assert storage.read() == {"t": {}}


def test_a_document_that_was_touched_can_be_deleted(engine):
    storage = SQLCipherStorage(engine)
    storage.write({"t": {"1": {"a": 1}, "2": {"a": 2}}})
    changing = Changing(storage, "t", int)
    changing[1]["a"] = 5
    changing[3] = {"a": 3}
    del changing[1], changing[3]
    changing.flush()
    assert storage.read() == {"t": {"2": {"a": 2}}}
    with pytest.raises(KeyError):
        del changing[1]


def test_what_was_put_is_walked_over_and_counted_before_it_is_written(engine):
    changing = Changing(SQLCipherStorage(engine), "t", int)
    changing[5] = {"a": 5}
    assert list(changing) == [5]
    changing[6] = {"a": 6}
    assert len(changing) == 2


def test_a_returned_document_is_a_copy(rows):
    rows.insert({"a": [1]})
    rows.search(where("a").exists())[0]["a"].append(2)
    rows.get(doc_id=1)["a"].append(3)
    rows.insert({"b": 1})
    assert rows.search(where("a").exists()) == [{"a": [1]}]


def test_a_document_that_goes_in_is_a_copy(rows):
    mine = {"a": [1]}
    rows.insert(mine)
    mine["a"].append(2)
    rows.update({"c": 1}, doc_ids=[1])
    assert rows.get(doc_id=1) == {"a": [1], "c": 1}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", object()])
@pytest.mark.parametrize("kind", [VaultDB, TinyDB])
def test_what_is_no_json_is_refused_and_nothing_is_changed(engine, kind, value):
    db = kind(engine, storage=SQLCipherStorage)
    db.insert({"a": 1})
    with pytest.raises(StoreError, match="cannot be stored as JSON"):
        db.insert_multiple([{"b": 2}, {"c": value}])
    assert VaultDB(engine, storage=SQLCipherStorage).all() == [{"a": 1}]


@pytest.mark.parametrize("value", [10**40, -(2**63), 1e308, None, "é\x00\n", [[]], {"": {}}, True])
def test_what_is_json_comes_back(rows, value):
    rows.insert({"v": value})
    assert rows.all() == [{"v": value}]


def test_an_updater_that_fails_changes_nothing(rows):
    rows.insert_multiple(THREE)

    def fail_at_two(document):
        if document["number"] == 2:
            raise RuntimeError
        document["number"] = 100

    with pytest.raises(RuntimeError):
        rows.update(fail_at_two)
    assert rows.all() == THREE


def test_only_changed_documents_are_written(rows, engine):
    rows.insert_multiple({"n": n} for n in range(600))
    before = dict(engine.execute("SELECT id, body FROM documents"))
    written = engine.execute("SELECT total_changes()")[0][0]
    rows.update({"n": 5}, where("n") < 8)
    after = dict(engine.execute("SELECT id, body FROM documents"))
    assert sum(before[key] != after[key] for key in before) == 7
    assert engine.execute("SELECT total_changes()")[0][0] - written == 7 + 1, "seven rows and the count of changes"


def test_reading_writes_nothing(rows, engine):
    rows.insert_multiple(THREE)
    sequence = engine.sequence
    rows.all()
    rows.update({"number": 1}, doc_ids=[1])
    assert engine.sequence == sequence


def test_many_documents_changed_at_once_are_not_held_at_once(rows):
    rows.insert_multiple({"n": n} for n in range(1500))
    rows.update(increment("n"))
    assert sum(document["n"] for document in rows) == sum(range(1, 1501))


def test_two_programs_cannot_write_at_once(rows, engine, tmp_path):
    other = Engine(tmp_path / "cases.db", KEY)
    with engine.transaction():
        engine.put("x", 1)
        with pytest.raises(StoreError, match=r"Another program has cases\.db open"):
            other.put("x", 2)
    other.close()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


class BesideStockTinyDB(RuleBasedStateMachine):
    """Whatever is done, the vault's tables hold what TinyDB in memory holds."""

    @initialize()
    def open(self):
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cases.db"
        self.engine = Engine.create(self.path, KEY)
        self.ours, self.stock = VaultDB(self.engine, storage=SQLCipherStorage), TinyDB(storage=MemoryStorage)

    def both(self, act):
        assert act(self.ours) == act(self.stock)

    @rule(document=DOCUMENTS)
    def insert(self, document):
        self.both(lambda db: db.insert(document))

    @rule(documents=st.lists(DOCUMENTS, max_size=3))
    def insert_multiple(self, documents):
        self.both(lambda db: db.insert_multiple(documents))

    @rule(fields=DOCUMENTS, key=st.sampled_from("abc"), value=VALUES)
    def update(self, fields, key, value):
        self.both(lambda db: db.update(fields, where(key) == value))

    @rule(fields=DOCUMENTS, key=st.sampled_from("abc"))
    def upsert(self, fields, key):
        self.both(lambda db: db.upsert(fields, where(key).exists()))

    @rule(key=st.sampled_from("abc"))
    def take_out(self, key):
        self.both(lambda db: db.update(delete(key), where(key).exists()))

    @rule(number=st.integers(1, 9))
    def remove(self, number):
        found = self.stock.contains(doc_id=number)
        assert self.ours.contains(doc_id=number) == found
        if found and number != max(document.doc_id for document in self.stock):  # TinyDB gives the highest id out again
            self.both(lambda db: db.remove(doc_ids=[number]))

    @rule()
    def truncate(self):
        self.both(lambda db: db.truncate())

    @rule()
    def reopen(self):
        self.engine.close()
        self.engine = Engine(self.path, KEY)
        self.ours = VaultDB(self.engine, storage=SQLCipherStorage)

    @invariant()
    def same(self):
        if hasattr(self, "ours"):
            self.both(lambda db: [(document.doc_id, document) for document in db])

    def teardown(self):
        if hasattr(self, "engine"):
            self.engine.close()
            self.folder.cleanup()


TestBesideStockTinyDB = BesideStockTinyDB.TestCase
TestBesideStockTinyDB.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
