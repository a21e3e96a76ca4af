/** The catalogue of everything that can go wrong for a client, for both renderers. */
@NullMarked
package org.assent.authorization.problem;

import org.jspecify.annotations.NullMarked;
