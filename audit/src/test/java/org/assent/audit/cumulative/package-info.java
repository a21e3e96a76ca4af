/** What patients can check of the access log. */
@NullMarked
package org.assent.audit.cumulative;

import org.jspecify.annotations.NullMarked;
