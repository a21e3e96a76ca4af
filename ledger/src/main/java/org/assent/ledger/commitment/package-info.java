/** Salted commitments to studies and consent terms, and the manifest of a study's bytes. */
@NullMarked
package org.assent.ledger.commitment;

import org.jspecify.annotations.NullMarked;
