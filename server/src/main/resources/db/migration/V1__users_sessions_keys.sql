-- Portable between SQLite and PostgreSQL: identifiers are text, times are epoch milliseconds (_at_ms).

CREATE TABLE user_account (
  id            TEXT   NOT NULL PRIMARY KEY,
  name          TEXT   NOT NULL,
  -- The name as it is compared: NFKC, lower case.
  name_key      TEXT   NOT NULL UNIQUE,
  password_hash TEXT   NOT NULL,
  status        TEXT   NOT NULL CHECK (status IN ('enabled', 'disabled')),
  -- Raised with every change of roles, password or status, in the same transaction.
  authz_ver     BIGINT NOT NULL CHECK (authz_ver >= 1),
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE user_role (
  user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  role    TEXT NOT NULL,
  PRIMARY KEY (user_id, role)
);

CREATE TABLE session (
  sid                TEXT   NOT NULL PRIMARY KEY,
  user_id            TEXT   NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  client_id          TEXT   NOT NULL,
  channel            TEXT   NOT NULL CHECK (channel IN ('browser', 'native', 'confidential')),
  auth_at_ms         BIGINT NOT NULL,
  idle_expires_at_ms BIGINT NOT NULL,
  abs_expires_at_ms  BIGINT NOT NULL,
  revoked_at_ms      BIGINT,
  revoke_reason      TEXT,
  device_address     TEXT   NOT NULL,
  device_user_agent  TEXT   NOT NULL
);

CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_end ON session (abs_expires_at_ms);

CREATE TABLE signing_key (
  kid               TEXT   NOT NULL PRIMARY KEY,
  algorithm         TEXT   NOT NULL,
  state             TEXT   NOT NULL
                    CHECK (state IN ('pending', 'active', 'retiring', 'retired', 'compromised')),
  public_jwk        TEXT   NOT NULL,
  -- AES-256-GCM under the master key; only ever readable with it.
  sealed_private    TEXT   NOT NULL,
  created_at_ms     BIGINT NOT NULL,
  publish_at_ms     BIGINT,
  activate_at_ms    BIGINT,
  retiring_at_ms    BIGINT,
  retired_at_ms     BIGINT,
  compromised_at_ms BIGINT
);

-- There is exactly one active key an algorithm, however many nodes try to make one.
CREATE UNIQUE INDEX signing_key_active ON signing_key (algorithm) WHERE state = 'active';
