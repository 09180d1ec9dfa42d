-- Portable between SQLite and PostgreSQL, as V1 is.

-- Removing a client ends its sessions.
CREATE INDEX session_by_client ON session (client_id) WHERE revoked_at_ms IS NULL;
