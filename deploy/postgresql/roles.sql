-- The users of the services and their database. Passwords are given as SCRAM verifiers. PgBouncer's userlist has the same verifiers,
-- so PgBouncer can log in to the server with the keys it learned from the client's login.
CREATE ROLE tracker LOGIN PASSWORD '${TRACKER_VERIFIER}' IN ROLE pg_monitor;
CREATE ROLE tracker_read LOGIN PASSWORD '${TRACKER_READ_VERIFIER}' IN ROLE pg_monitor;
-- The read user can't write on the primary either.
ALTER ROLE tracker_read SET default_transaction_read_only = on;
-- The last bound on a read that nobody waits for and no cancel request has reached. Far above the longest TRACKER_COMMAND_TIMEOUT (10 min),
-- which bounds the wait for each part of an answer: a read that streams its rows for longer than this is ended too.
ALTER ROLE tracker_read SET statement_timeout = '1h';

CREATE DATABASE tracker OWNER tracker;
\connect tracker
ALTER SCHEMA public OWNER TO tracker;
GRANT USAGE ON SCHEMA public TO tracker_read;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT USAGE ON SCHEMAS TO tracker_read;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT SELECT ON TABLES TO tracker_read;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker GRANT SELECT ON SEQUENCES TO tracker_read;

-- Returns a timeline's history file, which tells where the timeline left the earlier ones, and so whether the cluster kept the write of a
-- token from before a failover. Only superusers can read the file, so the function runs as its owner; it reads nothing else.
CREATE SCHEMA cluster;
GRANT USAGE ON SCHEMA cluster TO tracker, tracker_read;
CREATE FUNCTION cluster.timeline_history(timeline int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
$$ SELECT pg_read_file('pg_wal/' || lpad(upper(to_hex(timeline)), 8, '0') || '.history', 0, 1048576, true) $$;
REVOKE ALL ON FUNCTION cluster.timeline_history(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cluster.timeline_history(int) TO tracker, tracker_read;
