@NullMarked
package org.assent.abci.snapshot;

import org.jspecify.annotations.NullMarked;
