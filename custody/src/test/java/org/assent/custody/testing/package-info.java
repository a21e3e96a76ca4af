/** A ledger, an archive and a clinical record in memory, for tests of custody. */
@NullMarked
package org.assent.custody.testing;

import org.jspecify.annotations.NullMarked;
