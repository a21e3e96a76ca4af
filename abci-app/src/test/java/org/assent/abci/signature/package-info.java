@NullMarked
package org.assent.abci.signature;

import org.jspecify.annotations.NullMarked;
