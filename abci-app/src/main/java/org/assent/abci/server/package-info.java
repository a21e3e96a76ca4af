/** The socket on which a CometBFT node calls its application: frames, connections, and nothing about what the calls mean. */
@NullMarked
package org.assent.abci.server;

import org.jspecify.annotations.NullMarked;
