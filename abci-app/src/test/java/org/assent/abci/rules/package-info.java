/** Each rule against its order of refusals. */
@NullMarked
package org.assent.abci.rules;

import org.jspecify.annotations.NullMarked;
