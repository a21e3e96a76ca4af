/** The CometBFT node of a site: its home folder, its process and its RPC, which is on loopback only. */
@NullMarked
package org.assent.abci.node;

import org.jspecify.annotations.NullMarked;
