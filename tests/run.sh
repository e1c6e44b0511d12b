# Sourced by ../tracker for `./tracker test [--yes] [--format] [arguments of dotnet test]`: one project after another, since several
# start a cluster of their own, then the system in containers. The last line counts all tests: `N passed, N failed, N skipped`.
# shellcheck shell=sh disable=SC2154 # root, state, stamp and cli are those of ../tracker

# The counters of every .trx file in a folder: "passed failed skipped".
count() {
    # One tag a line, so that it matters neither how the file is broken into lines nor in which order the attributes come.
    cat "$1"/*.trx 2>/dev/null | tr '\n' ' ' | sed 's/</\n</g' | awk '
        function value(name) { return match($0, "[[:space:]]" name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
        /^<Counters[[:space:]]/ {
            passed += value("passed"); failed += value("failed") + value("error") + value("timeout") + value("aborted")
            skipped += value("total") - value("executed")
        }
        END { printf "%d %d %d\n", passed, failed, skipped }'
}

sweep() {
    # Clusters that a crashed test left behind. The command line tool knows them by their state; one that is older has no such verb.
    if [ -e "$cli" ] && dotnet "$cli" cluster sweep --help >/dev/null 2>&1; then
        dotnet "$cli" cluster sweep >&2 || say "tracker: some of the tests' processes could not be swept."
    fi
}

run_tests() {
    check_format=no
    if [ "${CI:-}" = true ]; then check_format=yes; fi
    remaining=$#
    while [ "$remaining" -gt 0 ]; do
        case $1 in
            --yes) ;;
            --format) check_format=yes ;;
            *) set -- "$@" "$1" ;;
        esac
        shift
        remaining=$((remaining - 1))
    done

    passed=0 failed=0 skipped=0
    results=$state/test-results
    rm -rf "$results"
    mkdir -p "$results"
    # On the way out by Ctrl+C or a time limit too.
    trap 'sweep; exit 130' INT
    trap 'sweep; exit 143' TERM HUP

    sources | sort >"$stamp.new"
    if ! { restore "$root/Services.sln" && dotnet build "$root/Services.sln" -c Release -v q --no-restore -clp:NoSummary; }; then
        say 'The build failed.'
        failed=1
    else
        mv "$stamp.new" "$stamp"
        if [ "$check_format" = yes ] && ! dotnet format "$root/Services.sln" --verify-no-changes --no-restore; then
            say "The format differs: run 'dotnet format Services.sln'."
            failed=$((failed + 1))
        fi
        for project in "$root"/tests/*/*.csproj; do run_project "$project" "$@"; done
        # Not where a choice of tests was asked for.
        if [ $# -eq 0 ]; then run_containers; fi
    fi

    sweep
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ] && exit 0
    exit 1
}

run_project() {
    project=$1
    shift
    name=$(basename "$project" .csproj)
    say "== $name"
    code=0
    TRACKER_ENV='test' dotnet test "$project" -c Release --no-build --results-directory "$results/$name" --logger trx \
        --logger 'console;verbosity=minimal' --blame-hang-timeout 15m --blame-hang-dump-type none "$@" </dev/null || code=$?
    # shellcheck disable=SC2046 # three numbers
    set -- $(count "$results/$name")
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    # A failure that no counter shows: the process crashed, or hung and was ended.
    if [ "$code" -ne 0 ] && [ "$2" -eq 0 ]; then
        say "$name ended with $code without a failed test: counted as one."
        failed=$((failed + 1))
    fi
}

# It is skipped, and says why, where there is no engine, no base image or no time; it counts for itself.
run_containers() {
    say '== containers'
    code=0
    TRACKER_COUNTS=$results/containers timeout -k 150 13m bash "$root/tests/containers/check.sh" </dev/null || code=$?
    if [ -s "$results/containers" ]; then
        # shellcheck disable=SC2046 # three numbers
        set -- $(cat "$results/containers")
        passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    else
        say "The containers' check ended with $code without its counts: counted as a failure."
        failed=$((failed + 1))
    fi
}
