/** Our protocol file against what a real node sends. */
@NullMarked
package org.assent.abci.wire;

import org.jspecify.annotations.NullMarked;
