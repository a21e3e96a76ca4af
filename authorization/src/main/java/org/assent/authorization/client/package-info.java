/** Programs of this organization and what each may do. */
@NullMarked
package org.assent.authorization.client;

import org.jspecify.annotations.NullMarked;
