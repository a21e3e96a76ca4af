/** Consents recorded here: from compiled terms to a final block, surviving a crash at every step. */
@NullMarked
package org.assent.custody.consent;

import org.jspecify.annotations.NullMarked;
