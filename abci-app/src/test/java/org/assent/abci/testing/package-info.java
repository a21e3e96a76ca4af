/** Fixtures that several tests share: members with keys, and an application driven as a node drives it. */
@NullMarked
package org.assent.abci.testing;

import org.jspecify.annotations.NullMarked;
