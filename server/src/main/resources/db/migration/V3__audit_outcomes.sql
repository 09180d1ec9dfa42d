-- Portable between SQLite and PostgreSQL, as V1 is.

-- What came of it: done, or refused and why. Everything recorded before was done.
ALTER TABLE audit ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done'
  CHECK (outcome IN ('done', 'refused'));
ALTER TABLE audit ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_by_user ON audit (user_id, at_ms);
