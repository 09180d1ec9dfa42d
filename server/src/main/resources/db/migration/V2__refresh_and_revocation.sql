-- Portable between SQLite and PostgreSQL, as V1 is.

-- What an access token of the session says, so that a refresh can make the next one.
ALTER TABLE session ADD COLUMN audience TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN scope TEXT NOT NULL DEFAULT '';
-- 32 random bytes, base64url; empty for sessions older than refresh tokens, which have none.
ALTER TABLE session ADD COLUMN secret TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN rt_kid TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN gen BIGINT NOT NULL DEFAULT 1;
ALTER TABLE session ADD COLUMN parent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN rotated_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN handed_at_ms BIGINT NOT NULL DEFAULT 0;
-- The state of the limit on rotations, and when it was last put on record that it was reached.
ALTER TABLE session ADD COLUMN rotation_limit_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN limited_at_ms BIGINT NOT NULL DEFAULT 0;
-- The thumbprint of the key that the tokens are bound to (RFC 9449), where they are.
ALTER TABLE session ADD COLUMN dpop_jkt TEXT;

-- One row: the position of the revocation feed. Whoever revokes raises seq last in its transaction,
-- so that the order of positions is the order of commits.
CREATE TABLE feed (
  id                     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  -- Random; a new one says that positions of the old one mean nothing any more.
  epoch                  TEXT    NOT NULL,
  seq                    BIGINT  NOT NULL,
  -- The longest lifetime of access tokens ever configured: entries must outlive the tokens.
  max_access_lifetime_ms BIGINT  NOT NULL
);
INSERT INTO feed (id, epoch, seq, max_access_lifetime_ms) VALUES (1, '', 0, 0);

CREATE TABLE revocation (
  seq           BIGINT NOT NULL,
  kind          TEXT   NOT NULL CHECK (kind IN ('jti', 'sid', 'sub', 'key')),
  -- A jti, a sid, a subject or the thumbprint of a key.
  value         TEXT   NOT NULL,
  -- For a subject: versions below this one are revoked.
  min_ver       BIGINT CHECK ((kind = 'sub') = (min_ver IS NOT NULL)),
  revoked_at_ms BIGINT NOT NULL,
  -- Keys are revoked for ever.
  expires_at_ms BIGINT CHECK ((kind = 'key') = (expires_at_ms IS NULL)),
  PRIMARY KEY (seq, kind, value)
);
CREATE INDEX revocation_by_end ON revocation (expires_at_ms);

CREATE TABLE audit (
  id             TEXT   NOT NULL PRIMARY KEY,
  at_ms          BIGINT NOT NULL,
  event          TEXT   NOT NULL,
  -- Who did it: a subject, or how an administrator came.
  actor          TEXT   NOT NULL,
  -- Whom and what it concerns.
  user_id        TEXT,
  sid            TEXT,
  address        TEXT   NOT NULL,
  correlation_id TEXT   NOT NULL
);
CREATE INDEX audit_by_time ON audit (at_ms);
