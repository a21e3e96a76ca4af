/** Which code verifies the signatures of a block. */
@NullMarked
package org.assent.abci.signature;

import org.jspecify.annotations.NullMarked;
