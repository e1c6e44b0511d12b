-- Run as a superuser in the application's database. The function returns a timeline's history file, which has the fork points of the
-- timeline, and so shows whether a write from before a failover was retained. Only superusers can read the file, so the function runs as
-- its owner; it reads nothing else. Without it, tokens from before a failover are reported as not proven.
CREATE SCHEMA IF NOT EXISTS cluster;
CREATE OR REPLACE FUNCTION cluster.timeline_history(timeline int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
$$ SELECT pg_read_file('pg_wal/' || lpad(upper(to_hex(timeline)), 8, '0') || '.history', 0, 1048576, true) $$;
REVOKE ALL ON FUNCTION cluster.timeline_history(int) FROM PUBLIC;
-- Then, for each user of the application:
--   GRANT USAGE ON SCHEMA cluster TO app, app_read;
--   GRANT EXECUTE ON FUNCTION cluster.timeline_history(int) TO app, app_read;
