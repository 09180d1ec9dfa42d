-- Portable between SQLite and PostgreSQL, as V1 is.

-- The key of the parent's tag, while a session moves from one master key to another.
ALTER TABLE session ADD COLUMN rt_parent_kid TEXT NOT NULL DEFAULT '';
