/** Whom a request comes from, once that is proven. */
@NullMarked
package org.assent.authorization.principal;

import org.jspecify.annotations.NullMarked;
