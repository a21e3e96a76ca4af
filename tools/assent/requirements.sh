# Says how the requirements of the standards stand. Sourced by ./assent.

stamp_requirements() {
    (cd "$ROOT" && find pom.xml requirements/pom.xml requirements/src/main -type f ! -name '.*' | hash_of_files)
}

build_requirements() {
    cd "$ROOT" || return
    mvn -B -q -o -Dmaven.test.skip=true -Dspotless.check.skip=true -pl requirements package ||
        mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl requirements package || return
    rm -rf "$BUILD/requirements"
    mkdir -p "$BUILD/requirements"
    cp -R requirements/target/classes requirements/target/class-path "$BUILD/requirements/"
}

# run_requirements ARGUMENTS...: needs neither the sites' jars nor the node.
run_requirements() {
    mkdir -p "$BUILD"
    find_jdk
    report_missing
    set_flags
    requirements_stamp=$(stamp_requirements)
    if ! is_fresh requirements "$requirements_stamp"; then
        find_maven
        report_missing
        lock
        step requirements "Building what reads the map of requirements" build_requirements
        echo "$requirements_stamp" >"$BUILD/requirements.stamp"
        unlock
    fi
    # shellcheck disable=SC2086 # flags are words of ours, without spaces inside
    exec "$JAVA_HOME/bin/java" $SHORT_FLAGS -Dassent.root="$ROOT" \
        -cp "$BUILD/requirements/classes:$(cat "$BUILD/requirements/class-path")" \
        org.assent.requirements.RequirementsCommand "$@"
}
