# Long runs that look for what short tests do not reach. Sourced by ./assent.

# The soak lies beside the tests and is not shipped; its class path is that of the tests.
build_soak() {
    cd "$ROOT" && mvn -B -q -pl abci-app -am -Dspotless.check.skip=true test-compile \
        dependency:build-classpath -Dmdep.outputFile=target/soak-class-path -Dmdep.includeScope=test
}

# run_soak ledger|nodes ARGUMENTS...
run_soak() {
    case ${1:-} in
        ledger) soak_ledger "$@" ;;
        nodes) soak_nodes "$@" ;;
        *) wrong_use "soak runs: ledger, nodes" ;;
    esac
}

soak_ledger() {
    shift
    find_jdk
    find_maven
    report_missing
    lock
    step soak "Compiling the soak" build_soak
    unlock
    exec "$JAVA_HOME/bin/java" -Xmx1g \
        -cp "$ROOT/abci-app/target/test-classes:$ROOT/abci-app/target/classes:$(cat "$ROOT/abci-app/target/soak-class-path")" \
        org.assent.abci.app.LedgerSoak "$@"
}

soak_nodes() {
    shift
    prepare_bench
    run_in_bench org.assent.bench.NodeSoak "$@"
}
