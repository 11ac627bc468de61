"""TinyDB on the vault's engine: a storage class and a table class, one row a document.

`RowTable` reads and writes only the documents an act touches, all changes of one act in one transaction; TinyDB's own
`Table`, and its middlewares, work on `SQLCipherStorage` as on any other storage, reading and writing everything.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from imr_desktop.errors import StoreError
from imr_desktop.store.engine import Engine
from imr_desktop.store.packing import from_json, pack, to_json, unpack

Doc = dict[str, Any]
Key = int | str
_SELECT = "SELECT body FROM documents WHERE tbl=? AND id=?"
_UPSERT = "INSERT INTO documents(tbl, id, body) VALUES(?, ?, ?) ON CONFLICT(tbl, id) DO UPDATE SET body=excluded.body"
_TOUCHED = 256
_DIGITS = 19  # of a number that may be more than SQLite's 64 bits hold


class SQLCipherStorage(Storage):
    """TinyDB's storage over an open `Engine`, which stays open when the TinyDB is closed: the vault owns it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def read(self) -> dict[str, dict[str, Doc]] | None:
        """All tables with all documents, None where there is none. Raises StoreDamaged."""
        tables: dict[str, dict[str, Doc]] = {name: {} for name in self.names()}
        for name, key, body in self.engine.stream("SELECT tbl, id, body FROM documents ORDER BY rowid"):
            tables.setdefault(name, {})[str(key)] = from_json(unpack(body))
        return tables or None

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the content `data`, in one transaction; only what differs is written. Raises StoreError."""
        with self.engine.transaction():
            for name in self.names() - set(data):
                self.drop(name)
            for name, documents in data.items():
                self._write_table(name, documents)

    def _write_table(self, name: str, documents: Mapping[Any, Mapping[str, Any]]) -> None:
        rows = Changing(self, name, str)
        for gone in set(rows) - {str(key) for key in documents}:
            del rows[gone]
        for key, document in documents.items():
            rows[str(key)] = dict(document)
        rows.flush()
        if self.last_id(name) is None:
            self.note_last_id(name, 0)

    def names(self) -> set[str]:
        rows = self.engine.execute("SELECT substr(key, 7) FROM meta WHERE key LIKE 'table:%'")
        return {name for (name,) in rows}

    def drop(self, name: str) -> None:
        """Remove a table with its documents."""
        self.engine.execute("DELETE FROM documents WHERE tbl=?", (name,))
        self.engine.execute("DELETE FROM meta WHERE key=?", (f"table:{name}",))

    def last_id(self, name: str) -> int | None:
        """The highest id ever given out in a table, None where the table does not exist."""
        value = self.engine.get(f"table:{name}")
        return None if value is None else int(value)

    def note_last_id(self, name: str, last: int) -> None:
        """Keep the highest id given out, so that none is given twice."""
        self.engine.put(f"table:{name}", last)


class Rows(Mapping[str, Doc]):
    """A table's documents by id (as text), each a private copy, read when asked for."""

    def __init__(self, storage: SQLCipherStorage, name: str) -> None:
        self._storage, self._name = storage, name
        self._engine = storage.engine

    def __getitem__(self, key: str) -> Doc:
        rows = self._engine.execute(_SELECT, (self._name, stored_id(key)))
        if not rows:
            raise KeyError(key)
        document: Doc = from_json(unpack(rows[0][0]))
        return document

    def __iter__(self) -> Iterator[str]:
        for (key,) in self._engine.stream("SELECT id FROM documents WHERE tbl=? ORDER BY rowid", (self._name,)):
            yield str(key)

    def __len__(self) -> int:
        return int(self._engine.execute("SELECT count(*) FROM documents WHERE tbl=?", (self._name,))[0][0])

    def items(self) -> Iterator[tuple[str, Doc]]:  # type: ignore[override]  # a view that reads each row once
        """Ids and documents, one row at a time."""
        query = "SELECT id, body FROM documents WHERE tbl=? ORDER BY rowid"
        for key, body in self._engine.stream(query, (self._name,)):
            yield str(key), from_json(unpack(body))

    def values(self) -> Iterator[Doc]:  # type: ignore[override]
        return (document for _, document in self.items())


class Changing(MutableMapping[Key, Doc]):
    """A table's documents while they are changed: what is touched is held, and written where it differs.

    Only the last few hundred touched documents are held at a time. Used inside an engine's transaction.
    """

    def __init__(self, storage: SQLCipherStorage, name: str, id_class: Callable[[str], Key]) -> None:
        """Name the table; `id_class` makes the keys from their text."""
        self._storage, self._name, self._id_class = storage, name, id_class
        self._engine = storage.engine
        self._touched: OrderedDict[Key, tuple[Doc, bytes | None]] = OrderedDict()

    def __getitem__(self, key: Key) -> Doc:
        if key not in self._touched:
            rows = self._engine.execute(_SELECT, (self._name, stored_id(key)))
            if not rows:
                raise KeyError(key)
            before = unpack(rows[0][0])
            self._hold(key, from_json(before), before)
        return self._touched[key][0]

    def __setitem__(self, key: Key, document: Doc) -> None:
        rows = self._engine.execute(_SELECT, (self._name, stored_id(key)))
        self._hold(key, document, unpack(rows[0][0]) if rows else None)

    def __delitem__(self, key: Key) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched.pop(key, None)
        self._engine.execute("DELETE FROM documents WHERE tbl=? AND id=?", (self._name, stored_id(key)))

    def __contains__(self, key: object) -> bool:
        return key in self._touched or bool(
            self._engine.execute("SELECT 1 FROM documents WHERE tbl=? AND id=?", (self._name, stored_id(key)))
        )

    def __iter__(self) -> Iterator[Key]:
        self.flush()
        rows = self._engine.execute("SELECT id FROM documents WHERE tbl=? ORDER BY rowid", (self._name,))
        return iter([self._id_class(str(key)) for (key,) in rows])

    def __len__(self) -> int:
        self.flush()
        return len(Rows(self._storage, self._name))

    def clear(self) -> None:
        self._touched.clear()
        self._engine.execute("DELETE FROM documents WHERE tbl=?", (self._name,))

    def flush(self) -> None:
        while self._touched:
            self._write_oldest()

    def _hold(self, key: Key, document: Doc, before: bytes | None) -> None:
        self._touched[key] = (document, before)
        self._touched.move_to_end(key)
        if len(self._touched) > _TOUCHED:
            self._write_oldest()

    def _write_oldest(self) -> None:
        key, (document, before) = self._touched.popitem(last=False)
        after = to_json(document)
        if after != before:
            self._engine.execute(_UPSERT, (self._name, stored_id(key), pack(after)))


class RowTable(Table):
    """TinyDB's table on rows; over another storage, or a middleware, it is TinyDB's own.

    There is no query cache: the stock one hands the same mutable document to every caller.
    """

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """TinyDB's own parameters; no query is cached unless it is asked for."""
        super().__init__(storage, name, cache_size, persist_empty)

    def put_json(self, doc_id: int, data: bytes) -> bytes | None:
        """Put a document, given as its JSON, under an id; what was there before. Raises StoreError."""
        engine = self._rows_storage().engine
        where = (self.name, stored_id(doc_id))
        with engine.transaction():
            rows = engine.execute(_SELECT, where)
            engine.execute(_UPSERT, (*where, pack(data)))
            if not rows:
                self._keep_last_id()
        return unpack(rows[0][0]) if rows else None

    def json(self, doc_id: int) -> bytes | None:
        """A document as its JSON stands, None where there is none. Raises StoreDamaged."""
        rows = self._rows_storage().engine.execute(_SELECT, (self.name, stored_id(doc_id)))
        return unpack(rows[0][0]) if rows else None

    def next_id(self) -> int:
        """An id that no document of this table ever had."""
        return self._get_next_id()

    def truncate(self) -> None:
        storage = self._storage
        if not isinstance(storage, SQLCipherStorage):
            super().truncate()
            return
        with storage.engine.transaction():
            super().truncate()
            storage.note_last_id(self.name, 0)
        self._next_id = None

    def _rows_storage(self) -> SQLCipherStorage:
        if not isinstance(self._storage, SQLCipherStorage):
            raise StoreError("This table is not on the vault's engine.")
        return self._storage

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]  # TinyDB only reads it
        storage = self._storage
        return Rows(storage, self.name) if isinstance(storage, SQLCipherStorage) else super()._read_table()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        if not isinstance(self._storage, SQLCipherStorage):
            super()._update_table(updater)
            return
        with self._storage.engine.transaction():
            rows = Changing(self._storage, self.name, self.document_id_class)
            updater(rows)
            rows.flush()
            self._keep_last_id()

    def _get_next_id(self) -> int:
        if self._next_id is None and isinstance(self._storage, SQLCipherStorage):
            last = max(self._highest(), self._storage.last_id(self.name) or 0)
            self._next_id = self.document_id_class(str(last + 1))  # type: ignore[assignment]  # TinyDB gives it no type
        return int(super()._get_next_id())  # type: ignore[no-untyped-call]

    def _keep_last_id(self) -> None:
        storage = self._rows_storage()
        stored = storage.last_id(self.name)
        last = self._next_id - 1 if isinstance(self._next_id, int) else self._highest()
        if stored is None or last > stored:
            storage.note_last_id(self.name, last)

    def _highest(self) -> int:
        highest = self._rows_storage().engine.execute(
            "SELECT max(id) FROM documents WHERE tbl=? AND typeof(id)='integer'", (self.name,)
        )[0][0]
        return int(highest or 0)


class VaultDB(TinyDB):
    """A TinyDB whose tables are `RowTable`."""

    table_class = RowTable

    def tables(self) -> set[str]:
        return self.storage.names() if isinstance(self.storage, SQLCipherStorage) else super().tables()

    def drop_table(self, name: str) -> None:
        if not isinstance(self.storage, SQLCipherStorage):
            super().drop_table(name)
            return
        self._tables.pop(name, None)
        with self.storage.engine.transaction():
            self.storage.drop(name)


def stored_id(key: object) -> Key:
    """An id as the database keeps it: a number where it is one."""
    text = str(key)
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    return int(text) if plain and len(text) < _DIGITS else text
