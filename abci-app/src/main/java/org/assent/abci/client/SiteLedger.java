package org.assent.abci.client;

import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.stream.CommitStream;

/** A site's part of the ledger, as its web side sees it: all that there is to see, wherever the process is. */
public sealed interface SiteLedger extends AutoCloseable permits LocalLedger, RemoteLedger {

    /** What is committed, in order. */
    CommitStream commitStream();

    /** Submits transactions. */
    LedgerClient client();

    @Override
    void close();
}
