package org.assent.site.demo.story;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assent.custody.keys.OrganizationKeys;

/** One running site of the demo, as the story needs it. */
public interface DemoSite {

    /** As people call it: North, South, East, West. */
    String name();

    /** Address for people and programs, without a trailing slash. */
    URI address();

    /** Address for other sites, without a trailing slash. */
    URI peerAddress();

    /** A new access token of the demo's client with this role: clinician, ehr, modality or privacy-officer. */
    String token(String as) throws IOException, InterruptedException;

    /** Its folder: data, temporary files and logs. */
    Path folder();

    /** Its organization's keys. */
    OrganizationKeys keys() throws IOException;

    /** Newest height of its node. */
    long ledgerHeight() throws IOException, InterruptedException;

    /**
     * What was put on the ledger after a height: the names of the transactions, but for anchors of access logs, which come by
     * themselves whenever somebody looked at something.
     */
    List<String> putOnLedgerAfter(long height) throws IOException, InterruptedException;

    /** Ends its JVM at once, as {@code kill -9} does; its node, a validator, ends with it. */
    void killSite() throws IOException, InterruptedException;

    /** Starts what was killed; returns when the site is ready. */
    void startAgain(Duration atMost) throws IOException, InterruptedException;

    /** How many of its nodes run now: 1, or 0 while it is down. */
    int runningNodes() throws IOException;
}
