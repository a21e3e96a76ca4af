/** The access log rendered as IHE BALP AuditEvents. */
@NullMarked
package org.assent.fhir.audit;

import org.jspecify.annotations.NullMarked;
