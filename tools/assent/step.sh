# Runs one step of the build: quietly, logged, with a sign of life, and only once at a time. Sourced by ./assent.

STEP_CHILD=
LOCK_HELD=

# step NAME WHAT COMMAND...: as try_step, and a failure ends the script.
step() {
    try_step "$@" || exit 1
}

# try_step NAME WHAT COMMAND...: output goes to build/log/NAME.log; what takes over two seconds is announced and timed.
try_step() {
    step_log=$LOGS/$1.log
    step_what=$2
    shift 2
    mkdir -p "$LOGS"
    step_from=$(date +%s)
    step_said=0
    "$@" >"$step_log" 2>&1 </dev/null &
    STEP_CHILD=$!
    while kill -0 "$STEP_CHILD" 2>/dev/null; do
        sleep 0.2 2>/dev/null || sleep 1
        step_for=$(($(date +%s) - step_from))
        if [ "$step_said" -eq 0 ] && [ "$step_for" -ge 2 ]; then
            say "$step_what (log: ${step_log#"$ROOT"/})"
            step_said=2
        elif [ "$step_said" -gt 0 ] && [ $((step_for - step_said)) -ge 20 ]; then
            say "  ... $step_for s"
            step_said=$step_for
        fi
    done
    if wait "$STEP_CHILD"; then
        STEP_CHILD=
        [ "$step_said" -eq 0 ] || say "  done in $(($(date +%s) - step_from)) s"
    else
        STEP_CHILD=
        say "assent: this step failed: $step_what. The end of ${step_log#"$ROOT"/}:"
        tail -n 25 "$step_log" | sed 's/^/    /' >&2
        return 1
    fi
}

# Progress goes to the error output, so that `T=$(./assent token ...)` holds a token and nothing else.
say() {
    echo "$*" >&2
}

# end_tree PID: ends a process and its children.
end_tree() {
    for end_child in $(ps -A -o pid= -o ppid= | awk -v parent="$1" '$2 == parent { print $1 }'); do
        end_tree "$end_child"
    done
    kill -TERM "$1" 2>/dev/null || true
}

# Whatever ends the script ends its running step and opens its lock.
clean_up() {
    [ -z "$STEP_CHILD" ] || end_tree "$STEP_CHILD"
    STEP_CHILD=
    unlock
}
trap 'clean_up' EXIT
trap 'clean_up; exit 130' INT
trap 'clean_up; exit 143' TERM HUP

# One build at a time. The lock names its holder; that of a dead holder is taken over.
lock() {
    mkdir -p "$BUILD"
    lock_said=0
    until mkdir "$BUILD/lock" 2>/dev/null; do
        holder=$(cat "$BUILD/lock/pid" 2>/dev/null || true)
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            # One at a time looks again and removes the dead holder's lock, never that of its successor.
            if mkdir "$BUILD/lock-takeover" 2>/dev/null; then
                [ "$(cat "$BUILD/lock/pid" 2>/dev/null || true)" != "$holder" ] || rm -rf "$BUILD/lock"
                rmdir "$BUILD/lock-takeover"
            fi
        fi
        if [ "$lock_said" -eq 0 ]; then
            say "Another ./assent builds here${holder:+ (process $holder)}; waiting for it. If there is none, remove build/lock."
            lock_said=1
        fi
        sleep 1
    done
    echo $$ >"$BUILD/lock/pid"
    LOCK_HELD=yes
}

unlock() {
    [ -z "$LOCK_HELD" ] || rm -rf "$BUILD/lock"
    LOCK_HELD=
}
