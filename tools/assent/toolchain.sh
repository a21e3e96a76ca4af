# Finds the JDK, Maven, Go and Node that the build needs, or says exactly what is missing. Sourced by ./assent.

JDK_LEAST=21
JDK_TESTED=25
MISSING=

# jdk_major FOLDER: the Java version of a JDK, from its release file if it has one.
jdk_major() {
    [ -x "$1/bin/javac" ] || return 1
    major=
    [ ! -r "$1/release" ] || major=$(sed -n 's/^JAVA_VERSION="\([0-9.]*\).*/\1/p' "$1/release")
    [ -n "$major" ] || major=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9.]*\).*/\1/p')
    major=${major#1.}
    echo "${major%%.*}"
}

# jdk_rank FOLDER: how good a JDK is; the one this is tested with is best, then newer ones, then older ones; 0 is too old.
jdk_rank() {
    rank=$(jdk_major "$1") || rank=0
    case $rank in '' | *[!0-9]*) rank=0 ;; esac
    if [ "$rank" -lt "$JDK_LEAST" ]; then
        echo 0
    elif [ "$rank" -eq "$JDK_TESTED" ]; then
        echo 1000
    elif [ "$rank" -gt "$JDK_TESTED" ]; then
        echo $((900 - rank))
    else
        echo "$rank"
    fi
}

# The folders in which a JDK is usually found, one a line.
jdk_folders() {
    ! command -v java >/dev/null 2>&1 ||
        java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p'
    for folder in /usr/lib/jvm/* /usr/java/* /usr/local/openjdk* /opt/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ ! -x "$folder/bin/javac" ] || echo "$folder"
    done
}

# Sets and exports JAVA_HOME: as given if that is new enough, else the best JDK that is found.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_rank "$JAVA_HOME")" -gt 0 ]; then
        export JAVA_HOME
        return
    fi
    best=
    best_rank=0
    while read -r candidate; do
        [ -n "$candidate" ] || continue
        candidate_rank=$(jdk_rank "$candidate")
        if [ "$candidate_rank" -gt "$best_rank" ]; then
            best=$candidate
            best_rank=$candidate_rank
        fi
    done <<END
$(jdk_folders)
END
    if [ -z "$best" ]; then
        older=$(command -v java 2>/dev/null || true)
        missing "a JDK of $JDK_LEAST or newer${older:+ ($older is older or has no compiler)}" jdk
        return
    fi
    JAVA_HOME=$best
    export JAVA_HOME
}

# at_least VERSION LEAST: compares major and minor.
at_least() {
    have_major=${1%%.*}
    have_rest=${1#*.}
    have_minor=${have_rest%%[!0-9]*}
    want_major=${2%%.*}
    want_minor=${2#*.}
    case $have_major in '' | *[!0-9]*) return 1 ;; esac
    [ "$have_major" -gt "$want_major" ] || { [ "$have_major" -eq "$want_major" ] && [ "${have_minor:-0}" -ge "$want_minor" ]; }
}

find_maven() {
    version=$(mvn -v 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9.]*\).*/\1/p') || true
    at_least "${version:-0.0}" 3.8 || missing "Maven 3.8 or newer${version:+ (found $version)}" maven
}

find_go() {
    if ! command -v go >/dev/null 2>&1; then
        for folder in /usr/local/go/bin /opt/homebrew/bin /usr/lib/go/bin "${HOME:-/nonexistent}"/sdk/go*/bin; do
            [ ! -x "$folder/go" ] || PATH=$PATH:$folder
        done
    fi
    version=$(go env GOVERSION 2>/dev/null | sed 's/^go//') || true
    at_least "${version:-0.0}" 1.25 || missing "Go 1.25 or newer${version:+ (found $version)}" go
}

find_node() {
    version=$(node --version 2>/dev/null | sed 's/^v//') || true
    at_least "${version:-0.0}" 20.0 || missing "Node 20 or newer${version:+ (found $version)}" node
    command -v npm >/dev/null 2>&1 || missing "npm, which comes with Node" node
}

# missing WHAT TOOL: remembers it; report_missing tells all of it at once.
missing() {
    MISSING="$MISSING
  $1
      $(how_to_get "$2")"
}

report_missing() {
    [ -n "$MISSING" ] || return 0
    echo "assent: this machine lacks what the build needs:$MISSING" >&2
    echo "Then run the same command again." >&2
    exit 3
}

# which_family: the family of operating systems, for hints only.
which_family() {
    case $(uname -s) in
        Darwin) echo mac ;;
        *)
            like=$(sed -n 's/^ID\(_LIKE\)\{0,1\}=//p' /etc/os-release 2>/dev/null | tr -d '"' | tr '\n' ' ')
            case " $like" in
                *debian* | *ubuntu*) echo debian ;;
                *fedora* | *rhel*) echo fedora ;;
                *arch*) echo arch ;;
                *) echo other ;;
            esac
            ;;
    esac
}

how_to_get() {
    case $1-$(which_family) in
        jdk-mac) echo "brew install openjdk@25, or https://adoptium.net" ;;
        jdk-debian) echo "apt-get install openjdk-25-jdk (or openjdk-21-jdk); on an older release https://adoptium.net" ;;
        jdk-fedora) echo "dnf install java-25-openjdk-devel (or java-21-openjdk-devel), or https://adoptium.net" ;;
        jdk-*) echo "https://adoptium.net; then set JAVA_HOME to its folder" ;;
        maven-mac) echo "brew install maven" ;;
        maven-debian) echo "apt-get install maven" ;;
        maven-fedora) echo "dnf install maven" ;;
        maven-*) echo "https://maven.apache.org/install.html" ;;
        go-mac) echo "brew install go" ;;
        go-fedora) echo "dnf install golang, or https://go.dev/doc/install" ;;
        go-*) echo "https://go.dev/doc/install (unpack it as /usr/local/go)" ;;
        node-mac) echo "brew install node" ;;
        node-debian) echo "apt-get install nodejs npm (Debian 13, Ubuntu 25.04 or newer), or https://nodejs.org/en/download" ;;
        node-fedora) echo "dnf install nodejs, or https://nodejs.org/en/download" ;;
        node-*) echo "https://nodejs.org/en/download" ;;
    esac
}
