# Sourced by run.sh: what a test run took, and how it ended.
# shellcheck shell=sh disable=SC2154 # results and begun are those of run.sh

# note NAME SECONDS PASSED FAILED SKIPPED CLUSTERS: one part of the run. Parts that run side by side append to the same file.
note() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$results/parts"; }

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

# The ten slowest tests of the run: "seconds name".
slowest() {
    cat "$results"/*/*.trx 2>/dev/null | tr '\n' ' ' | sed 's/</\n</g' | awk '
        function text(name) { return match($0, "[[:space:]]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
        /^<UnitTestResult[[:space:]]/ && split(text("duration"), time, ":") == 3 {
            name = text("testName")
            gsub(/&quot;/, "\"", name); gsub(/&lt;/, "<", name); gsub(/&gt;/, ">", name); gsub(/&amp;/, "\\&", name)
            printf "%8.1f  %s\n", time[1] * 3600 + time[2] * 60 + time[3], name
        }' | sort -rn | head -n 10
}

# Says what the run took, and ends it.
report() {
    echo
    echo ' seconds  part'
    awk -F '\t' '{
        printf "%8d  %s", $2, $1
        if ($3 + $5 > 0) printf ": %d passed, %d failed, %d skipped", $3, $4, $5
        else if ($4 > 0) printf ": failed"
        if ($6 > 0) printf "; clusters started: %d", $6
        print ""
    }' "$results/parts"
    printf '%8d  in all\n\n' "$(($(date +%s) - begun))"
    echo ' seconds  test (the ten slowest)'
    slowest
    echo
    # shellcheck disable=SC2046 # four numbers
    set -- $(awk -F '\t' '{ passed += $3; failed += $4; skipped += $5; clusters += $6 } END { printf "%d %d %d %d", passed, failed, skipped, clusters }' "$results/parts")
    echo "Clusters started: $4"
    # A choice that chose nothing is a mistake of whoever made it.
    if [ $(($1 + $2 + $3)) -eq 0 ]; then
        say 'tracker: no test was chosen.'
        set -- 0 1 0
    fi
    printf '%s passed, %s failed, %s skipped\n' "$1" "$2" "$3"
    [ "$2" -eq 0 ] && exit 0
    exit 1
}
