-- Portable between SQLite and PostgreSQL, as V1 is.

-- Clients that are not in the configuration.
CREATE TABLE client (
  id            TEXT   NOT NULL PRIMARY KEY,
  created_at_ms BIGINT NOT NULL
);

-- The same words and texts as in the configuration; of secrets there are hashes alone.
CREATE TABLE client_setting (
  client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (client_id, name)
);

-- One row: raised with every change of clients, so that nodes see one by reading a number.
CREATE TABLE client_version (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version BIGINT  NOT NULL
);
INSERT INTO client_version (id, version) VALUES (1, 0);

-- Assertions of clients (RFC 7523) count once; a row is kept until its assertion has expired.
CREATE TABLE client_assertion (
  client_id     TEXT   NOT NULL,
  -- SHA-256 of the jti.
  digest        TEXT   NOT NULL,
  expires_at_ms BIGINT NOT NULL,
  PRIMARY KEY (client_id, digest)
);
CREATE INDEX client_assertion_by_end ON client_assertion (expires_at_ms);

-- What is known of users beside their roles; clients map it to claims.
CREATE TABLE user_attribute (
  user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  name    TEXT NOT NULL,
  -- JSON: a string, a number, true, false or an array of strings.
  value   TEXT NOT NULL,
  PRIMARY KEY (user_id, name)
);

-- Whether a single token was revoked is asked by introspection.
CREATE INDEX revocation_by_value ON revocation (kind, value);
