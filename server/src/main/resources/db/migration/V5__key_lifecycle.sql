-- Portable between SQLite and PostgreSQL, as V1 is.

-- publish_at_ms is when every live node served the key; activate_at_ms is the gate before which it
-- does not sign; active_at_ms is when it began to.
ALTER TABLE signing_key ADD COLUMN active_at_ms BIGINT;
-- The number of the set in which the key first stood.
ALTER TABLE signing_key ADD COLUMN since_seq BIGINT NOT NULL DEFAULT 0;
UPDATE signing_key SET active_at_ms = created_at_ms WHERE state = 'active';
UPDATE signing_key SET publish_at_ms = created_at_ms, activate_at_ms = created_at_ms
  WHERE publish_at_ms IS NULL;

-- One row: the number of the set of keys, raised by every transition of a key.
CREATE TABLE key_set (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  seq        BIGINT  NOT NULL,
  -- The longest time ever configured for which verifiers may keep the set.
  max_age_ms BIGINT  NOT NULL
);
INSERT INTO key_set (id, seq, max_age_ms) VALUES (1, 0, 0);

-- Nodes that share the database, and which set each of them has loaded.
CREATE TABLE key_node (
  id             TEXT   NOT NULL PRIMARY KEY,
  loaded_seq     BIGINT NOT NULL,
  -- Until then it may sign and has to be waited for.
  lease_until_ms BIGINT NOT NULL
);

-- How often keys signed, counted in minutes: from this follows how many of their tokens may live.
CREATE TABLE key_use (
  kid        TEXT   NOT NULL REFERENCES signing_key (kid) ON DELETE CASCADE,
  minute     BIGINT NOT NULL,
  signatures BIGINT NOT NULL,
  PRIMARY KEY (kid, minute)
);
