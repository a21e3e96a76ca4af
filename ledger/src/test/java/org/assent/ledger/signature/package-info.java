/** Tests of keys and signatures. */
@NullMarked
package org.assent.ledger.signature;

import org.jspecify.annotations.NullMarked;
