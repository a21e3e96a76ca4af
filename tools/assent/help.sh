# What `./assent help` says. Sourced by ./assent.

help_all() {
    cat <<'END'
Assent: medical images move only where the patient agreed, and anyone can check that they did.

  ./assent demo               four hospitals on this machine, until Ctrl-C
  ./assent demo --once        the same, plays the story in eight checked steps, and ends
  ./assent test               every test; --tag ID for those of one requirement, --list for the list
  ./assent requirements       what standards ask for, which test shows it and how it went the last time, and what is open
  ./assent bench ledger       what the ledger costs, as ratios against CometBFT's kvstore in the same run
  ./assent soak nodes         kills real validators at random moments under load, and compares what is left
  ./assent soak ledger        random traffic on simulated nodes that crash, against a model of the rules, for minutes or hours
  ./assent build              builds what is stale and nothing else (every command does so first)
  ./assent site init DIR      writes a commented configuration for a site of your own
  ./assent site DIR           runs that site
  ./assent ledger DIR         runs the ledger of that site in a process of its own (ledger.process: external)
  ./assent invite DIR         an invitation to the network of a site that runs, for an organization that is to join
  ./assent join FILE          joins with an invitation: asks, waits, gets the ledger's state, ends with a vote
  ./assent approve            what accreditors are asked for, in plain words; signs with one accreditor's key
  ./assent suspend            takes a member's votes away and takes it out of force, or ends that, with accreditors' keys
  ./assent client ...         adds, lists and revokes the programs that may ask a running site for tokens: EHR, modality, apps
  ./assent user ...           adds, lists, invites again and removes the people of a running site
  ./assent token ...          an access token of the running demo, for curl and scripts
  ./assent status [DIR]       how a site is, or those of the running demo, and who of the ledger is missing
  ./assent doctor [DIR]       looks at this machine, and at a site before its start, and says what to put right
  ./assent verify ...         what a receipt proves, offline, from the genesis file and trust.json
  ./assent verify-log ...     that a proof shows all that a site's log has of a patient, offline, and no rewrite since
  ./assent help COMMAND       more about one command

Needs a JDK (21 or newer; 25 starts faster), Maven 3.8, Go 1.25 and Node 20, or newer ones; what is missing is named.
Nothing is written outside this folder except to the caches of Maven, Go and npm.
END
}

help_on() {
    case $1 in
        demo)
            cat <<'END'
./assent demo [--once] [--dicom DIR] [--reset] [--port-base N] [--ledger-process inside|own]

Starts North, South, East and West on this machine: for each a CometBFT validator and a JVM with FHIR, DICOMweb, sign-in
and viewer, its own data and its own keys. Prints addresses, users and what to try next. Ctrl-C stops all of it; the next
start goes on with the same data.

  --once          plays the story and ends; exit code 0 only if all eight steps hold
  --dicom DIR     sends your own DICOM files to North instead of the phantom; the first study plays the story
  --reset         forgets the data of earlier runs
  --port-base N   people's ports N+1 to N+4, sites' ports N+101 to N+104 and up (default 8100: 8101 to 8104, 8201 to 8204)
  --ledger-process inside|own
                  where the validators run: inside the hospitals' JVMs, which takes less memory (the default), or each in
                  a process of its own, which goes on when its hospital's JVM is killed

Data lie in build/demo, or where ASSENT_HOME says; token and status look there too. Those of --once lie beside it, in
build/demo-once, so that what the story permits is not permitted in the other.

A site that dies is started again, so you can try: kill -9 $(cat build/demo/west/site.pid). To see the others go on
without it, first: touch build/demo/west/stay-down. It is started again once that file is gone.
END
            ;;
        invite)
            cat <<'END'
./assent invite DIR | --site NAME > invitation.json

Prints an invitation to the network of the site in DIR, or of the running demo's NAME (north, south, east, west). The site
must run and be registered. The file holds no secret and lets nobody in. Compare the fingerprint, printed beside it, by phone.
END
            ;;
        join)
            cat <<'END'
./assent join [invitation.json] --dir DIR [--name NAME] [--local PORT] [--once] [...]

Joins the network of the invitation: makes keys and a configuration, hands in the request, waits for the accreditors, gets the
ledger's state from the members, and ends its joining with "validator, height N"; then it goes on as the site. Stopped or killed,
it goes on where it was: ./assent join --dir DIR.

  --dir DIR             the site's folder; one from ./assent site init is used as it is
  --name, --short-name, --people-address, --people-bind, --certificate, --certificate-key, --sites-address, --sites-bind,
  --node-bind, --rpc-port, --private-network, --ledger-process
                        what it asks for if there is no site.yaml yet
  --local PORT          all on this machine: people at PORT, sites at PORT+100, node at PORT+200, RPC at PORT+300
  --no-vote             a member without a validator
  --once                ends when it is done
END
            ;;
        approve)
            cat <<'END'
./assent approve --site DIR | --demo [--key FILE | --as N] [--yes] [WHAT]

Without WHAT: lists what waits for accreditors at a site that runs. With it (request-…, vote-…, proposal-N, suspension-…,
reinstatement-…, or a request's file): explains, asks, signs with one key, and submits when enough have signed.

  --key FILE   an accreditor's private key, PKCS#8
  --as N       in the demo: accreditor 1, 2 or 3
  --yes        does not ask
END
            ;;
        suspend)
            cat <<'END'
./assent suspend --site DIR | --demo [--key FILE | --as N] [--vote | --end] [--yes] [MEMBER]

Takes a member out of force, at a site that runs: nobody takes its transactions and requests any more, its nodes lose their votes,
and then the members' nodes end their connections with them. It takes m of the n accreditors: each runs this, or approves what
./assent approve lists. Explains, asks, signs with one key; says how many have signed and what the others type. An accreditor at
another hospital is sent the file that is named. Without MEMBER: lists the members. MEMBER is its name, or the beginning of its id.

  --vote       takes its votes away and leaves it a member
  --end        reinstates it; a vote is given by another decision
  --key FILE   an accreditor's private key, PKCS#8
  --as N       in the demo: accreditor 1, 2 or 3
  --yes        does not ask

Without the votes of a third of all the ledger stands still: ./assent status says how many more may fail. docs/operating-joining.md
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
        requirements)
            cat <<'END'
./assent requirements [PREFIX...] [--open] [--json]

Lists what standards, law and the threat model ask for (docs/requirements.tsv), one line each: id, level, status, the test that
shows it, that test's result in the last run (passed, failed, skipped, not run), and what is asked for. Counts at the end.
docs/standards-map.yml says why something comes later or is not offered.

  PREFIX   only ids that begin so, e.g. DW-Q or PCF-TOK-05
  --open   shows only what is neither green nor not-offered
  --json   an object a line, with the reasons

Exit code 0 if all that was asked about is green or not offered, 1 if something is open, 2 if used wrongly.
END
            ;;
        bench)
            cat <<'END'
./assent bench ledger [--json FILE] [--only NAME]... [--quick]

Measures the ledger: signed consents and registered studies a second against CometBFT's own kvstore under the same loader, the
time until a consent is final, a decision, a receipt, and what a transaction costs in a large state against a small one.
Each line says its bound and its conditions. About a quarter of an hour; nothing else should run on the machine.

  --json FILE   writes each figure as a JSON object on a line of its own
  --only NAME   only the measurement that gives this figure
  --quick       a tenth of the samples, to see that it works

Exit code 0 if all could be measured, 3 if one could not.
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

./assent soak nodes [--minutes N] [--seed S] [--long]

Four validators, each its own processes, under load: kills application, node or both of one of them, sometimes of two, at
random moments, 100 times and for at least so many minutes (default 5), 1,000 times with --long. Equal app hashes, and no
restriction lost that a site had taken. Exit code 0 if nothing was found, 1 with the seed if something was.
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
        ledger)
            cat <<'END'
./assent ledger DIR

Runs the validator of the site in DIR, without its web side: the state store, the CometBFT node and the commit stream, which
./assent site DIR follows over DIR/ledger/stream.sock. For sites whose site.yaml says ledger.process: external; with own,
./assent site DIR starts and looks after this process itself. Stops in order on SIGTERM or Ctrl-C. It may be started and
stopped before or after the site, in any order: while it is away the site answers 503 where the ledger is needed.

docs/operating-processes.md has units for systemd.
END
            ;;
        client)
            cat <<'END'
./assent client add ID --site DIR --role ROLE (--secret | --jwks FILE | --public) [--redirect ADDRESS]... [--minutes N]
./assent client list --site DIR [--json]
./assent client revoke ID --site DIR

Programs of the organization that may ask its running site for tokens. Proves itself by the operator's key in DIR/keys, so it works
for whoever can read that folder, and each change is in the access log. The same over HTTP, for administrators:
GET and POST /auth/clients, DELETE /auth/clients/ID (names of RFC 7591).

  --role ROLE         clinician, ehr, modality, privacy-officer, administrator or resource-server (asks whether tokens hold);
                      may come several times. Of an app: what it may make use of of the person's roles
  --secret            makes a secret (HTTP Basic) and prints it, once, alone on the output
  --jwks FILE         its public keys as a JSON Web Key Set (private_key_jwt; RSA of 2,048 bits or EC, each with a kid)
  --public            an app that can keep no secret; codes with PKCE, as for every app
  --redirect ADDRESS  makes it an app that acts for people: where browsers go back to, https or http://localhost
  --minutes N         how long its tokens are good, 1 to 60 (default 5)
  --site DIR          the site's folder, or north, south, east or west of the running demo

A revoked program's tokens end at once. Its id is free again an hour later.
END
            ;;
        user)
            cat <<'END'
./assent user add NAME --site DIR --role ROLE...
./assent user list --site DIR [--json]
./assent user invite ID --site DIR
./assent user remove ID --site DIR

People who may sign in at a running site. add and invite print a one-time link, good for 15 minutes: give it to the person. Roles
are those of ./assent help client without resource-server. Proves itself as ./assent client does. The same over HTTP:
GET and POST /auth/accounts, POST /auth/accounts/ID/invitation, DELETE /auth/accounts/ID. Sessions, links and tokens of somebody who
is removed end at once.
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
./assent status [DIR] [--json]

Says of the site in DIR, or of each site of the running demo, whether it lives, is ready, and how far its ledger is: height,
age of the newest block, which validators signed none of the newest blocks, how many more may fail, which nodes are
connected. The ledger is asked by the node's RPC on loopback, so that it tells also when the web side is down.
Exit code 0 if ready.
END
            ;;
        doctor)
            cat <<'END'
./assent doctor [DIR]

Looks at this machine (Java, CometBFT) and, with DIR, at a site's folder before its start: owner and permissions, keys, length
of the sockets' paths, disk, site.yaml, ports, certificate, genesis file, state file, clock. Changes nothing. One line each: ok,
warn or fail, and what helps. Exit code 0 if nothing failed, else 1.
END
            ;;
        verify)
            cat <<'END'
./assent verify RECEIPT... --genesis FILE --trust FILE

Says what receipts prove, from the network's genesis file and its trust.json alone; no network, no site is asked.

  --genesis FILE   the network's genesis file, from somebody you believe
  --trust FILE     the network's trust.json, from anybody: it is proven from the genesis file

Of each receipt it says whether the permission was in force, whether the source signed that it decided so, whether the
decision follows from all consents, and what stays trust. A step that failed is named. To try it:

  ./assent verify docs/vectors/permit.json --genesis docs/vectors/genesis.json --trust docs/vectors/trust.json

A privacy officer gets a receipt by the id in the header Assent-Receipt of an answer, anybody the other files from any site:

  curl -H "Authorization: Bearer $(./assent token --site north --as privacy-officer)" ADDRESS/receipts/ID > receipt.json
  curl ADDRESS/.well-known/assent/genesis.json > genesis.json
  curl ADDRESS/.well-known/assent/trust.json > trust.json

Exit code: 0 all are valid, 1 at least one is not or cannot be believed, since the genesis file or trust.json is not what
it should be, 2 wrong use or a file that cannot be read.
END
            ;;
        verify-log)
            cat <<'END'
./assent verify-log PROOF --header FILE --genesis FILE --trust FILE [--kept FILE]

Says whether a proof shows all that a site's access log has of a patient, from the network's genesis file and its trust.json
alone; no network, no site is asked. The format is docs/access-log-format.md.

  --header FILE    the header from which it is checked: of the height after that of the proof's anchor
  --genesis FILE   the network's genesis file, from somebody you believe
  --trust FILE     the network's trust.json, from anybody: it is proven from the genesis file
  --kept FILE      what is kept of the newest check, made with the first: the next proof must go on from it, so that a log
                   that was rewritten meanwhile is found. One file for each patient and site

The privacy officer of the site gets the proof and the header for the patient, anybody the other files. ADDRESS is the site's,
as http://127.0.0.1:8101 is North's in the demo; ID is that of its FHIR Patient, which ADDRESS/fhir/r4/Patient lists. A new
access is on the ledger after a minute; until the first one is, and while a newer anchor is being fixed, the answer is 503:

  AUTH="Authorization: Bearer $(./assent token --site north --as privacy-officer)"
  curl -H "$AUTH" ADDRESS/access-log/patients/ID/proof > proof.json
  curl -H "$AUTH" ADDRESS/access-log/headers/HEIGHT > header.json      # HEIGHT: anchor.height of the proof + 1
  curl ADDRESS/.well-known/assent/genesis.json > genesis.json
  curl ADDRESS/.well-known/assent/trust.json > trust.json

Exit code: 0 these are all entries; 1 they are not, or the proof is older than the newest checked, or the log was rewritten,
or a file is not what it should be: it says which; 2 wrong use or a file that cannot be read.
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
