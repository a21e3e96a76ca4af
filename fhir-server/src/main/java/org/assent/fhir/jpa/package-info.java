/** HAPI's JPA storage, embedded: the only package that knows Spring. */
@NullMarked
package org.assent.fhir.jpa;

import org.jspecify.annotations.NullMarked;
