# Sourced by check.sh: the image that the .NET SDK makes without a Dockerfile.
# shellcheck shell=bash disable=SC2034,SC2154

# The SDK gets the base image from a registry, past the engine; here that is one on loopback, which the engine's starter runs.
registry=127.0.0.1:5055
export DOTNET_CONTAINER_INSECURE_REGISTRIES=$registry

can_publish() {
    reason='there is no .NET SDK'
    command -v dotnet >/dev/null || return 1
    reason='there is no local registry for its base image'
    docker tag "${RUNTIME_IMAGE:-mcr.microsoft.com/dotnet/aspnet:10.0}" $registry/dotnet/aspnet:10.0 && docker push -q $registry/dotnet/aspnet:10.0 >/dev/null 2>&1
}

published_worker_runs() {
    # A copy: the checkout's own build stays as it is.
    mkdir -p "$work/source"
    tar -C "$root" --exclude=bin --exclude=obj -cf - global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig shared services | tar -C "$work/source" -xf -
    dotnet publish "$work/source/services/TrackerStatus" -t:PublishContainer -c Release -v q -p:RunAnalyzers=false -p:UseSharedCompilation=false \
        -p:ContainerBaseImage=$registry/dotnet/aspnet:10.0 -p:ContainerImageTag="$project" >"$work/publish.log" 2>&1 </dev/null || {
        tail -n 10 "$work/publish.log" >&2
        return 1
    }
    docker run -d --name "$project-published" --read-only --tmpfs /tmp --cap-drop ALL --network "${project}_services" -v "${project}_secrets-clients:/run/secrets:ro" \
        -e POSTGRES_SERVER=haproxy -e POSTGRES_DB=tracker -e POSTGRES_USER=tracker -e POSTGRES_PASSWORD_FILE=/run/secrets/tracker_password \
        "tracker-services/trackerstatus:$project" >/dev/null || return 1
    within 60 published_is_ready || { docker logs --tail 5 "$project-published" >&2; docker rm -f "$project-published" >/dev/null; return 1; }
    [ "$(docker inspect -f '{{.Config.User}}' "$project-published")" = 1654:1654 ] || { echo 'It runs as root.' >&2; docker rm -f "$project-published" >/dev/null; return 1; }
    docker rm -f "$project-published" >/dev/null
}

published_is_ready() {
    docker exec "$project-published" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9103 || exit 1; printf "GET /health/ready HTTP/1.0\r\n\r\n" >&3; read -r _ code _ <&3; [ "$code" = 200 ]' 2>/dev/null
}
