#!/bin/sh
# Every relative link in a Markdown file leads to a file of the checkout, and its anchor to a heading there. Prints those that do not;
# exit code 1 if there is any. Links to other sites are not followed.
set -eu
cd "$(dirname "$0")/../.."

find . \( -name .git -o -name bin -o -name obj -o -name node_modules -o -name .tracker \) -prune -o -name '*.md' -type f -print | sort |
while IFS= read -r page; do
    # Links outside of code blocks and inline code, one per line, as "line target".
    awk '
        /^ *```/ { code = !code }
        code { next }
        {
            rest = $0
            gsub(/`[^`]*`/, "", rest)
            while (match(rest, /\]\([^()]*\)/)) {
                print FNR, substr(rest, RSTART + 2, RLENGTH - 3)
                rest = substr(rest, RSTART + RLENGTH)
            }
        }
    ' "$page" | while read -r line target; do
        case $target in
            *://* | mailto:*) continue ;;
        esac
        path=${target%%#*}
        file=$page
        if [ -n "$path" ]; then file=$(dirname "$page")/$path; fi
        if [ ! -e "$file" ]; then
            echo "$page:$line: $target: no such file"
            continue
        fi
        case $target in
            *#*) ;;
            *) continue ;;
        esac
        # The anchors that GitHub gives to the headings of the target.
        awk -v anchor="${target#*#}" '
            /^ *```/ { code = !code }
            code || !/^#+ / { next }
            {
                name = tolower($0)
                sub(/^#+ +/, "", name)
                while (match(name, /\]\([^()]*\)/)) name = substr(name, 1, RSTART - 1) substr(name, RSTART + RLENGTH)
                gsub(/[][!"#$%&\047()*+,.\/:;<=>?@\\^`{|}~]/, "", name)
                gsub(/ /, "-", name)
                if (name in seen) name = name "-" seen[name]++; else seen[name] = 1
                if (name == anchor) { found = 1; exit }
            }
            END { exit !found }
        ' "$file" || echo "$page:$line: $target: no such heading"
    done
done | {
    wrong=0
    while IFS= read -r message; do
        echo "$message"
        wrong=1
    done
    exit "$wrong"
}
