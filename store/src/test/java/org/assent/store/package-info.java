/** Tests of the site's database. */
@NullMarked
package org.assent.store;

import org.jspecify.annotations.NullMarked;
