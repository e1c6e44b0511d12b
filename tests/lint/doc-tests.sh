#!/bin/sh
# Every test that docs/domain.md and docs/consistency.md name in backticks exists: `ClassTests.Name_of_the_method`, or `ClassTests`
# where the whole class is meant. Prints what does not, with the file and the line; exit code 1 if there is any.
set -eu
cd "$(dirname "$0")/../.."

list=$(mktemp)
trap 'rm -f "$list"' EXIT

# "Class" and "Class.Method" of each public method in the tests.
find tests -name '*.cs' ! -path '*/obj/*' ! -path '*/bin/*' -exec awk '
    FNR == 1 { class = "" }
    match($0, /^[^\/"]*(class|record) [A-Za-z_][A-Za-z0-9_]*/) {
        class = substr($0, RSTART, RLENGTH); sub(/.* /, "", class); print class
    }
    /^ +public / && match($0, /[A-Za-z_][A-Za-z0-9_]*\(/) { print class "." substr($0, RSTART, RLENGTH - 1) }
' {} + | sort -u >"$list"

# A name is a test if its line begins with "Tests", or if it ends in "Tests", holds a method with underscores, or is a phrase itself.
awk '
    NR == FNR { known[$0] = 1; if (split($0, part, ".") == 2) home[part[2]] = home[part[2]] " " part[1]; next }
    {
        rest = $0
        while (match(rest, /`[^`]*`/)) {
            name = substr(rest, RSTART + 1, RLENGTH - 2)
            rest = substr(rest, RSTART + RLENGTH)
            isTest = $0 ~ /^Tests.*: / || name ~ /^[A-Z][A-Za-z0-9]*Tests$/ || name ~ /^[A-Z][A-Za-z0-9_]*\.[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]*$/ \
                || name ~ /^[A-Z][a-z]*_[A-Za-z0-9_]*$/
            if (!isTest) continue
            named++
            if (name in known) continue
            wrong++
            split(name, part, ".")
            hint = part[2] != "" && part[2] in home ? " (it is in" home[part[2]] ")" : ""
            printf "%s:%d: no test %s%s\n", FILENAME, FNR, name, hint
        }
    }
    END {
        if (named == 0) { print "no test is named: the form of the names has changed"; exit 1 }
        exit wrong > 0
    }
' "$list" docs/domain.md docs/consistency.md
