# Runs the tests and sums them up. Sourced by ./assent.

PEERS=$BUILD/peers

# list_tags: every tag of a test, how often it is used and where.
list_tags() {
    cd "$ROOT" || return
    # The module names the test best: ledger LeafTest.
    grep -rho --include='*.java' '@Tag("[^"]*")' ./*/src/test 2>/dev/null | sed 's/@Tag("\(.*\)")/\1/' | LC_ALL=C sort | uniq -c |
        while read -r count tag; do
            printf '%-24s %3s  %s\n' "$tag" "$count" "$(grep -rl --include='*.java' "@Tag(\"$tag\")" ./*/src/test |
                sed -e 's,^\./\([^/]*\)/.*/\([^/]*\)\.java$,\1/\2,' | LC_ALL=C sort | tr '\n' ' ')"
        done
}

# reports: the report files of this run.
reports() {
    find "$ROOT" -path "$ROOT/build" -prune -o -path '*/target/*-reports/TEST-*.xml' -print
}

# suites: time, tests, failures and errors, skipped, class, module; one test class a line.
suites() {
    reports | while read -r report; do
        awk -v file="${report#"$ROOT"/}" '
            function value(key,  at, rest) {
                at = index(line, " " key "=\"")
                if (!at) return ""
                rest = substr(line, at + length(key) + 3)
                return substr(rest, 1, index(rest, "\"") - 1)
            }
            /<testsuite / { open = 1 }
            open { line = line " " $0 }
            open && />/ {
                time = value("time"); gsub(",", "", time)
                split(file, path, "/")
                print time, value("tests"), value("failures") + value("errors"), value("skipped"), value("name"), path[1]
                exit
            }' "$report"
    done
}

# failed_tests: every test that failed with the beginning of what it said, so that the end of a log tells the story.
failed_tests() {
    reports | while read -r report; do
        awk '
            /<testcase / { name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name)
                           class = $0; sub(/.* classname="/, "", class); sub(/".*/, "", class) }
            /<(failure|error)[ >]/ {
                said = $0; if (!sub(/.* message="/, "", said)) said = ""
                sub(/".*/, "", said)
                printf "failed: %s.%s %s\n", class, name, substr(said, 1, 400)
            }' "$report"
    done
}

# peers_line: `peers: 4 ran, 1 missing (dcmtk)`. A test that needs a peer leaves a file: ran-NAME, or missing-NAME holding
# the command that installs it.
peers_line() {
    ran=0
    absent=
    for file in "$PEERS"/*; do
        case $file in
            */ran-*) ran=$((ran + 1)) ;;
            */missing-*)
                name=${file##*/missing-}
                absent="$absent $name"
                echo "peer $name is missing; install it with: $(cat "$file")"
                ;;
        esac
    done
    # shellcheck disable=SC2086 # one word a peer
    set -- $absent
    echo "peers: $ran ran, $# missing$([ $# -eq 0 ] || echo " ($*)" | sed 's/ (/&/; s/\([a-z]\) \([a-z]\)/\1, \2/g')"
}

sum_up() {
    table=$(suites)
    if [ -n "$table" ]; then
        echo
        echo "The slowest test classes, in seconds:"
        echo "$table" | LC_ALL=C sort -rn | head -n 10 | awk '{ printf "  %8.1f  %s  (%s)\n", $1, $5, $6 }'
    fi
    failed_tests
    peers_line
    echo "$table" | awk '
        { tests += $2; failed += $3; skipped += $4 }
        END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
}

# How many tests failed, by the reports.
failures() {
    suites | awk '{ failed += $3 } END { print failed + 0 }'
}

run_tests() {
    tag=
    while [ $# -gt 0 ]; do
        case $1 in
            --list)
                list_tags
                return
                ;;
            --tag)
                [ $# -ge 2 ] || wrong_use "--tag needs a tag; ./assent test --list shows them"
                tag=$2
                shift
                ;;
            --tag=*) tag=${1#--tag=} ;;
            *) wrong_use "test knows --tag ID and --list, not: $1" ;;
        esac
        shift
    done
    case $tag in *[!A-Za-z0-9._-]*) wrong_use "a tag is made of letters, digits, dots and dashes, not: $tag" ;; esac
    if [ -n "$tag" ] && ! grep -rq --include='*.java' "@Tag(\"$tag\")" "$ROOT"/*/src/test; then
        wrong_use "no test has the tag $tag; ./assent test --list shows them"
    fi

    build_all
    find_maven
    find_node
    report_missing
    lock
    rm -rf "$PEERS"
    mkdir -p "$PEERS"
    reports | while read -r report; do rm -f "$report"; done
    ASSENT_PEERS_FOLDER=$PEERS
    ASSENT_INSIDE=yes
    export ASSENT_PEERS_FOLDER ASSENT_INSIDE
    set -- -B -q -fae verify "-Dassent.root=$ROOT"
    [ -z "$tag" ] || set -- "$@" "-Dgroups=$tag" -Dspotless.check.skip=true
    say "Testing${tag:+ what is tagged $tag} with Maven; reports go to each module's target/surefire-reports"
    status=0
    (cd "$ROOT" && mvn "$@" </dev/null) &
    STEP_CHILD=$!
    wait "$STEP_CHILD" || status=$?
    STEP_CHILD=
    sum_up
    [ "$(failures)" -eq 0 ] || status=1
    exit "$status"
}
