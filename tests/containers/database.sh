# Sourced by check.sh: the tests that need a primary and a replica but no Patroni, PgBouncer or HAProxy, on Testcontainers.
# shellcheck shell=bash disable=SC2034,SC2154

can_test_database() {
    if ! command -v dotnet >/dev/null; then reason='there is no .NET SDK'; return 1; fi
    if docker image inspect postgres:15 >/dev/null 2>&1 || logged timeout 300 docker pull -q postgres:15; then return 0; fi
    reason='the image postgres:15 could not be had'
    return 1
}

# Ingest, migrations and write scopes; a test that breaks parts of a cluster is skipped by itself.
database_tests_pass() {
    passes_on_containers Tracker.Data.Tests 'FullyQualifiedName~.Ingest.|FullyQualifiedName~.Migrations.' &&
        passes_on_containers Tracker.Postgres.Tests 'FullyQualifiedName~.Scopes.Write|FullyQualifiedName~.Scopes.Misuse'
}

passes_on_containers() {
    local project=$root/tests/$1 built=
    if [ -e "$project/bin/Release/net10.0/$1.dll" ]; then built=--no-build; fi
    # shellcheck disable=SC2086 # an option or none
    TRACKER_TEST_CONTAINERS=on TRACKER_ENV=test timeout 240 dotnet test "$project" -c Release $built --filter "$2" </dev/null >"$work/database" 2>&1 8>&-
    local code=$?
    if [ "$code" -eq 0 ] && grep -q 'Passed: *[1-9]' "$work/database"; then return 0; fi
    { grep -v '^ *at ' "$work/database" | tail -n 30; echo "dotnet test $1 ended with $code."; } >&2
    return 1
}
