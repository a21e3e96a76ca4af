/** The table of every route of a site and what guards it; what is not in it does not exist. */
@NullMarked
package org.assent.authorization.route;

import org.jspecify.annotations.NullMarked;
