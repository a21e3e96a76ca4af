/** A FHIR server over an in-memory store with hand-written fakes around it, started once a test run. */
@NullMarked
package org.assent.fhir.testing;

import org.jspecify.annotations.NullMarked;
