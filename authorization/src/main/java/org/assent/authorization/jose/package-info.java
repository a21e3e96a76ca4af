/** Ledger keys in the forms of JOSE (RFC 7515, 7517, 7638). */
@NullMarked
package org.assent.authorization.jose;

import org.jspecify.annotations.NullMarked;
