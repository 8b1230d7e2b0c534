-- Times are microseconds since 1970, UTC. States are the numbers of the protocol's task states; 3 and above are terminal.

CREATE TABLE vpcs (
    name        TEXT    NOT NULL PRIMARY KEY,
    description TEXT    NOT NULL,
    labels      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE agents (
    id               TEXT    NOT NULL PRIMARY KEY,
    vpc              TEXT    NOT NULL REFERENCES vpcs (name),
    name             TEXT    NOT NULL,
    version          INTEGER NOT NULL,
    secret_hash      TEXT,
    health           INTEGER NOT NULL,
    health_reason    TEXT    NOT NULL,
    last_seen_at     INTEGER,
    instance_id      TEXT,
    started_at       INTEGER,
    software_version TEXT,
    executors        TEXT    NOT NULL,
    labels           TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,
    UNIQUE (vpc, name)
);

CREATE TABLE enrollment_tokens (
    id          TEXT    NOT NULL PRIMARY KEY,
    vpc         TEXT    NOT NULL REFERENCES vpcs (name),
    agent_id    TEXT,
    secret_hash TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL,
    max_uses    INTEGER NOT NULL,
    uses        INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tasks (
    id                  TEXT    NOT NULL PRIMARY KEY,
    vpc                 TEXT    NOT NULL,
    agent_id            TEXT,
    pinned              INTEGER NOT NULL,
    kind                TEXT    NOT NULL,
    arguments           TEXT    NOT NULL,
    state               INTEGER NOT NULL,
    version             INTEGER NOT NULL,
    attempt             INTEGER NOT NULL,
    priority            INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    expires_at          INTEGER NOT NULL,
    run_timeout_seconds INTEGER NOT NULL,
    due_at              INTEGER,
    idempotency_key     TEXT,
    result_url          TEXT,
    timeline            TEXT    NOT NULL,
    result              TEXT,
    started_at          INTEGER,
    finished_at         INTEGER,
    result_due_at       INTEGER,          -- when the result has to be posted to result_url; NULL: not, or no more
    result_tries        INTEGER NOT NULL DEFAULT 0
);

-- Every index is paid for with each of a task's three or so writes. Those over live rows stay small; tasks_by_vpc is
-- written once a task. There is none over the ended tasks of each agent: with many agents every row of a commit would
-- dirty a page of its own, which costs a third of the throughput. A list by agent walks its VPC instead
-- (Storage/Tasks/TaskListSql.cs).
CREATE UNIQUE INDEX tasks_by_key ON tasks (vpc, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX tasks_by_vpc ON tasks (vpc, id);
CREATE INDEX tasks_live ON tasks (agent_id, vpc, id, state) WHERE state < 3;
CREATE INDEX tasks_due ON tasks (due_at) WHERE due_at IS NOT NULL AND state < 3;
CREATE INDEX tasks_not_succeeded ON tasks (state, id) WHERE state > 3;
CREATE INDEX tasks_result_due ON tasks (result_due_at) WHERE result_due_at IS NOT NULL;

-- How many tasks of each VPC have ended how: counting millions of rows is too slow for a dashboard.
CREATE TABLE task_totals (
    vpc   TEXT    NOT NULL,
    state INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (vpc, state)
) WITHOUT ROWID;

CREATE TRIGGER tasks_ended AFTER UPDATE OF state ON tasks WHEN NEW.state >= 3 AND OLD.state < 3
BEGIN
    INSERT INTO task_totals (vpc, state, total) VALUES (NEW.vpc, NEW.state, 1)
        ON CONFLICT (vpc, state) DO UPDATE SET total = total + 1;
END;

CREATE TRIGGER tasks_inserted AFTER INSERT ON tasks WHEN NEW.state >= 3
BEGIN
    INSERT INTO task_totals (vpc, state, total) VALUES (NEW.vpc, NEW.state, 1)
        ON CONFLICT (vpc, state) DO UPDATE SET total = total + 1;
END;

CREATE TRIGGER tasks_deleted AFTER DELETE ON tasks WHEN OLD.state >= 3
BEGIN
    UPDATE task_totals SET total = total - 1 WHERE vpc = OLD.vpc AND state = OLD.state;
END;

CREATE TABLE api_keys (
    name       TEXT    NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL UNIQUE,
    role       INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sign_ins (
    code_hash  TEXT    NOT NULL PRIMARY KEY,
    key_name   TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    principal TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    target    TEXT    NOT NULL,
    detail    TEXT    NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE grain_states (
    grain TEXT NOT NULL,
    name  TEXT NOT NULL,
    etag  TEXT NOT NULL,
    json  TEXT NOT NULL,
    PRIMARY KEY (grain, name)
) WITHOUT ROWID;
