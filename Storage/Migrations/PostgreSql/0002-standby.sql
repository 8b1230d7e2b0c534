-- One row: which process may write (Storage/Leases/PostgreSqlLease.cs). The epoch is the primary key on purpose: taking
-- the lease over changes a key and so waits for every transaction that holds the row FOR KEY SHARE, while renewing it
-- changes none and waits for nobody.
CREATE TABLE lease (
    epoch        BIGINT      NOT NULL PRIMARY KEY,
    holder       TEXT        NOT NULL,       -- empty: nobody's
    operator_url TEXT        NOT NULL,
    gateway_url  TEXT        NOT NULL,
    renewed_at   TIMESTAMPTZ NOT NULL        -- by this server's clock
) WITH (fillfactor = 10);
CREATE UNIQUE INDEX lease_is_one_row ON lease ((true));
INSERT INTO lease (epoch, holder, operator_url, gateway_url, renewed_at) VALUES (0, '', '', '', now());

-- A key may be kept in several places, each with a secret of its own: every process of one database has its admin.key.
ALTER TABLE api_keys ADD COLUMN place TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE api_keys DROP CONSTRAINT api_keys_pkey;
ALTER TABLE api_keys ADD PRIMARY KEY (name, place);
