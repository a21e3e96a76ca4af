/** How one rule is read against one request: actors, purposes, times and data. */
@NullMarked
package org.assent.decision.evaluation;

import org.jspecify.annotations.NullMarked;
