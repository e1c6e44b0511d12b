# Sourced by check.sh: one function a check. What it writes to the standard error is shown where it fails.
# shellcheck shell=bash disable=SC2016,SC2086,SC2154

rows=100000

built() {
    [ "$(cat "$work/build.code")" = 0 ] && return
    tail -n 30 "$work/build.log" >&2
    return 1
}

comes_up() {
    run_compose up -d >"$work/up.log" 2>&1 || { tail -n 30 "$work/up.log" >&2; return 1; }
    within 300 all_healthy $nodes
}

fleet_comes_out() {
    within 120 holds "(SELECT count(*) > 0 FROM effective_stays) AND (SELECT count(*) > 0 FROM effective_geofence_events) AND (SELECT count(*) > 0 FROM tracker_status)"
}

reads_are_split() { tracker verify >/dev/null; }

no_process_is_root() {
    local container name bad=0
    for container in $(running); do
        name=$(docker inspect -f '{{.Name}}' "$container")
        if ! docker top "$container" -eo pid,uid,comm | awk 'NR > 1 { n++; if ($2 == 0) { print "root runs " $3; n = -1000 } } END { exit n < 1 }' >&2; then
            echo "in $name, or nothing could be seen there" >&2
            bad=1
        fi
        if [ "$(docker inspect -f '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.Privileged}}' "$container")" != 'true [ALL] [no-new-privileges:true] false' ]; then
            echo "$name is not locked down" >&2
            bad=1
        fi
        if [ "$(docker inspect -f '{{.HostConfig.Memory}}' "$container")" -eq 0 ]; then echo "$name may take all memory" >&2; bad=1; fi
    done
    return "$bad"
}

secrets_are_kept() {
    local service container
    for service in node1 haproxy trackerfetcher; do
        docker exec "$(running $service)" sh -c 'cat /run/secrets/*' || return 1
    done | sort -u >"$work/secrets"
    [ "$(wc -l <"$work/secrets")" -ge 8 ] || { echo 'There are too few secrets to look for.' >&2; return 1; }
    for container in $(containers); do
        docker inspect "$container"
        docker logs "$container" 2>&1
        if [ -n "$(docker ps -q --no-trunc --filter "id=$container")" ]; then
            docker top "$container" -eo pid,args || return 1
            # The environment of every process, as its own user sees it.
            docker exec "$container" sh -c 'cat /proc/[0-9]*/environ 2>/dev/null' | tr '\0' '\n'
        fi
    done >"$work/shown" || return 1
    grep -q 'patroni.yml' "$work/shown" || { echo 'There are no process lists to look at.' >&2; return 1; }
    for service in $(docker images -q --filter "reference=tracker-services/*:$project" | sort -u); do
        docker inspect "$service"
        docker history --no-trunc "$service"
    done >>"$work/shown"
    if grep -F -o -f "$work/secrets" "$work/shown" >/dev/null; then
        echo 'A secret is shown by docker inspect, logs, top or history, or stands in an environment.' >&2
        return 1
    fi
}

ports_are_local() {
    local container service bindings
    for container in $(running); do
        service=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}}' "$container")
        bindings=$(docker inspect -f '{{range $port, $all := .NetworkSettings.Ports}}{{range $all}}{{.HostIp}} {{end}}{{end}}' "$container")
        if [ -n "${bindings//127.0.0.1 /}" ]; then echo "$service listens on $bindings" >&2; return 1; fi
        case " haproxy $workers " in
            *" $service "*) [ -n "$bindings" ] || { echo "$service publishes nothing" >&2; return 1; } ;;
            *) [ -z "$bindings" ] || { echo "$service is published" >&2; return 1; } ;;
        esac
    done
}

address() { docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(running "$1")"; }

cluster_is_shut() {
    local worker port answer node2
    worker=$(running trackerstatus) node2=$(running node2)
    for port in "$(address node1)/5432" "$(address node1)/6432" "$(address node1)/8008" "$(address etcd)/2379" etcd/2379 node1/8008; do
        if docker exec "$worker" timeout 1 bash -c "exec 3<>/dev/tcp/$port" 2>/dev/null; then echo "A worker reaches $port." >&2; return 1; fi
    done
    answer=$(docker exec "$node2" bash -c 'exec 3<>/dev/tcp/node1/8008; printf "PATCH /config HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}" >&3; read -r -t 5 _ code _ <&3; echo "$code"')
    [ "$answer" = 401 ] || { echo "Patroni takes changes without a password: $answer" >&2; return 1; }
    # Without a password, with a wrong one: the server itself, PgBouncer, and PgBouncer through HAProxy.
    for port in 'node1 -p 5432 -U postgres' 'node1 -p 6432 -U tracker' 'haproxy -p 5432 -U tracker'; do
        for answer in '' wrong; do
            if docker exec -e PGPASSWORD="$answer" "$node2" sh -c "/usr/lib/postgresql/15/bin/psql -w -h $port -d tracker -c 'SELECT 1'" >/dev/null 2>&1; then
                echo "Let in without the password: $port" >&2
                return 1
            fi
        done
    done
}

# Kills PgBouncer and Patroni, but not PostgreSQL; each process is told by its command line.
kill_in_node='for p in /proc/[0-9]*; do case $(tr "\\0" " " 2>/dev/null <"$p/cmdline") in "pgbouncer "* | *"/usr/bin/patroni "*) kill -9 "${p#/proc/}" && echo killed;; esac; done'

is_healthy() { docker exec "$1" healthy 2>/dev/null; }

node_heals() {
    local node server
    node=$(running node3)
    server=$(docker exec "$node" head -n 1 /var/lib/postgresql/data/postmaster.pid)
    [ "$(docker exec "$node" bash -c "$kill_in_node" 2>/dev/null | grep -c killed)" = 2 ] || { echo 'PgBouncer and Patroni were not there to be killed.' >&2; return 1; }
    within 60 is_healthy "$node" || return 1
    [ "$(docker inspect -f '{{.RestartCount}}' "$node")" = 0 ] || { echo 'The container was started again.' >&2; return 1; }
    [ "$(docker exec "$node" head -n 1 /var/lib/postgresql/data/postmaster.pid)" = "$server" ] || { echo 'PostgreSQL was started again.' >&2; return 1; }
}

# The same day again under other names, so that its results must be the same.
register_day() {
    [ -e "$work/day" ] || LC_ALL=C awk -v rows="$rows" -f "$here/day.awk" >"$work/day"
    sed "s/^t-/$1-/" "$work/day" >"$work/input/$1.csv"
    chmod 644 "$work/input/$1.csv"
    tracker prepare --input "/input/$1.csv" >/dev/null
}

stored() { echo "(SELECT count(*) FROM location_reports r JOIN trackers t ON t.id = r.tracker_id WHERE t.key LIKE '$1-%')"; }

day_is_done() {
    holds "$(stored "$1") = $rows AND NOT EXISTS (SELECT FROM consumer_cursors c JOIN report_shards s USING (shard) WHERE c.position < s.head)"
}

# All that was made of a day's reports.
results() {
    local what
    for what in stays events status; do tracker export "$what" --csv || return 1; done | sed -n "s/^$1-//p"
}

same_as_first() {
    results "$1" >"$work/results.$1" && cmp -s "$work/results.a" "$work/results.$1"
}

day_is_processed() {
    register_day "$1" && within 180 day_is_done "$1" || return 1
    # The statuses of silent trackers come with the next look for them.
    within 60 holds "NOT EXISTS (SELECT FROM trackers t LEFT JOIN tracker_status s ON s.tracker_id = t.id WHERE t.key LIKE '$1-%' AND s.state IS DISTINCT FROM 'inactive')" || return 1
    results "$1" >"$work/results.$1"
    [ "$(wc -l <"$work/results.$1")" -gt 1000 ] || { echo 'There are too few results to compare.' >&2; return 1; }
}

committed() {
    docker exec "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9104; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3' |
        sed -n 's/^tracker_pipeline_batches_total{.*outcome="Committed"} //p'
}

# once_stored NODE DAY COMMAND...: as soon as a node shows the first reports of a day; asked within the node, since it takes but seconds.
once_stored() {
    local node=$1 sql
    sql="SELECT $(stored "$2") > 0"
    shift 2
    docker exec "$(running "$node")" timeout 90 sh -c '
        export PGPASSWORD="$(cat /run/secrets/postgres_superuser_password)"
        until [ "$(/usr/lib/postgresql/15/bin/psql -h "$(hostname)" -U postgres -d tracker -AtXqc "$1")" = t ]; do sleep 0.05; done' sh "$sql" &&
        "$@" >/dev/null
}

half_way() {
    [ "$(ask "$1" "SELECT $(stored "$2") < $rows")" = t ] || echo '(The whole day was stored by then, though not yet processed.)' >&2
}

node_may_die() {
    local dead witness container
    run_compose up -d --no-recreate --scale geofenceprocessor=3 >/dev/null 2>&1
    within 120 all_healthy $nodes || return 1
    dead=$(primary) || return 1
    witness=node1
    if [ "$dead" = node1 ]; then witness=node2; fi
    once_stored "$dead" "$1" docker kill "$(running "$dead")" &
    register_day "$1" && wait $! || return 1
    half_way "$witness" "$1"
    within 180 day_is_done "$1" || return 1
    within 60 same_as_first "$1" || return 1
    for container in $(running geofenceprocessor); do
        [ "$(committed "$container")" -gt 0 ] || { echo 'A geofence processor committed nothing.' >&2; return 1; }
    done
    docker start "$(containers "$dead")" >/dev/null
    within 120 all_healthy $nodes && within 60 holds '(SELECT count(*) = 2 FROM pg_stat_replication)'
}

workers_may_stop() {
    local container node
    node=$(primary) || return 1
    # shellcheck disable=SC2046 # a list of containers
    once_stored "$node" "$1" docker stop -t 40 $(for name in $workers; do running "$name"; done) &
    register_day "$1" && wait $! || return 1
    half_way "$node" "$1"
    for container in $(for name in $workers; do containers "$name"; done); do
        if [ "$(docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}' "$container")" != 'exited 0 false' ]; then
            docker inspect -f '{{.Name}}: {{.State.Status}}, exit code {{.State.ExitCode}}' "$container" >&2
            return 1
        fi
    done
    run_compose start $workers >/dev/null 2>&1
    within 180 day_is_done "$1" && within 60 same_as_first "$1"
}

leaves_nothing() {
    run_compose down -v >"$work/down.log" 2>&1 || { tail -n 5 "$work/down.log" >&2; return 1; }
    local left
    left=$(containers; docker volume ls -q --filter "label=com.docker.compose.project=$project"; docker network ls -q --filter "label=com.docker.compose.project=$project")
    [ -z "$left" ] || { echo "Left over: $left" >&2; return 1; }
}
