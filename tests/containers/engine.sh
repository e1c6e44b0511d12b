# Sourced by check.sh: an engine that answers, and the base images. Each function says in `reason` why it can't.
# shellcheck shell=bash disable=SC2034,SC2154

starter=$(dirname "$root")/shared/containers
engine_is_ours=no

find_engine() {
    if command -v docker >/dev/null && docker info >/dev/null 2>&1; then return 0; fi
    reason='no container engine answers (docker info)'
    [ -x "$starter/engine.sh" ] || return 1
    if [ "$(id -u)" -ne 0 ]; then reason="$reason, and starting one takes root"; return 1; fi
    # One user at a time, since it is stopped at the end.
    exec 8>"${TMPDIR:-/tmp}/tracker-containers.lock"
    if ! flock -n 8; then reason='another run uses the engine of this machine'; return 1; fi
    if ! { command -v dockerd && command -v docker-compose && command -v mmdebstrap; } >/dev/null && ! logged "$starter/engine.sh" install; then
        reason='the container engine could not be installed'
        return 1
    fi
    eval "$("$starter/engine.sh" env)"
    # One that runs already is somebody else's to stop.
    if docker info >/dev/null 2>&1; then return 0; fi
    engine_is_ours=yes
    if ! logged "$starter/engine.sh" start || ! docker info >/dev/null 2>&1; then
        reason='the container engine could not be started'
        return 1
    fi
}

stop_engine() {
    [ "$engine_is_ours" = yes ] || return 0
    logged "$starter/engine.sh" stop || say 'containers: the engine could not be stopped.'
}

find_base_images() {
    local image missing=
    for image in "${DEBIAN_IMAGE:-debian:bookworm-slim}" "${SDK_IMAGE:-mcr.microsoft.com/dotnet/sdk:10.0}" "${RUNTIME_IMAGE:-mcr.microsoft.com/dotnet/aspnet:10.0}"; do
        docker image inspect "$image" >/dev/null 2>&1 || missing="$missing $image"
    done
    [ -n "$missing" ] || return 0
    # The starter's engine is on a machine that can't pull them.
    if [ -n "${DOCKER_HOST:-}" ] && [ -x "$starter/images.sh" ] && [ "$DOCKER_HOST" = "$(eval "$("$starter/engine.sh" env)"; echo "$DOCKER_HOST")" ]; then
        logged "$starter/images.sh" && return 0
        reason='the base images could not be made'
        return 1
    fi
    for image in $missing; do
        logged timeout 300 docker pull -q "$image" || { reason="the base image $image could not be had"; return 1; }
    done
}

# What it says is of interest where it fails only.
logged() {
    "$@" >"$work/log" 2>&1 8>&- </dev/null && return 0
    tail -n 15 "$work/log" >&2
    return 1
}
