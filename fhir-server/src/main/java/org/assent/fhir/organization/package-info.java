/** Organization resources that mirror the members on the ledger. */
@NullMarked
package org.assent.fhir.organization;

import org.jspecify.annotations.NullMarked;
