/** Receipts at a site: made of what it decided, fetched of what others decided for it, kept, and given to whom they are for. */
@NullMarked
package org.assent.site.receipts;

import org.jspecify.annotations.NullMarked;
