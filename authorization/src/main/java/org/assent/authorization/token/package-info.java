/** Access tokens: issued here, checked on every request, bound to keys; and what discovery says of them. */
@NullMarked
package org.assent.authorization.token;

import org.jspecify.annotations.NullMarked;
