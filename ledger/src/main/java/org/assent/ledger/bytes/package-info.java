/** Fixed-length byte strings, domain-separated hashing and RFC 6962 Merkle trees. */
@NullMarked
package org.assent.ledger.bytes;

import org.jspecify.annotations.NullMarked;
