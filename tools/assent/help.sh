# What `./assent help` says. Sourced by ./assent.

help_all() {
    cat <<'END'
Assent: medical images move only where the patient agreed, and anyone can check that they did.

  ./assent demo               four hospitals on this machine, until Ctrl-C
  ./assent demo --once        the same, plays the story in eight checked steps, and ends
  ./assent test               every test; --tag ID for those of one requirement, --list for the list
  ./assent soak ledger        random traffic on simulated nodes that crash, against a model of the rules, for minutes or hours
  ./assent build              builds what is stale and nothing else (every command does so first)
  ./assent site init DIR      writes a commented configuration for a site of your own
  ./assent site DIR           runs that site
  ./assent token ...          an access token of the running demo, for curl and scripts
  ./assent status             how the sites of the running demo are
  ./assent help COMMAND       more about one command

Needs a JDK (21 or newer; 25 starts faster), Maven 3.8, Go 1.25 and Node 20, or newer ones; what is missing is named.
Nothing is written outside this folder except to the caches of Maven, Go and npm.
END
}

help_on() {
    case $1 in
        demo)
            cat <<'END'
./assent demo [--once] [--dicom DIR] [--reset] [--port-base N]

Starts North, South, East and West on this machine: for each a CometBFT validator and a JVM with FHIR, DICOMweb, sign-in
and viewer, its own data and its own keys. Prints addresses, users and what to try next. Ctrl-C stops all of it; the next
start goes on with the same data.

  --once          plays the story and ends; exit code 0 only if all eight steps hold
  --dicom DIR     sends your own DICOM files to North instead of the phantom; the first study plays the story
  --reset         forgets the data of earlier runs
  --port-base N   people's ports N+1 to N+4, sites' ports N+101 to N+104 and up (default 8100: 8101 to 8104, 8201 to 8204)

Data lie in build/demo, or where ASSENT_HOME says; token and status look there too.

A site that dies is started again, so you can try: kill -9 $(cat build/demo/west/site.pid). To see the others go on
without it, first: touch build/demo/west/stay-down. It is started again once that file is gone.
END
            ;;
        test)
            cat <<'END'
./assent test [--tag ID] [--list]

Builds what is stale, then runs the tests of every module, the acceptance tests against four running sites included.

  --tag ID   only tests with this tag, e.g. L4, DW-Q-07, peer-chromium
  --list     lists the tags and where they are used, runs nothing

Tests that need more than JDK, Maven, Go and Node carry a tag peer-NAME; where the peer is missing they are skipped and
the command that installs it is printed. ASSENT_PEERS=required makes a missing peer a failure.
END
            ;;
        soak)
            cat <<'END'
./assent soak ledger [--minutes N] [--seed S] [--transactions N]

Three simulated nodes get the same random blocks with all kinds of transactions, valid or not, and die at any step of a
commit; an independent model of the rules says what must become of each transaction. Codes, app hashes and validators must
be the same at every height. Every third chain has bodies that are mutated before they are signed. A line every ten
seconds, figures at the end. Exit code 0 if nothing was found, 1 if something was, with the seed that repeats it.

  --minutes N        ends after so long (default 10)
  --seed S           where to begin; by default another one each time, which is printed
  --transactions N   ends after so many, whichever is first
END
            ;;
        build)
            cat <<'END'
./assent build

Builds what is stale: the consensus node (tools/cometbft), the viewer (OHIF, fetched by npm and checked against a pinned
hash), the jars. Stamps and logs lie in build/.
END
            ;;
        site)
            cat <<'END'
./assent site init DIR    writes DIR/site.yaml, a commented configuration, and the site's keys
./assent site DIR         runs the site; the first start prints a one-time link for its first administrator

A site that is bound to another address than loopback needs TLS and does not start without it.
END
            ;;
        token)
            cat <<'END'
./assent token --site north|south|east|west --as clinician|ehr|modality|privacy-officer

Prints an access token of the running demo, good for an hour:

  T=$(./assent token --site north --as clinician)
  curl -H "Authorization: Bearer $T" http://127.0.0.1:8101/dicomweb/studies
END
            ;;
        status)
            cat <<'END'
./assent status [--json]

Says for each site of the demo whether it lives, is ready, and how far its ledger is. Exit code 0 if all are ready.
END
            ;;
        help) help_all ;;
        *)
            echo "assent: there is no command '$1'" >&2
            echo "Try: ./assent help" >&2
            exit 2
            ;;
    esac
}
