/** Whole states as files for sites that join, and their way back into a store (ABCI 2.0, state sync connection). */
@NullMarked
package org.assent.abci.snapshot;

import org.jspecify.annotations.NullMarked;
