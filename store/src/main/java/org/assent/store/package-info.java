/** The site's own database: one pool, one schema a module, numbered migrations. */
@NullMarked
package org.assent.store;

import org.jspecify.annotations.NullMarked;
