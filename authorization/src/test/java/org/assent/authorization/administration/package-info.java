/** Tests of the administrators' interface for programs. */
@NullMarked
package org.assent.authorization.administration;

import org.jspecify.annotations.NullMarked;
