/** From a request to who asks: cookie, Bearer token, DPoP-bound token. */
@NullMarked
package org.assent.authorization.authentication;

import org.jspecify.annotations.NullMarked;
