# Sourced by ../tracker for `./tracker test`. A whole run has parts: of each project the tests that need a server and those that need
# none, the system in containers, and in CI the format and the checks in tests/lint. The last line counts all tests: `N passed, N failed, N skipped`.
# shellcheck shell=sh disable=SC2154 # root, state, stamp, cli, packages and oracle are those of ../tracker

# shellcheck source=tests/report.sh
. "$root/tests/report.sh"

test_usage() {
    cat <<'USAGE'
Usage: ./tracker test [NAME] [--quick] [--format] [--yes] [arguments of dotnet test]
       ./tracker test containers

Builds everything and runs every test: those that need servers on clusters of their own, then the system in containers where an engine
answers. The last line counts them: N passed, N failed, N skipped.

  NAME        one test project by its name, with or without "Tracker." and ".Tests": Tracker.Data.Tests, data
  containers  only the system in containers
  --quick     only the tests that need no server, and so no Debian packages: a few minutes once built
  --format    check the format too, as CI does
  --yes       install missing Debian packages without asking
  --help      print this help

Other arguments go to dotnet test: ./tracker test data --filter FullyQualifiedName~Erasing
USAGE
}

# The test project that a name means; without one, all names and exit code 2.
find_project() {
    wanted=$(printf '%s' "$(basename "$1" .csproj)" | tr '[:upper:]' '[:lower:]')
    for project in "$root"/tests/*/*.csproj; do
        known=$(basename "$project" .csproj | tr '[:upper:]' '[:lower:]')
        case $known in
            "$wanted" | "$wanted.tests" | "tracker.$wanted.tests") return 0 ;;
        esac
    done
    say "tracker: there is no test project '$1'. These are there:"
    for project in "$root"/tests/*/*.csproj; do say "  $(basename "$project" .csproj)"; done
    exit 2
}

# Only tests that can reach these start servers; a project that does not reference them has none.
needs_server() { grep -q -e 'Tracker.Cluster.csproj' -e 'Tracker.Drills.csproj' "$1"; }

sweep() {
    # Clusters that a crashed test left behind. The command line tool knows them by their state; one that is older has no such verb.
    if [ -e "$cli" ] && dotnet "$cli" cluster sweep --help >/dev/null 2>&1; then
        dotnet "$cli" cluster sweep >&2 || say "tracker: some of the tests' processes could not be swept."
    fi
}

# A process with its children, which would outlive it.
end_tree() {
    for child in $(ps -o pid= --ppid "$1" 2>/dev/null); do end_tree "$child"; done
    kill "$1" 2>/dev/null || :
}

# On the way out by Ctrl+C or a time limit too.
interrupted() {
    trap '' INT TERM HUP
    if [ -n "$beside" ]; then end_tree "$beside"; fi
    sweep
    exit "$1"
}

# step NAME COMMAND...: notes its seconds and, where it fails, one failure.
step() {
    step=$1 started=$(date +%s) code=0
    shift
    "$@" || code=1
    note "$step" "$(($(date +%s) - started))" 0 "$code" 0 0
    return "$code"
}

build_tests() { restore "$1" && dotnet build "$1" -c Release -v q --no-restore -clp:NoSummary; }

build_all() {
    sources | sort >"$stamp.new"
    build_tests "$root/Services.sln" && mv "$stamp.new" "$stamp"
}

format_is_kept() {
    dotnet format "$root/Services.sln" --verify-no-changes --no-restore && return 0
    say "The format differs: run 'dotnet format Services.sln'."
    return 1
}

# run_project PART PROJECT [ARGUMENT...]: of a project's tests those that need a "server", the "quick" ones that need none, or "all".
run_project() {
    part=$1 project=$2 name=$(basename "$2" .csproj) trait=
    shift 2
    case $part in
        quick) trait='Needs!=server' ;;
        server) trait='Needs=server' ;;
    esac
    chosen=${filter:+($filter)}${filter:+${trait:+&}}$trait
    if [ -n "$chosen" ]; then set -- --filter "$chosen" "$@"; fi
    folder=$results/$name.$part
    mkdir -p "$folder"
    say "== $name ($part)"
    started=$(date +%s)
    {
        code=0
        TRACKER_ENV='test' TRACKER_CLUSTER_STARTS="$folder/clusters" dotnet test "$project" -c Release --no-build --results-directory "$folder" \
            --logger trx --logger 'console;verbosity=minimal' --blame-hang-timeout 15m --blame-hang-dump-type none "$@" </dev/null 2>&1 || code=$?
        echo "$code" >"$folder/code"
    } | sed -u -e '/^Results File: /d' -e '/^Test run for /d' -e '/^A total of .* matched/d' -e '/^No test matches /d' -e '/^$/d'
    seconds=$(($(date +%s) - started)) code=$(cat "$folder/code") clusters=$(cat "$folder/clusters" 2>/dev/null | wc -l)
    # shellcheck disable=SC2046 # three numbers
    set -- $(count "$folder")
    # Failures that no counter shows.
    if [ "$code" -ne 0 ] && [ "$2" -eq 0 ]; then
        say "$name ended with $code without a failed test, so it crashed or was stopped: counted as one failure."
        set -- "$1" 1 "$3"
    fi
    if [ "$part" = quick ] && [ "$clusters" -gt 0 ]; then
        say "$name starts a cluster in a test without the trait Needs=server: its class takes no IServerFixture. Counted as one failure."
        set -- "$1" $(($2 + 1)) "$3"
    fi
    note "$name, $part" "$seconds" "$1" "$2" "$3" "$clusters"
}

# All parts of a whole run. The tests on clusters mostly wait, so two lanes share the parts: one begins at the front, the other at the back.
all_parts() {
    for project in "$root"/tests/*/*.csproj; do
        if needs_server "$project"; then echo "server $project"; fi
    done
    echo 'containers'
    for project in "$root"/tests/*/*.csproj; do echo "quick $project"; done
    if [ "$check_format" = yes ]; then
        for check in "$root"/tests/lint/*.sh; do echo "lint $check"; done
        echo 'format'
    fi
}

# run_lane COMMAND...: runs the parts in the order in which the command prints them, each unless the other lane has it.
run_lane() {
    "$@" | while read -r part project; do
        mkdir "$results/taken-$part-$(basename "$project" .csproj)" 2>/dev/null || continue
        case $part in
            format) step format format_is_kept || : ;;
            lint) step "lint, $(basename "$project" .sh)" sh "$project" || : ;;
            containers) run_containers ;;
            *) run_project "$part" "$project" ;;
        esac </dev/null
    done
}

# It is skipped, and says why, where there is no engine, no base image or no time; it counts for itself.
run_containers() {
    say '== containers'
    code=0 started=$(date +%s)
    TRACKER_COUNTS=$results/containers TRACKER_CONTAINERS_MINUTES=${TRACKER_CONTAINERS_MINUTES:-18} timeout -k 150 20m bash "$root/tests/containers/check.sh" </dev/null || code=$?
    counts=$(cat "$results/containers" 2>/dev/null || :)
    if [ -z "$counts" ]; then
        say "The containers' check ended with $code without its counts: counted as a failure."
        counts='0 1 0'
    fi
    # shellcheck disable=SC2086 # three numbers
    note containers "$(($(date +%s) - started))" $counts 0
}

run_tests() {
    quick=no filter='' only='' beside='' check_format=no
    if [ "${CI:-}" = true ]; then check_format=yes; fi
    remaining=$#
    while [ "$remaining" -gt 0 ]; do
        argument=$1
        shift
        remaining=$((remaining - 1))
        case $argument in
            --yes) ;;
            --quick) quick=yes ;;
            --format) check_format=yes ;;
            --filter)
                [ "$remaining" -gt 0 ] || { say 'tracker: --filter needs an expression.'; exit 2; }
                filter=$1
                shift
                remaining=$((remaining - 1))
                ;;
            --filter=* | --filter:*) filter=${argument#--filter?} ;;
            *) set -- "$@" "$argument" ;;
        esac
    done
    case ${1:-} in
        '' | [-/]*) ;;
        *) find_project "$1"; only=$project; shift ;;
    esac
    whole=no
    if [ -z "$only$filter" ] && [ "$quick" = no ] && [ $# -eq 0 ]; then whole=yes; fi
    if [ "$quick" = no ] && { [ -z "$only" ] || needs_server "$only"; }; then
        packages="$packages $oracle"
        check_packages
    fi

    results=$state/test-results begun=$(date +%s)
    rm -rf "$results"
    mkdir -p "$results"
    trap 'interrupted 130' INT
    trap 'interrupted 143' TERM HUP

    part=all
    if [ "$quick" = yes ]; then part=quick; fi
    if [ -n "$only" ]; then
        if step build build_tests "$only"; then run_project "$part" "$only" "$@"; fi
    elif ! step build build_all; then
        say 'The build failed.'
    elif [ "$whole" = no ]; then
        if [ "$check_format" = yes ]; then step format format_is_kept || :; fi
        for project in "$root"/tests/*/*.csproj; do run_project "$part" "$project" "$@"; done
    else
        all_parts >"$results/plan"
        run_lane tac "$results/plan" >"$results/second-lane.log" 2>&1 &
        beside=$!
        run_lane cat "$results/plan"
        wait "$beside" || :
        beside=
        cat "$results/second-lane.log"
    fi

    if [ "$quick" = no ]; then sweep; fi
    report
}
