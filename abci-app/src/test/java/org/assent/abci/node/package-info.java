/** The node's files, and what is done about its process. */
@NullMarked
package org.assent.abci.node;

import org.jspecify.annotations.NullMarked;
