/** The keys of the organization and the keys it keeps for its patients, encrypted at rest. */
@NullMarked
package org.assent.custody.keys;

import org.jspecify.annotations.NullMarked;
