/** What all servlets share: request ids, the authenticated principal, limits. */
@NullMarked
package org.assent.authorization.http;

import org.jspecify.annotations.NullMarked;
