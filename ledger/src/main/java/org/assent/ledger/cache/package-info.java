/** What is remembered to save time, and may be forgotten at any time. */
@NullMarked
package org.assent.ledger.cache;

import org.jspecify.annotations.NullMarked;
