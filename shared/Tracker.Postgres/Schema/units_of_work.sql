-- One row per committed unit of work (UnitOfWork.Recorded): it tells a retry whether an earlier attempt committed.
CREATE TABLE IF NOT EXISTS units_of_work (
    id          uuid PRIMARY KEY,
    recorded_at timestamptz NOT NULL DEFAULT now());
