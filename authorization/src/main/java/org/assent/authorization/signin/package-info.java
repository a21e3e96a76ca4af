/** People: accounts, one-time invitations, sessions and the few pages that they need. */
@NullMarked
package org.assent.authorization.signin;

import org.jspecify.annotations.NullMarked;
