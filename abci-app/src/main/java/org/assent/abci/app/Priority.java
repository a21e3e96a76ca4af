package org.assent.abci.app;

import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.Transaction;

/** Which transactions come first in a block (ledger property L8). The order of the constants is the order in a block. */
enum Priority {
    /** Takes a permission away: free, never refused for being busy, proposed by every validator that has it. */
    RESTRICTION,
    /** Everything else. */
    ORDINARY;

    static Priority of(Transaction transaction) {
        return switch (transaction) {
            case CloseConsent close -> RESTRICTION;
            case RegisterOrganization register -> ORDINARY;
            case EnrollSubject enroll -> ORDINARY;
            case RegisterStudies register -> ORDINARY;
            case RecordConsent record -> ORDINARY;
        };
    }
}
