#!/usr/bin/env bash
# ./tracker test containers: builds the images, starts the whole system by compose, breaks parts of it, and takes it away again. It uses
# the container engine that answers, or one of its own where there is what starts one; else it says why nothing was checked. The last
# line counts: `N passed, N failed, N skipped`; the counts also go to the file that TRACKER_COUNTS names.
# shellcheck disable=SC2034 # used by what is sourced
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
work=$(mktemp -d)
chmod 755 "$work"
project=trackercheck$$
minutes=${TRACKER_CONTAINERS_MINUTES:-12}
# Taking everything away again has its time too.
last_start=$((SECONDS + minutes * 60 - 150))
passed=0 failed=0 skipped=0 checks=0
planned=16
export LC_ALL=C

# shellcheck source=tests/containers/engine.sh
. "$here/engine.sh"
# shellcheck source=tests/containers/compose.sh
. "$here/compose.sh"
# shellcheck source=tests/containers/checks.sh
. "$here/checks.sh"
# shellcheck source=tests/containers/publish.sh
. "$here/publish.sh"
# shellcheck source=tests/containers/database.sh
. "$here/database.sh"

say() { printf '%s\n' "$*" >&2; }

# Ends with what was not checked counted as skipped.
skip() {
    say "containers: skipped, since $1."
    skipped=$((skipped + planned - checks))
    exit 0
}

check() {
    local sentence=$1 started=$SECONDS
    shift
    if [ "$started" -ge "$last_start" ]; then skip "the $minutes minutes for it are over (TRACKER_CONTAINERS_MINUTES)"; fi
    checks=$((checks + 1))
    local verdict=passed
    ("$@") 2>"$work/why" || verdict=FAILED
    say "  $verdict  $sentence ($((SECONDS - started)) s)"
    sed 's/^/          /' "$work/why" >&2
    if [ "$verdict" = passed ]; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    return 1
}

finish() {
    trap '' INT TERM HUP
    trap - EXIT
    if [ "$failed" -gt 0 ]; then show_logs; fi
    take_away
    stop_engine
    rm -rf "$work"
    if [ -n "${TRACKER_COUNTS:-}" ]; then echo "$passed $failed $skipped" >"$TRACKER_COUNTS"; fi
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ] && exit 0
    exit 1
}
trap finish EXIT
trap 'skip "it was interrupted"' INT TERM HUP

# Needs no engine.
if /usr/bin/python3 -c 'import yaml' 2>/dev/null; then
    check 'The Kubernetes manifests hold together' /usr/bin/python3 "$here/manifests.py"
else
    say '  skipped the Kubernetes manifests: there is no python3-yaml'
    checks=1 skipped=1
fi

find_engine || skip "$reason"
find_compose || skip "$reason"
find_base_images || skip "$reason"
say "containers: Docker $(docker version -f '{{.Server.Version}}'), $("${compose[@]}" version --short 2>/dev/null | head -n 1)"
# Before the system starts: it needs nothing of it, and the machine is still free.
if can_test_database; then
    check 'The tests that need only PostgreSQL pass on a primary and a replica in containers' database_tests_pass
else
    say "  skipped the tests on PostgreSQL in containers: $reason"
    checks=$((checks + 1)) skipped=$((skipped + 1))
fi
build || { network_failed && skip "packages could not be fetched while the images were built"; }

# Without images or a system that is up, nothing else can be seen.
check 'The images build' built || skip 'the images did not build'
show_sizes
check 'docker compose up ends with everything healthy' comes_up || skip 'the system did not come up'
check 'The simulated fleet comes out as stays, events and statuses' fleet_comes_out
check 'Reads are served by the replicas, writes by the primary' reads_are_split
check 'No process is root, and every container is locked down' no_process_is_root
check 'No secret is in an image, an environment, a process list or a log' secrets_are_kept
check 'Published ports are bound to loopback, and only those of HAProxy and the workers' ports_are_local
check 'The cluster is out of reach for the workers, and asks everyone for credentials' cluster_is_shut
check 'What dies within a node is started again, and PostgreSQL goes on' node_heals
check 'A day in order is processed whole' day_is_processed a
check 'A killed database node costs nothing, and three geofence processors share the work' node_may_die b
check 'Workers that are told to stop lose no batch' workers_may_stop c
if [ "$SECONDS" -lt "$last_start" ] && can_publish; then
    check 'dotnet publish -t:PublishContainer makes a worker that runs too' published_worker_runs
else
    say "  skipped dotnet publish -t:PublishContainer: ${reason:-the time is over}"
    checks=$((checks + 1)) skipped=$((skipped + 1))
fi
# It is done in any case.
last_start=$((SECONDS + 1))
check 'docker compose down -v leaves nothing' leaves_nothing
