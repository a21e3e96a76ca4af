package org.assent.ledger.transaction;

/**
 * What can be asked of the ledger. A switch over it has no {@code default}: a new transaction does not compile until
 * every rule has met it.
 */
public sealed interface Transaction
        permits RegisterOrganization, EnrollSubject, RegisterStudies, RecordConsent, CloseConsent {}
