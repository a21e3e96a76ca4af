/** Tests of canonical decoding, and what other tests need to make bytes that are not canonical. */
@NullMarked
package org.assent.ledger.codec;

import org.jspecify.annotations.NullMarked;
