-- Portable between SQLite and PostgreSQL, as V1 is.

-- How far verifiers have read the revocation feed, as they report it. Advice for operators: nothing
-- waits for it. A row is forgotten seconds after the last report.
CREATE TABLE verifier (
  client_id     TEXT   NOT NULL,
  -- What a process calls itself, made up when it starts.
  instance      TEXT   NOT NULL,
  epoch         TEXT   NOT NULL,
  seq           BIGINT NOT NULL,
  -- Of the keys that it verifies with; empty where it does not say.
  keyset_id     TEXT   NOT NULL,
  -- When it first reported that position, and when it reported last.
  reached_at_ms BIGINT NOT NULL,
  seen_at_ms    BIGINT NOT NULL,
  PRIMARY KEY (client_id, instance)
);
CREATE INDEX verifier_by_sight ON verifier (seen_at_ms);

-- One row: until when somebody looks, so that servers write more often.
CREATE TABLE verifier_watch (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  until_ms BIGINT  NOT NULL
);
INSERT INTO verifier_watch (id, until_ms) VALUES (1, 0);
