/** How an organization comes into a network that runs: invitation, request, approvals, the first state, the vote. */
@NullMarked
package org.assent.site.joining;

import org.jspecify.annotations.NullMarked;
