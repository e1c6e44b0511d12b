#!/bin/sh
# Looks in all tracked files for names and phrases that this project does not use. tests/lint/words.txt lists them, each with what to
# write instead. Upper and lower case are the same, and a space stands for an underscore too, as in the name of a test.
# Ends with 0 where there are none, 1 where there are some, 2 where the check itself failed.
set -eu

cd "$(dirname "$0")/../.."
list=tests/lint/words.txt
tab=$(printf '\t')
found=0 entries=0
while IFS=$tab read -r phrase instead; do
    case $phrase in '' | '#'*) continue ;; esac
    entries=$((entries + 1))
    pattern=$(printf '%s' "$phrase" | sed -e 's/[][\.*^$(){}?+|]/\\&/g' -e 's/ /[ _]/g')
    code=0
    lines=$(git -c safe.directory='*' grep -n -i -I -E -e "$pattern" -- . ":!$list") || code=$?
    case $code in
        0) printf '%s\n' "$lines" | cut -d : -f 1,2 | sed "s|\$|: \"$phrase\": write $instead|"; found=1 ;;
        1) ;;
        *) exit 2 ;;
    esac
done <"$list"
[ "$entries" -gt 0 ] || { echo "words.sh: $list lists nothing." >&2; exit 2; }
exit "$found"
