/** The ABCI 2.0 application: from the node's calls to the rules and the durable state, and from there to the commit stream. */
@NullMarked
package org.assent.abci.app;

import org.jspecify.annotations.NullMarked;
