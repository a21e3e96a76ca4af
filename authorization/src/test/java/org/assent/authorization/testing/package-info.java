/** A server with the real filters for the tests of those who write servlets behind them. */
@NullMarked
package org.assent.authorization.testing;

import org.jspecify.annotations.NullMarked;
