# Sourced by ../tracker for `up --docker` and `down --docker`: what the native commands do, by compose.yml.
# shellcheck shell=sh disable=SC2154 # root, state and yes are those of ../tracker

# In its folder, so that a COMPOSE_FILE in .env counts.
compose() (
    cd "$root"
    if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
)

require_docker() {
    command -v docker >/dev/null || fail 'there is no docker. Install Docker, then run this again.'
    docker info >/dev/null 2>&1 || fail 'the container engine does not answer (docker info says why). Start it, and see that this user may use it.'
    docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null || fail 'Docker has no compose. Install its plugin (docker compose) or docker-compose.'
    # Containers see this folder as /input.
    mkdir -p "$state/input"
    export TRACKER_INPUT="$state/input"
}

# Makes a file visible to the containers; says its name there.
place() {
    case $1 in
        http://* | https://*) printf '%s' "$1"; return ;;
    esac
    if ! [ -f "$1" ] || ! [ -r "$1" ]; then fail "'$1' is not a file that can be read. Check the path."; fi
    name=$(basename -- "$1")
    case $name in
        *[!A-Za-z0-9._-]*) fail "'$name': with --docker a file's name may hold letters, digits, '.', '_' and '-' only. Rename it." ;;
    esac
    cp -- "$1" "$state/input/$name" && chmod 644 "$state/input/$name"
    printf '/input/%s' "$name"
}

docker_up() {
    require_docker
    TRACKER_PREPARE=prepare wait=no
    while [ $# -gt 0 ]; do
        case $1 in
            --docker | --yes) ;;
            --wait) wait=yes ;;
            --input | --fences)
                [ $# -ge 2 ] || fail "$1 needs a file."
                placed=$(place "$2") || exit 1
                TRACKER_PREPARE="$TRACKER_PREPARE $1 $placed"
                shift
                ;;
            --input=* | --fences=*)
                placed=$(place "${1#*=}") || exit 1
                TRACKER_PREPARE="$TRACKER_PREPARE ${1%%=*} $placed"
                ;;
            *) say "tracker: '$1' is not known with up --docker. It takes --input FILE, --fences FILE, --wait and --yes."; exit 2 ;;
        esac
        shift
    done
    export TRACKER_PREPARE
    say 'Building the images and starting the containers ...'
    compose up -d --build </dev/null >&2 || fail "the containers did not come up (above it says why; './tracker down --docker' takes away what there is). A port that is taken can be changed: .env.example."
    wait_until_healthy
    if [ "$wait" = yes ]; then compose run --rm tracker status --wait; fi
    docker_guidance
}

wait_until_healthy() {
    say 'Waiting for the workers'
    tries=120
    for service in trackerfetcher locationaggregator trackerstatus geofenceprocessor; do
        for container in $(compose ps -q "$service"); do
            until [ "$(docker inspect -f '{{.State.Health.Status}}' "$container")" = healthy ]; do
                tries=$((tries - 1))
                [ "$tries" -gt 0 ] || fail "$service is not ready. Its log: docker logs $container"
                sleep 1
            done
        done
    done
}

docker_guidance() {
    cat <<'TEXT'
Everything is up in containers.
  writes   port 5432 of haproxy, on 127.0.0.1 (TRACKER_WRITE_PORT), database tracker, user tracker
  reads    port 5433 (TRACKER_READ_PORT), user tracker_read
  HAProxy  http://127.0.0.1:1936/ (TRACKER_STATS_PORT), user admin; its password: docker compose exec haproxy cat /run/secrets/haproxy_stats_password
  others   docker compose exec trackerfetcher cat /run/secrets/tracker_password
  logs     docker compose logs -f geofenceprocessor
Next: docker compose run --rm tracker status (or verify, or export stays --csv); ./tracker down --docker stops it.
TEXT
}

docker_down() {
    require_docker
    wipe=no
    for argument; do
        case $argument in
            --docker | --yes) ;;
            --wipe) wipe=yes ;;
            *) say "tracker: '$argument' is not known with down --docker. It takes --wipe and --yes."; exit 2 ;;
        esac
    done
    if [ "$wipe" = no ]; then
        compose down --remove-orphans </dev/null >&2 || fail 'not everything could be stopped (above it says why).'
        say 'The containers are gone; the data is kept for the next up --docker.'
        return
    fi
    if [ "$yes" = no ] && [ -t 0 ]; then
        printf 'Delete all data of the containers? [y/N] ' >&2
        read -r answer || answer=
        case $answer in
            [yY]*) ;;
            *) say 'Nothing was stopped or deleted.'; exit 1 ;;
        esac
    fi
    compose down -v --remove-orphans </dev/null >&2 || fail 'not everything could be stopped (above it says why).'
    rm -rf "${state:?}/input"
    say 'The containers and their data are gone.'
}

# offer_docker REASON ARGUMENTS...: up, where this machine can't run the cluster itself.
offer_docker() {
    reason=$1
    shift
    docker info >/dev/null 2>&1 || fail "$reason"
    if [ "$yes" = no ]; then
        [ -t 0 ] || fail "$reason Docker answers here: run './tracker up --docker'."
        printf '%s\nDocker answers here. Start everything in containers instead? [y/N] ' "$reason" >&2
        read -r answer || answer=
        case $answer in
            [yY]*) ;;
            *) fail 'nothing was started.' ;;
        esac
    else
        say "$reason Docker answers here, so it goes into containers."
    fi
    docker_up "$@"
    exit 0
}
