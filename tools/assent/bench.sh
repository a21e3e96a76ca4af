# Measures what things cost. Sourced by ./assent.

build_bench() {
    cd "$ROOT" && mvn -B -q -o -DskipTests -Dspotless.check.skip=true -pl bench -am package ||
        mvn -B -q -DskipTests -Dspotless.check.skip=true -pl bench -am package
}

# run_bench ledger ARGUMENTS...
run_bench() {
    case ${1:-} in
        ledger) ;;
        *) wrong_use "bench measures: ledger" ;;
    esac
    shift
    prepare_bench
    run_in_bench org.assent.bench.LedgerBench "$@"
}

prepare_bench() {
    build_all
    find_maven
    report_missing
    step bench "Building the measurements" build_bench
}

# run_in_bench CLASS ARGUMENTS...: becomes a JVM with everything that measurements and soaks need.
run_in_bench() {
    # shellcheck disable=SC2086 # flags are words of ours, without spaces inside
    exec "$JAVA_HOME/bin/java" $BENCH_FLAGS -Dassent.root="$ROOT" \
        -cp "$ROOT/bench/target/test-classes:$(cat "$ROOT/bench/target/class-path")" "$@"
}
