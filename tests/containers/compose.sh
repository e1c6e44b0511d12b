# Sourced by check.sh: the system under a name, ports and a tag of its own, so that it disturbs none that runs already.
# shellcheck shell=bash disable=SC2034,SC2086,SC2154

export TRACKER_TAG=$project TRACKER_BIND=127.0.0.1 TRACKER_WRITE_PORT='' TRACKER_READ_PORT='' TRACKER_STATS_PORT='' TRACKER_INPUT=$work/input
mkdir -p "$work/input"
nodes='node1 node2 node3'
workers='trackerfetcher locationaggregator trackerstatus geofenceprocessor'

find_compose() {
    if docker compose version >/dev/null 2>&1; then
        compose=(docker compose)
    elif command -v docker-compose >/dev/null; then
        compose=(docker-compose)
    else
        reason='there is neither docker compose nor docker-compose'
        return 1
    fi
}

run_compose() { "${compose[@]}" -p "$project" -f "$root/compose.yml" "$@" </dev/null; }

# The containers of a service, running or not; of all of them where none is named.
containers() {
    docker ps -aq --filter "label=com.docker.compose.project=$project" ${1:+--filter "label=com.docker.compose.service=$1"}
}

running() { docker ps -q --filter "label=com.docker.compose.project=$project" ${1:+--filter "label=com.docker.compose.service=$1"}; }

health() { docker inspect -f '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$1"; }

all_healthy() {
    local service container
    for service in etcd haproxy "$@" $workers; do
        container=$(running "$service")
        [ -n "$container" ] || return 1
        for container in $container; do [ "$(health "$container")" = healthy ] || return 1; done
    done
}

# within SECONDS COMMAND...: tries until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        if [ "$SECONDS" -ge "$end" ]; then echo "Not in time: $*" >&2; return 1; fi
        sleep 0.3
    done
}

# One value from a node's own server.
ask() {
    docker exec "$(running "$1")" sh -c \
        'PGPASSWORD=$(cat /run/secrets/postgres_superuser_password) exec /usr/lib/postgresql/15/bin/psql -h "$(hostname)" -U postgres -d tracker -AtXq -c "$1"' sh "$2" 2>/dev/null
}

primary() {
    local node
    for node in $nodes; do
        if [ -n "$(running "$node")" ] && [ "$(ask "$node" 'SELECT pg_is_in_recovery()')" = f ]; then echo "$node"; return; fi
    done
    return 1
}

# Is it true on the primary?
holds() {
    local node
    node=$(primary) && [ "$(ask "$node" "SELECT ($1)")" = t ]
}

tracker() { run_compose run --rm -T tracker "$@" 2>"$work/tracker-error" || { cat "$work/tracker-error" >&2; return 1; }; }

build() {
    local started=$SECONDS
    run_compose build >"$work/build.log" 2>&1
    echo $? >"$work/build.code"
    build_seconds=$((SECONDS - started))
    built 2>/dev/null
}

network_failed() { grep -qE 'NU1301|Unable to load the service index|Temporary failure|Could not resolve|Failed to fetch|Unable to connect|could not be fetched' "$work/build.log"; }

show_sizes() {
    say "containers: the images took $build_seconds s:"
    docker images --filter "reference=tracker-services/*:$project" --format '            {{.Size}}	{{.Repository}}' | sort -k 2 >&2
}

show_logs() {
    local container
    for container in $(containers); do
        say "== $(docker inspect -f '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' "$container")"
        docker logs --tail 15 "$container" >&2 2>&1
    done
}

take_away() {
    [ -n "${compose[*]:-}" ] || return 0
    run_compose down -v --remove-orphans >/dev/null 2>&1
    docker images -q --filter "reference=tracker-services/*:$project" | sort -u | xargs -r docker rmi -f >/dev/null 2>&1
}
