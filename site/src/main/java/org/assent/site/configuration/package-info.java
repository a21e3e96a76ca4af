/** What an operator writes about a site in {@code site.yaml}: read once, checked at start, printed without secrets. */
@NullMarked
package org.assent.site.configuration;

import org.jspecify.annotations.NullMarked;
