/** Calls to other sites: pinned, signed, bounded. */
@NullMarked
package org.assent.authorization.peer;

import org.jspecify.annotations.NullMarked;
