/** What the members of a network agree on, and how they change it. */
@NullMarked
package org.assent.ledger.governance;

import org.jspecify.annotations.NullMarked;
