-- One row per tracked link. Links are never deleted: what was sent goes on leading where it led.
CREATE TABLE IF NOT EXISTS links (
  key TEXT PRIMARY KEY,
  target TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  clicks INTEGER NOT NULL DEFAULT 0,
  visitors INTEGER NOT NULL DEFAULT 0,
  bots INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Who clicked today, as a salted hash. Yesterday's rows and yesterday's salt are deleted, so that nobody,
-- the owner included, can find out afterwards whose they were.
CREATE TABLE IF NOT EXISTS visits (
  day TEXT NOT NULL,
  key TEXT NOT NULL,
  visitor TEXT NOT NULL,
  PRIMARY KEY (day, key, visitor)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS salts (
  day TEXT PRIMARY KEY,
  salt TEXT NOT NULL
) WITHOUT ROWID;
