# Builds what is stale: the node, the viewer, the jars. What is built names the hash of what it was built from.
# Sourced by ./assent.

# hash_of_stdin: SHA-256 in hexadecimal, with whatever this system has.
hash_of_stdin() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a 256
    else
        openssl dgst -sha256 -r
    fi | cut -c1-64
}

# hash_of_files: one hash over names and contents of the files that are named on standard input, one a line.
hash_of_files() {
    LC_ALL=C sort | while read -r file; do
        echo "$file"
        cat "$file"
    done | hash_of_stdin
}

stamp_node() {
    (cd "$ROOT" && printf '%s\n' tools/cometbft/go.mod tools/cometbft/go.sum | hash_of_files)
}

stamp_viewer() {
    hash_of_stdin <"$ROOT/viewer/fetch-ohif.mjs"
}

stamp_jars() {
    (cd "$ROOT" && find pom.xml ./*/pom.xml ./*/src/main -type f ! -name '.*' ! -path './requirements/*' | hash_of_files)
}

# is_fresh NAME STAMP: whether build/NAME was made from what the stamp stands for.
is_fresh() {
    [ -e "$BUILD/$1" ] && [ "$(cat "$BUILD/$1.stamp" 2>/dev/null || true)" = "$2" ]
}

build_node() {
    cd "$ROOT/tools/cometbft" || return
    go mod verify
    CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -trimpath -ldflags "-s -w" -o "$BUILD/cometbft.new" \
        github.com/cometbft/cometbft/cmd/cometbft
    mv "$BUILD/cometbft.new" "$BUILD/cometbft"
}

# Jars lie in a folder named after their stamp, so that a build never pulls them from under a running site.
build_jars() {
    cd "$ROOT" || return
    mvn -B -q -T 2 -Dmaven.test.skip=true -pl site -am package
    rm -rf "$BUILD/jars.new"
    mkdir -p "$BUILD/jars.new"
    cp site/target/lib/*.jar "$BUILD/jars.new/"
    cp site/target/site-*.jar "$BUILD/jars.new/site.jar"
    # The class path is explicit and in Maven's order: the AOT cache is only good for exactly this one.
    {
        echo site.jar
        tr ':' '\n' <site/target/class-path | sed -e 's,.*/,,' -e '/^$/d'
    } >"$BUILD/jars.new/class-path"
    mkdir -p "$BUILD/jars"
    rm -rf "$BUILD/jars/$1"
    mv "$BUILD/jars.new" "$BUILD/jars/$1"
    find "$BUILD/jars" -mindepth 1 -maxdepth 1 -type d ! -name "$1" -mtime +1 -exec rm -rf {} +
}

stamp_template() {
    (cd "$ROOT" && { grep -E '^(hapi|hibernate|h2)' "$(jars)/class-path"; cat fhir-server/src/main/java/org/assent/fhir/jpa/FhirSchema.java; } |
        hash_of_stdin)
}

# The empty FHIR database that new sites begin with; without it each makes its tables itself.
build_template() {
    "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(class_path)" org.assent.site.Main \
        fhir-template "$BUILD/fhir-template.mv.db"
}

# The AOT cache is good for one build of the JDK, the flags in SiteCommandLine, and the jars.
stamp_aot() {
    { echo "$jars_stamp"; cat "$JAVA_HOME/release"; } | hash_of_stdin
}

# The AOT cache (JEP 514) that the demo's sites start from, learnt from one site that is asked what the demo asks.
build_aot() {
    aot_folder=$BUILD/rehearsal
    rm -rf "$aot_folder"
    mkdir -p "$aot_folder"
    "$JAVA_HOME/bin/java" $AOT_FLAGS -XX:AOTCacheOutput="$aot_folder/site.aot" -Dassent.root="$ROOT" \
        -cp "$(class_path)" org.assent.site.Main rehearse "$aot_folder/site" &&
        mv "$aot_folder/site.aot" "$(jars)/site.aot"
    aot_outcome=$?
    rm -rf "$aot_folder"
    return $aot_outcome
}

# The jars' folder that was built last.
jars() {
    echo "$BUILD/jars/$(cut -c1-16 "$BUILD/jars.stamp")"
}

class_path() {
    awk -v folder="$(jars)" '{ printf "%s%s/%s", separator, folder, $0; separator = ":" }' "$(jars)/class-path"
}

# build_all [jars]: everything that is stale, or the jars only.
build_all() {
    mkdir -p "$BUILD"
    find_jdk
    report_missing
    set_flags
    # Tests start the demo as a user does, while the run that started them has built everything and holds the lock.
    [ -z "${ASSENT_INSIDE:-}" ] || return 0
    node_stamp=$(stamp_node)
    viewer_stamp=$(stamp_viewer)
    jars_stamp=$(stamp_jars)
    stale=
    if [ "${1:-}" != jars ]; then
        is_fresh cometbft "$node_stamp" || stale="$stale node"
        is_fresh viewer "$viewer_stamp" || stale="$stale viewer"
    fi
    is_fresh "jars" "$jars_stamp" || stale="$stale jars"
    if [ -z "$stale" ]; then
        [ "${1:-}" != jars ] || return 0
        helps_is_fresh || { lock; build_what_helps; unlock; }
        return 0
    fi
    case $stale in *node*) find_go ;; esac
    case $stale in *viewer*) find_node ;; esac
    case $stale in *jars*) find_maven ;; esac
    report_missing
    lock
    # Whoever held the lock before may have built it.
    case $stale in *node*)
        if ! is_fresh cometbft "$node_stamp"; then
            step cometbft "Building the consensus node from tools/cometbft, about a minute the first time" build_node
            echo "$node_stamp" >"$BUILD/cometbft.stamp"
        fi
        ;;
    esac
    case $stale in *viewer*)
        if ! is_fresh viewer "$viewer_stamp"; then
            step viewer "Fetching the viewer (OHIF, 50 MB from npm)" node "$ROOT/viewer/fetch-ohif.mjs" "$BUILD/viewer"
            echo "$viewer_stamp" >"$BUILD/viewer.stamp"
        fi
        ;;
    esac
    case $stale in *jars*)
        if ! is_fresh jars "$jars_stamp"; then
            step jars "Building the jars, some minutes the first time" \
                build_jars "$(echo "$jars_stamp" | cut -c1-16)"
            echo "$jars_stamp" >"$BUILD/jars.stamp"
        fi
        ;;
    esac
    [ "${1:-}" = jars ] || build_what_helps
    unlock
}

# Whether there is a JDK that makes AOT caches in one step, and they are wanted: ASSENT_AOT=off starts as an older JDK does.
makes_aot() {
    [ "${ASSENT_AOT:-on}" != off ] && [ "$(jdk_major "$JAVA_HOME")" -ge 25 ]
}

helps_is_fresh() {
    is_fresh fhir-template.mv.db "$(stamp_template)" || return 1
    ! makes_aot || is_fresh site.aot "$(stamp_aot)"
}

# What only makes starting faster: if it fails, everything still works.
build_what_helps() {
    template_stamp=$(stamp_template)
    if ! is_fresh fhir-template.mv.db "$template_stamp"; then
        try_step template "Making the empty FHIR database that new sites begin with" build_template &&
            echo "$template_stamp" >"$BUILD/fhir-template.mv.db.stamp"
    fi
    if makes_aot && ! is_fresh site.aot "$(stamp_aot)"; then
        if try_step aot "Letting the JVM learn, so that sites start in half the time" build_aot; then
            ln -sf "$(jars)/site.aot" "$BUILD/site.aot"
            stamp_aot >"$BUILD/site.aot.stamp"
        fi
    fi
    return 0
}

build_jars_only() {
    build_all jars
}

# Flags of the JVMs that ./assent starts itself; those of the demo's sites are in org.assent.site.demo.SiteProcess.
set_flags() {
    # As in SiteCommandLine: a cache is good for these only.
    AOT_FLAGS="--enable-native-access=ALL-UNNAMED -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+UseCompactObjectHeaders"
    LAUNCHER_FLAGS="-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    SHORT_FLAGS="-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
    SITE_FLAGS="--enable-native-access=ALL-UNNAMED -Xmx1g"
    BENCH_FLAGS="-Xmx4g --enable-native-access=ALL-UNNAMED -Dorg.slf4j.simpleLogger.defaultLogLevel=error"
    LEDGER_FLAGS="--enable-native-access=ALL-UNNAMED -Xmx512m -XX:+UseSerialGC -XX:-UsePerfData" # as in LedgerProcess
    [ "$(jdk_major "$JAVA_HOME")" -lt 25 ] || SITE_FLAGS="$SITE_FLAGS -XX:+UseCompactObjectHeaders"
}
