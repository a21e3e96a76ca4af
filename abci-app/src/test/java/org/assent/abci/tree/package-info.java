/** The tree against a model, and the stores against kill and prune. */
@NullMarked
package org.assent.abci.tree;

import org.jspecify.annotations.NullMarked;
