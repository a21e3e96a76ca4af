/** SMART App Launch 2.2 scopes: what a role brings, what a token carries, what a request needs. */
@NullMarked
package org.assent.authorization.scope;

import org.jspecify.annotations.NullMarked;
