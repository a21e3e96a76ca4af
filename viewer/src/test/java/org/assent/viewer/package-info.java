/** The viewer's files over a socket, as a browser asks for them. */
@NullMarked
package org.assent.viewer;

import org.jspecify.annotations.NullMarked;
