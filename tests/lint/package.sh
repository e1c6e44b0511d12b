#!/bin/sh
# The read/write splitting library stands alone: copied with the props files into an empty folder it builds, and packs with its README,
# its documentation and its symbols.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp "$root/Directory.Build.props" "$root/Directory.Packages.props" "$copy"
(cd "$root/shared" && find Tracker.Postgres \( -name bin -o -name obj \) -prune -o -type f -print) | while read -r file; do
    mkdir -p "$copy/$(dirname "$file")"
    cp "$root/shared/$file" "$copy/$file"
done
cd "$copy"
dotnet pack Tracker.Postgres -c Release -v q -o packages || exit 1

package=$(ls packages/*.nupkg)
symbols=$(ls packages/*.snupkg)
missing=0
# has ARCHIVE NAME...: a zip file lists its entries by name at its end.
has() {
    archive=$1
    shift
    for name; do
        grep -q -a -F -- "$name" "$archive" || { echo "$(basename "$archive") has no $name." >&2; missing=1; }
    done
}
has "$package" README.md lib/net10.0/EFCore.ReadWriteSplitting.dll lib/net10.0/EFCore.ReadWriteSplitting.xml sql/units_of_work.sql sql/timeline_history.sql
has "$symbols" lib/net10.0/EFCore.ReadWriteSplitting.pdb
exit "$missing"
