-- Ids and names sort by their bytes, as in SQLite, whatever the locale of the database.
-- Times are microseconds since 1970, UTC. States are the numbers of the protocol's task states; 3 and above are terminal.

CREATE TABLE vpcs (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    description TEXT    NOT NULL,
    labels      TEXT    NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE agents (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vpc              TEXT COLLATE "C" NOT NULL REFERENCES vpcs (name),
    name             TEXT COLLATE "C" NOT NULL,
    version          INTEGER NOT NULL,
    secret_hash      TEXT,
    health           INTEGER NOT NULL,
    health_reason    TEXT    NOT NULL,
    last_seen_at     BIGINT,
    instance_id      TEXT,
    started_at       BIGINT,
    software_version TEXT,
    executors        TEXT    NOT NULL,
    labels           TEXT    NOT NULL,
    created_at       BIGINT NOT NULL,
    UNIQUE (vpc, name)
);

CREATE TABLE enrollment_tokens (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vpc         TEXT COLLATE "C" NOT NULL REFERENCES vpcs (name),
    agent_id    TEXT COLLATE "C",
    secret_hash TEXT    NOT NULL,
    expires_at  BIGINT NOT NULL,
    max_uses    INTEGER NOT NULL,
    uses        INTEGER NOT NULL
);

CREATE TABLE tasks (
    id                  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vpc                 TEXT COLLATE "C" NOT NULL,
    agent_id            TEXT COLLATE "C",
    pinned              INTEGER NOT NULL,
    kind                TEXT    NOT NULL,
    arguments           TEXT    NOT NULL,
    state               INTEGER NOT NULL,
    version             INTEGER NOT NULL,
    attempt             INTEGER NOT NULL,
    priority            INTEGER NOT NULL,
    created_at          BIGINT NOT NULL,
    expires_at          BIGINT NOT NULL,
    run_timeout_seconds INTEGER NOT NULL,
    due_at              BIGINT,
    idempotency_key     TEXT COLLATE "C",
    result_url          TEXT,
    timeline            TEXT    NOT NULL,
    result              TEXT,
    started_at          BIGINT,
    finished_at         BIGINT,
    result_due_at       BIGINT,          -- when the result has to be posted to result_url; NULL: not, or no more
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
    vpc   TEXT COLLATE "C" NOT NULL,
    state INTEGER NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (vpc, state)
);

CREATE FUNCTION count_ended_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE task_totals SET total = total - 1 WHERE vpc = OLD.vpc AND state = OLD.state;
    ELSE
        INSERT INTO task_totals (vpc, state, total) VALUES (NEW.vpc, NEW.state, 1)
            ON CONFLICT (vpc, state) DO UPDATE SET total = task_totals.total + 1;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER tasks_ended AFTER UPDATE OF state ON tasks
    FOR EACH ROW WHEN (NEW.state >= 3 AND OLD.state < 3) EXECUTE FUNCTION count_ended_task();
CREATE TRIGGER tasks_inserted AFTER INSERT ON tasks
    FOR EACH ROW WHEN (NEW.state >= 3) EXECUTE FUNCTION count_ended_task();
CREATE TRIGGER tasks_deleted AFTER DELETE ON tasks
    FOR EACH ROW WHEN (OLD.state >= 3) EXECUTE FUNCTION count_ended_task();

CREATE TABLE api_keys (
    name       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL UNIQUE,
    role       INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sign_ins (
    code_hash  TEXT    NOT NULL PRIMARY KEY,
    key_name   TEXT    NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        BIGINT NOT NULL,
    principal TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    target    TEXT    NOT NULL,
    detail    TEXT    NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE grain_states (
    grain TEXT COLLATE "C" NOT NULL,
    name  TEXT COLLATE "C" NOT NULL,
    etag  TEXT NOT NULL,
    json  TEXT NOT NULL,
    PRIMARY KEY (grain, name)
);
