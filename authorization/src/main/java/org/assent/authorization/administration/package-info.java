/** What administrators of a site change by programs: which clients and which people there are. */
@NullMarked
package org.assent.authorization.administration;

import org.jspecify.annotations.NullMarked;
