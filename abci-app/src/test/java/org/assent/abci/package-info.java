/** What holds for the whole module. */
@NullMarked
package org.assent.abci;

import org.jspecify.annotations.NullMarked;
