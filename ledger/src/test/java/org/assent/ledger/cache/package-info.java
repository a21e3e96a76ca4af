/** What is remembered, and what is forgotten first. */
@NullMarked
package org.assent.ledger.cache;

import org.jspecify.annotations.NullMarked;
