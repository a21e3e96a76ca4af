/** Tests of canonical leaves. */
@NullMarked
package org.assent.ledger.state;

import org.jspecify.annotations.NullMarked;
