/** Tests of a site's receipts. */
@org.jspecify.annotations.NullMarked
package org.assent.site.receipts;
