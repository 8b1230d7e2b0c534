-- A key may be kept in several places, each with a secret of its own. A data folder is one place; the table is that of
-- PostgreSQL, where several processes share a database.
CREATE TABLE api_keys_by_place (
    name       TEXT    NOT NULL,
    place      TEXT    NOT NULL DEFAULT '',
    hash       TEXT    NOT NULL UNIQUE,
    role       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (name, place)
) WITHOUT ROWID;
INSERT INTO api_keys_by_place (name, hash, role, created_at) SELECT name, hash, role, created_at FROM api_keys;
DROP TABLE api_keys;
ALTER TABLE api_keys_by_place RENAME TO api_keys;
