/** Drives the server over real sockets with a client of our own. */
@NullMarked
package org.assent.abci.stream;

import org.jspecify.annotations.NullMarked;
