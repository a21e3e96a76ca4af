/** P-256 keys and signatures as consensus accepts them: one algorithm, one verifier, one encoding. */
@NullMarked
package org.assent.ledger.signature;

import org.jspecify.annotations.NullMarked;
