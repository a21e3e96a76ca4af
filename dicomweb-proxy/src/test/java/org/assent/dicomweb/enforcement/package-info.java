/** Tests of what cuts a transfer. */
@NullMarked
package org.assent.dicomweb.enforcement;

import org.jspecify.annotations.NullMarked;
