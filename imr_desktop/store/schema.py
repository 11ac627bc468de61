"""The tables of the vault's database. Times are ISO 8601 in UTC, digests SHA-256 in hex."""

from __future__ import annotations

REVIEWER = "settings.reviewer"
"""The key of `meta` under which what names the reviewer is kept, as JSON."""
VERSION = 1

PARTIES = """
CREATE TABLE IF NOT EXISTS parties(case_id TEXT PRIMARY KEY, version INTEGER NOT NULL, saved_at TEXT NOT NULL,
                                   body BLOB NOT NULL) WITHOUT ROWID
"""
"""Who a case's determination goes to, one row a case. Older vaults have it from the first time that parties are kept."""

READINGS = """
CREATE TABLE IF NOT EXISTS readings(digest TEXT NOT NULL, page INTEGER NOT NULL, settings TEXT NOT NULL,
                                    read_at TEXT NOT NULL, body BLOB NOT NULL,
                                    PRIMARY KEY(digest, page, settings)) WITHOUT ROWID
"""
"""Pages of originals as a machine read them, one row a page and settings. Vaults have it from the first page so read."""

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- TinyDB's documents: one row each, `body` as `packing.pack` writes it. `id` has no type: 007 as text stays text.
CREATE TABLE documents(tbl TEXT NOT NULL, id NOT NULL, body BLOB NOT NULL, UNIQUE(tbl, id));

-- One row a case for the worklist, so that no case has to be decoded for it.
CREATE TABLE summaries(case_id TEXT PRIMARY KEY, number TEXT NOT NULL, doc_id INTEGER NOT NULL, version INTEGER NOT NULL,
                       saved_at TEXT NOT NULL, row BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX summaries_number ON summaries(number);

-- Saved versions. `body` is the case's JSON, deflated; with `base` it is deflated against the JSON of version `base`.
-- The newest version has an empty body: its JSON is the document's.
CREATE TABLE versions(case_id TEXT NOT NULL, version INTEGER NOT NULL, saved_at TEXT NOT NULL, act TEXT NOT NULL,
                      digest TEXT NOT NULL, signed INTEGER NOT NULL, base INTEGER, body BLOB NOT NULL,
                      PRIMARY KEY(case_id, version)) WITHOUT ROWID;

-- The audit trail: rows are added, never changed. `hash` covers the row and `prev`, the hash of the row before.
CREATE TABLE audit(seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, case_id TEXT NOT NULL,
                   detail TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE checkpoints(seq INTEGER PRIMARY KEY, note TEXT NOT NULL);

-- Sealed files: each has a key of its own, and to delete the row is to shred the file. `kind`: see `attachments`.
CREATE TABLE attachments(digest TEXT PRIMARY KEY, size INTEGER NOT NULL, key BLOB NOT NULL, kind TEXT NOT NULL,
                         added_at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX attachments_kind ON attachments(kind);
CREATE TABLE case_files(case_id TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(case_id, digest)) WITHOUT ROWID;
"""
