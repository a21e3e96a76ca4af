/** Who may come in: tokens, sign-in and sessions, and the routes that ask for them. */
@NullMarked
package org.assent.authorization;

import org.jspecify.annotations.NullMarked;
